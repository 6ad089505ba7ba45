import type { ImportResult } from "@ballast/schema";
import type { Client } from "../client/client.ts";
import { CommandFailure, exitCodes } from "../client/failure.ts";
import { createProgressBar } from "../print/progressBar.ts";
import { onceEach } from "./onceEach.ts";
import { requireService, slugOf } from "./service.ts";
import type { ImportSource } from "./source.ts";
import { beginUpload, type Totals, type Upload } from "./upload.ts";

/** How an import is run. */
export interface ImportRequest {
  /** Name or slug of the service the history belongs to; null where it belongs to none. */
  readonly service: string | null;
  /** Nothing is recorded; the result says what would be. */
  readonly dryRun: boolean;
  /** Registers the service where it is missing. */
  readonly register: boolean;
}

const noted = ({ imported, updated, unchanged, skipped }: Totals): string =>
  [
    `${String(imported)} new`,
    updated > 0 && `${String(updated)} updated`,
    unchanged > 0 && `${String(unchanged)} as before`,
    skipped > 0 && `${String(skipped)} not usable`,
  ]
    .filter((part) => part !== false)
    .join(", ");

async function sendAll(upload: Upload, source: ImportSource): Promise<ImportResult> {
  const bar = createProgressBar(source.sourceName);
  let note = "";
  let done = 0;
  try {
    for await (const item of onceEach(source.items)) {
      const totals = await upload.put(item);
      if (totals !== null) note = noted(totals);
      done += 1;
      bar.update(done, source.expected, note);
    }
    return await upload.finish();
  } finally {
    bar.clear();
  }
}

/** A run that cannot go on is marked as cancelled, so that nobody waits for it; when even that fails, the first failure counts. */
async function cancelQuietly(upload: Upload): Promise<void> {
  try {
    await upload.cancel();
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
  }
}

interface Interrupt {
  readonly signal: AbortSignal;
  /** Rejects at Ctrl C: reading a source may wait for ever. */
  readonly interrupted: Promise<never>;
  readonly unwatch: () => void;
}

/** Ends at Ctrl C and SIGTERM. A terminal and the program that runs us may both send one: the second is no insisting. */
function watchInterrupt(): Interrupt {
  const abort = new AbortController();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  interrupted.catch(() => undefined);
  const interrupt = (): void => {
    abort.abort();
    reject(new Error("interrupted"));
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return { signal: abort.signal, interrupted, unwatch: () => process.off("SIGINT", interrupt).off("SIGTERM", interrupt) };
}

/**
 * Imports a history, of a service or of none: streams its records to the API. Importing again goes on from where it was.
 * @throws {CommandFailure} NOT_FOUND when the service is missing; INTERRUPTED after Ctrl C
 */
export async function runImport(client: Client, source: ImportSource, request: ImportRequest): Promise<ImportResult> {
  const { service } = request;
  if (service !== null) await requireService(client, { ...request, service });
  const { signal, interrupted, unwatch } = watchInterrupt();
  const start = {
    kind: source.kind, service: service === null ? null : slugOf(service), sourceName: source.sourceName, expectedRecords: source.expected,
    dryRun: request.dryRun, registers: request.register,
  };
  const upload = await beginUpload(client, start, signal);
  try {
    return await Promise.race([sendAll(upload, source), interrupted]);
  } catch (error) {
    await cancelQuietly(upload);
    if (!signal.aborted) throw error;
    throw new CommandFailure({
      code: "INTERRUPTED", message: "The import was cancelled.", remedy: "What it brought stays; the same command goes on from there.",
      exitCode: exitCodes.interrupted,
    });
  } finally {
    unwatch();
  }
}
