import type { DatabaseSync } from "node:sqlite";
import { existsSync, statSync } from "node:fs";
import { openDatabase } from "../storage/openDatabase.ts";
import { asStoreError } from "../storage/sqliteFailure.ts";

/** Who or what did not go along: the log or the request, another store that is not there, or that one's rights. */
export type OperationFault = "refused" | "unreachable" | "notAllowed";

/** A log cannot be used for what was asked. */
export class OperationError extends Error {
  /** What to do about it. */
  readonly remedy: string;
  readonly fault: OperationFault;

  constructor(message: string, remedy: string, fault: OperationFault = "refused") {
    super(message);
    this.name = "OperationError";
    this.remedy = remedy;
    this.fault = fault;
  }
}

/** @throws OperationError when there is no such file. */
export function requireLog(file: string): void {
  if (existsSync(file)) return;
  throw new OperationError(`There is no event log at ${file}`, "Name the folder of the log, or the log file itself.");
}

/** What a log takes on the disk, in bytes, with what a running server has not brought into the file yet. */
export function sizeOf(file: string): number {
  return statSync(file).size + (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0);
}

/**
 * Opens an existing log for reading, also while a server writes it, and closes it after `read`.
 *
 * @throws OperationError when there is no such file; StoreError when it is damaged.
 */
export async function withLogFile<T>(file: string, read: (database: DatabaseSync) => T | Promise<T>): Promise<T> {
  requireLog(file);
  try {
    const database = openDatabase({ file, readOnly: true });
    try {
      return await read(database);
    } finally {
      database.close();
    }
  } catch (error) {
    throw asStoreError(error);
  }
}
