import { StoreError } from "../failures.ts";
import type { StorageFault } from "../failures.ts";

/** SQLite's primary result codes that have a meaning of their own for whoever runs the store. */
const FAULTS: ReadonlyMap<number, StorageFault> = new Map([
  [8, "readOnly"],
  // It cannot be opened in the way that was asked for: nearly always a question of rights.
  [14, "readOnly"],
  [11, "corrupt"],
  [13, "diskFull"],
  [26, "corrupt"],
]);

const ADVICE: Record<StorageFault, string> = {
  diskFull: "The disk of the event log is full; nothing was written. Free space, then append again.",
  readOnly: "The event log cannot be written: its file or folder is read-only, or not there.",
  corrupt: "The event log file is damaged. Stop the server, run `ballast eventstore verify`, and restore a backup.",
  closed: "The event log is closed.",
  other: "The event log could not carry out the operation.",
};

/** The same faults as the file system names them. */
const FILE_FAULTS: ReadonlyMap<string, StorageFault> = new Map([
  ["EACCES", "readOnly"],
  ["EPERM", "readOnly"],
  ["EROFS", "readOnly"],
  ["ENOSPC", "diskFull"],
]);

/** Turns an error of node:sqlite or the file system into a refusal with advice; returns anything else as it is. */
export function asStoreError(error: unknown): unknown {
  const fault = faultOf(error);
  if (fault === undefined || !(error instanceof Error)) return error;
  return new StoreError({ kind: "storage", fault, message: `${ADVICE[fault]} (${error.message})` });
}

function faultOf(error: unknown): StorageFault | undefined {
  const code = sqliteCode(error);
  if (code !== undefined) return FAULTS.get(code & 0xff) ?? "other";
  return error instanceof Error && "code" in error && "syscall" in error ? FILE_FAULTS.get(String(error.code)) : undefined;
}

/** SQLite's extended result code, when `error` came from node:sqlite. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}
