import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, backup } from "node:sqlite";
import { lockFile } from "../storage/fileLock.ts";
import { removeHeadFile } from "../storage/headFile.ts";
import type { OnProgress } from "./progress.ts";
import { OperationError, withLogFile } from "./readLog.ts";
import { verifyLog } from "./verify.ts";

/** What was copied. */
export type BackupResult = { readonly file: string; readonly events: number };

/** Where from and where to. */
export type BackupRequest = { readonly from: string; readonly to: string; readonly onProgress?: OnProgress };

/** What was restored, and where what was there before is now. */
export type RestoreResult = BackupResult & { readonly before: string | undefined };

/** Pages a step, so that a running server is never held up for long. */
const PAGES_PER_STEP = 1024;

/**
 * Makes a consistent copy of a log, also while a server writes it: everything acknowledged before the call is in it.
 * The copy is verified before it gets its name.
 *
 * @throws OperationError when there is no log, `to` exists, or the copy is not sound.
 */
export async function backupLog({ from, to, onProgress }: BackupRequest): Promise<BackupResult> {
  if (existsSync(to)) throw new OperationError(`${to} exists already; a backup does not overwrite`, "Name another file.");
  mkdirSync(dirname(to), { recursive: true });
  const unfinished = `${to}.unfinished`;
  rmSync(unfinished, { force: true });
  await withLogFile(from, (database) =>
    backup(database, unfinished, {
      rate: PAGES_PER_STEP,
      progress: ({ totalPages, remainingPages }) => onProgress?.(totalPages - remainingPages, totalPages, "copying pages"),
    }),
  );
  const { events, problems } = await verifyLog(unfinished, onProgress);
  if (problems.length > 0) {
    const remedy = `Verify ${from} itself; what was copied is kept as ${unfinished}.`;
    throw new OperationError(`The copy of ${from} is not sound: ${problems.join("; ")}`, remedy);
  }
  dropSidecars(unfinished);
  renameSync(unfinished, to);
  return { file: to, events };
}

/**
 * Puts a backup in the place of a log that is not in use. What was there is kept beside it, with `.before-restore`.
 *
 * @throws OperationError when the backup is not sound; LogInUseError while a server runs.
 */
export async function restoreLog({ from, to, onProgress }: BackupRequest): Promise<RestoreResult> {
  const { events, problems } = await verifyLog(from, onProgress);
  if (problems.length > 0) {
    throw new OperationError(`${from} is not a sound backup: ${problems.join("; ")}`, "Restore an older one.");
  }
  mkdirSync(dirname(to), { recursive: true });
  const lock = lockFile(to);
  try {
    const arriving = `${to}.arriving`;
    copyFileSync(from, arriving);
    const before = existsSync(to) ? setAside(to) : undefined;
    // The log goes back on purpose.
    removeHeadFile(to);
    renameSync(arriving, to);
    return { file: to, events, before };
  } finally {
    lock.release();
  }
}

/** Gives a log another name, one that nothing has yet. */
function setAside(file: string): string {
  foldJournal(file);
  let aside = `${file}.before-restore`;
  for (let n = 2; existsSync(aside); n += 1) aside = `${file}.before-restore-${n}`;
  renameSync(file, aside);
  dropSidecars(file);
  return aside;
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
