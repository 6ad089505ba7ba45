import type { DatabaseSync } from "node:sqlite";
import { existsSync } from "node:fs";
import { openDatabase } from "../storage/openDatabase.ts";
import { asStoreError } from "../storage/sqliteFailure.ts";

/** A log cannot be used for what was asked. The message says what to do. */
export class OperationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "OperationError";
  }
}

/**
 * Opens an existing log for reading, also while a server writes it, and closes it after `read`.
 *
 * @throws OperationError when there is no such file; StoreError when it is damaged.
 */
export async function withLogFile<T>(file: string, read: (database: DatabaseSync) => T | Promise<T>): Promise<T> {
  if (!existsSync(file)) throw new OperationError(`There is no event log at ${file}`);
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
