import { Rejection } from "@ballast/domain";
import { printOnce, type Bounds } from "./printOnce.ts";

/** What is printed, and the moment that it is about: the PDF bears that date, so that the same page gives the same bytes again. */
export interface ToPrint {
  readonly html: string;
  /** ISO. */
  readonly at: string;
}

/** Makes PDFs, one at a time. */
export interface Printer {
  /**
   * A page of HTML, which loads nothing and runs nothing, as PDF.
   * @throws Rejection PRINTING_UNAVAILABLE where no Chromium is found or it fails, RATE_LIMITED where too many wait, TOO_LARGE
   */
  print(page: ToPrint): Promise<Buffer>;
}

/** What printing may take: who asked is answered within half a minute, whatever Chromium does. */
export interface PrinterBounds extends Bounds {
  /** Longest wait for those before, ms. */
  readonly waitMs: number;
}

/** So many wait for the one that is being made; who comes then is told to come again. */
export const MOST_WAITING = 4;
/** Longest page, characters: a review of a thousand lines has half a million. */
const MOST_HTML = 4_000_000;
const usual: PrinterBounds = { withinMs: 15_000, waitMs: 12_000, mostBytes: 1_024 * 1_048_576 };

/** "20261129083000+00'00'", as PDFs write a moment. */
const pdfMoment = (at: string): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-T:]/g, "")}+00'00'`;

/** With the date of what it is about instead of the clock's: as long as before, so that every place in the file stays where it was. */
function dated(pdf: Buffer, at: string): Buffer {
  const moment = pdfMoment(at);
  const text = pdf.toString("latin1").replace(
    /(\/(?:Creation|Mod)Date \(D:)(\d{14}[+-]\d\d'\d\d')/g, (_, head: string) => `${head}${moment}`,
  );
  return Buffer.from(text, "latin1");
}

const busy = (): Rejection => new Rejection("RATE_LIMITED", "other PDFs are being made: try again in a minute");

/** Where there is no program to print with, everything is refused with what to do instead. */
export function openPrinter(program: string | null, bounds: PrinterBounds = usual): Printer {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async print({ html, at }) {
      if (program === null)
        throw new Rejection("PRINTING_UNAVAILABLE", "there is no Chromium where Ballast's API runs, so it makes no PDF");
      if (html.length > MOST_HTML) throw new Rejection(
        "TOO_LARGE", `a document of ${String(html.length)} characters is too long for a PDF`,
      );
      if (waiting > MOST_WAITING) throw busy();
      waiting += 1;
      const askedAt = performance.now();
      const made = last.then(() => {
        if (performance.now() - askedAt > bounds.waitMs) throw busy();
        return printOnce(program, html, bounds);
      });
      last = made.catch(() => undefined);
      try {
        return dated(await made, at);
      } catch (error) {
        if (error instanceof Rejection) throw error;
        throw new Rejection("PRINTING_UNAVAILABLE", `Chromium made no PDF: ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        waiting -= 1;
      }
    },
  };
}
