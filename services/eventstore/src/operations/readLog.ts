import type { DatabaseSync } from "node:sqlite";
import { existsSync, statSync } from "node:fs";
import { openDatabase } from "../storage/openDatabase.ts";
import { asStoreError, sqliteCode } from "../storage/sqliteFailure.ts";

/** Primary result codes with which SQLite refuses to put files beside a log. */
const CANNOT_PREPARE: ReadonlySet<number> = new Set([8, 14]);

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

/**
 * SQLite makes files beside a log even to read it. Where it may not, as on a read-only disk, nobody can be writing, and
 * what is in the file is all there is, unless a server that was killed left some beside it.
 */
function openForReading(file: string): DatabaseSync {
  try {
    return openDatabase({ file, readOnly: true });
  } catch (error) {
    const left = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (left > 0 || !CANNOT_PREPARE.has((sqliteCode(error) ?? 0) & 0xff)) throw error;
    return openDatabase({ file, readOnly: true, immutable: true });
  }
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
    const database = openForReading(file);
    try {
      return await read(database);
    } finally {
      database.close();
    }
  } catch (error) {
    throw asStoreError(error);
  }
}
