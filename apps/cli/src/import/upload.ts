import { IMPORT_REQUEST_BYTES, type ImportBatch, type ImportLine, type ImportResult, type ImportStart } from "@ballast/schema";
import type { Client } from "../client/client.ts";
import type { SourceItem } from "./source.ts";

/** Counts of a run so far. */
export type Totals = ImportBatch["totals"];

/** Smaller than what the API takes: its answers stay short, and a bar moves. */
const batchBytes = IMPORT_REQUEST_BYTES / 4;
const batchLines = 1_000;

/** Lines of one source item: its record, and what could not be used of it. */
function linesOf({ line, record, problems }: SourceItem): readonly string[] {
  const skipped = problems.map((problem): ImportLine => ({ line, skipped: problem }));
  const encoded = record === null ? undefined : JSON.stringify({ line, record } satisfies ImportLine);
  if (encoded === undefined) return skipped.map((one) => JSON.stringify(one));
  if (Buffer.byteLength(encoded) < IMPORT_REQUEST_BYTES) return [encoded, ...skipped.map((one) => JSON.stringify(one))];
  const tooLarge: ImportLine = { line, skipped: `the record has more than ${String(IMPORT_REQUEST_BYTES / 1024 / 1024)} MiB` };
  return [tooLarge, ...skipped].map((one) => JSON.stringify(one));
}

/** One import under way at the API. */
export interface Upload {
  readonly importId: string;
  /** Sends what is due; answers the totals when something was sent. */
  put(item: SourceItem): Promise<Totals | null>;
  /** Sends the rest and ends the run. */
  finish(): Promise<ImportResult>;
  /** Ends the run early: what it brought stays. */
  cancel(): Promise<void>;
}

/** Begins an import run at the API. */
export async function beginUpload(client: Client, start: ImportStart, signal: AbortSignal): Promise<Upload> {
  const { importId } = await client.rest<{ importId: string }>({ method: "POST", path: "/imports", body: start, signal });
  const path = `/imports/${encodeURIComponent(importId)}`;
  let waiting: string[] = [];
  let bytes = 0;
  const send = async (): Promise<Totals | null> => {
    if (waiting.length === 0) return null;
    const body = `${waiting.join("\n")}\n`;
    waiting = [];
    bytes = 0;
    return (await client.rest<ImportBatch>({ method: "POST", path: `${path}/records`, body, signal })).totals;
  };
  return {
    importId,
    async put(item) {
      const lines = linesOf(item);
      const more = lines.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);
      const totals = bytes + more > batchBytes || waiting.length >= batchLines ? await send() : null;
      waiting.push(...lines);
      bytes += more;
      return totals;
    },
    async finish() {
      await send();
      return client.rest<ImportResult>({ method: "POST", path: `${path}/finish`, body: {}, signal });
    },
    async cancel() {
      await client.rest({ method: "DELETE", path });
    },
  };
}
