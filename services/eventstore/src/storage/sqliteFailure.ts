import { StoreError } from "../failures.ts";
import type { StorageFault } from "../failures.ts";

/** SQLite's primary result codes that have a meaning of their own for whoever runs the store. */
const FAULTS: ReadonlyMap<number, StorageFault> = new Map([
  [8, "readOnly"],
  [11, "corrupt"],
  [13, "diskFull"],
  [26, "corrupt"],
]);

const ADVICE: Record<StorageFault, string> = {
  diskFull: "The disk of the event log is full; nothing was written. Free space, then append again.",
  readOnly: "The event log cannot be written: its file or folder is read-only.",
  corrupt: "The event log file is damaged. Stop the server, run `ballast eventstore verify`, and restore a backup.",
  closed: "The event log is closed.",
  other: "The event log could not carry out the operation.",
};

/** Turns an error of node:sqlite into a refusal with advice; returns anything else as it is. */
export function asStoreError(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === undefined || !(error instanceof Error)) return error;
  const fault = FAULTS.get(code & 0xff) ?? "other";
  return new StoreError({ kind: "storage", fault, message: `${ADVICE[fault]} (${error.message})` });
}

/** SQLite's extended result code, when `error` came from node:sqlite. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}
