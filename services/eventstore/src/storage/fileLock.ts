import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { sqliteCode } from "./sqliteFailure.ts";

const SQLITE_BUSY = 5;

/** Keeps every other process from writing the same log. */
export type FileLock = { release(): void };

/** Another process holds the log. */
export class LogInUseError extends Error {
  constructor(file: string, owner: string) {
    super(`The event log ${file} is in use by another process${owner}. Stop it first, or use another data folder.`);
    this.name = "LogInUseError";
  }
}

/**
 * Locks `file` for this process. The lock is an open exclusive transaction on a tiny database beside the log:
 * the operating system drops it when the process dies, however it dies, and readers of the log (backup, stats)
 * are not disturbed by it.
 *
 * @throws LogInUseError when another process holds it.
 */
export function lockFile(file: string): FileLock {
  const guard = new DatabaseSync(`${file}.lock`);
  try {
    guard.exec("PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    guard.close();
    const code = sqliteCode(error);
    if (code !== undefined && (code & 0xff) === SQLITE_BUSY) throw new LogInUseError(file, readOwner(file));
    throw error;
  }
  try {
    writeFileSync(`${file}.owner`, String(process.pid));
  } catch (error) {
    guard.close();
    throw error;
  }
  return {
    release() {
      rmSync(`${file}.owner`, { force: true });
      guard.close();
    },
  };
}

function readOwner(file: string): string {
  try {
    return ` (process ${readFileSync(`${file}.owner`, "utf8")})`;
  } catch {
    return "";
  }
}
