import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { reasonOf, StartFailure } from "./failure.ts";
import { readInstance } from "./instance.ts";

/**
 * Takes an instance's folder for this process. The lock is the operating system's own on an SQLite file, so it is gone
 * with the process however that ends: nothing stale is left to be removed by hand.
 * @returns what gives the folder free again
 * @throws {StartFailure} when another process has it
 */
export function lockFolder(folder: string): () => void {
  const database = openLock(folder);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!(error instanceof Error && error.message.includes("locked"))) throw error;
    const other = readInstance(folder);
    const who = other === undefined ? "another process" : `process ${String(other.supervisor.pid)}, which serves ${other.url}`;
    throw new StartFailure(
      "Data folder",
      `${folder} is in use by ${who}.`,
      "Use that one, stop it first, or start beside it with `--data DIR --port N`.",
    );
  }
  // A start that failed frees the folder when it stops its parts, and once more when it gives up.
  return () => {
    if (database.isOpen) database.close();
  };
}

function openLock(folder: string): DatabaseSync {
  try {
    return new DatabaseSync(join(folder, "lock"));
  } catch (error) {
    throw new StartFailure(
      "Data folder",
      `${folder} cannot be written to: ${reasonOf(error)}.`,
      "Start as the user who owns it, correct its rights, or choose another with `--data DIR`.",
    );
  }
}
