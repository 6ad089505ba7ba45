import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, backup } from "node:sqlite";
import { lockFile } from "../storage/fileLock.ts";
import { OperationError, withLogFile } from "./readLog.ts";
import { verifyLog } from "./verify.ts";

/** What was copied. */
export type BackupResult = { readonly file: string; readonly events: number };

/** Where from and where to. `onProgress` gets pages done and pages in all. */
export type BackupRequest = {
  readonly from: string;
  readonly to: string;
  readonly onProgress?: (done: number, total: number) => void;
};

/** Pages a step, so that a running server is never held up for long. */
const PAGES_PER_STEP = 1024;

/**
 * Makes a consistent copy of a log, also while a server writes it: everything acknowledged before the call is in it.
 * The copy is verified before it gets its name.
 *
 * @throws OperationError when there is no log, `to` exists, or the copy is not sound.
 */
export async function backupLog({ from, to, onProgress }: BackupRequest): Promise<BackupResult> {
  if (existsSync(to)) throw new OperationError(`${to} exists already; a backup does not overwrite`);
  mkdirSync(dirname(to), { recursive: true });
  const unfinished = `${to}.unfinished`;
  rmSync(unfinished, { force: true });
  await withLogFile(from, (database) =>
    backup(database, unfinished, {
      rate: PAGES_PER_STEP,
      progress: ({ totalPages, remainingPages }) => onProgress?.(totalPages - remainingPages, totalPages),
    }),
  );
  const { events, problems } = await verifyLog(unfinished);
  if (problems.length > 0) throw new OperationError(`The copy of ${from} is not sound: ${problems.join("; ")}`);
  dropSidecars(unfinished);
  renameSync(unfinished, to);
  return { file: to, events };
}

/**
 * Puts a backup in the place of a log that is not in use. What was there is kept beside it, with `.before-restore`.
 *
 * @throws OperationError when the backup is not sound; LogInUseError while a server runs.
 */
export async function restoreLog({ from, to }: { from: string; to: string }): Promise<BackupResult> {
  const { events, problems } = await verifyLog(from);
  if (problems.length > 0) throw new OperationError(`${from} is not a sound backup: ${problems.join("; ")}`);
  mkdirSync(dirname(to), { recursive: true });
  const lock = lockFile(to);
  try {
    const arriving = `${to}.arriving`;
    copyFileSync(from, arriving);
    if (existsSync(to)) {
      foldJournal(to);
      renameSync(to, `${to}.before-restore`);
      dropSidecars(to);
    }
    renameSync(arriving, to);
    return { file: to, events };
  } finally {
    lock.release();
  }
}

/** Brings what is only in the write-ahead file into the log itself. */
function foldJournal(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}

function dropSidecars(file: string): void {
  for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
}
