import { writeFileSync } from "node:fs";
import { CommandFailure } from "../client/failure.ts";
import type { Session } from "./session.ts";

/** A document as the API gives it. */
export interface GivenPdf {
  readonly name: string;
  readonly base64: string;
}

/** Writes it into a file, and says so. */
export function writePdf(session: Session, file: string, pdf: GivenPdf | null): void {
  if (pdf === null) throw new CommandFailure({ code: "NOT_FOUND", message: "There is no such record.", remedy: "Look at its list." });
  const bytes = Buffer.from(pdf.base64, "base64");
  writeFileSync(file, bytes);
  session.show({ file, bytes: bytes.length }, () => [`${file} holds it, ${String(Math.ceil(bytes.length / 1_024))} KB.`]);
}
