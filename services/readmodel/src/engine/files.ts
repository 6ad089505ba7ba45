import { existsSync, renameSync, rmSync } from "node:fs";

/** SQLite keeps two more files beside a database in WAL mode. */
const PARTS = ["", "-wal", "-shm"];

/** Where a successor is built. */
export const successorOf = (file: string): string => `${file}.next`;

/** In memory: for tests and short-lived tools. */
export const isInMemory = (file: string): boolean => file === ":memory:";

export const isThere = (file: string): boolean => !isInMemory(file) && existsSync(file);

/** Deletes a database with all its parts. */
export function removeDatabase(file: string): void {
  if (isInMemory(file)) return;
  for (const part of PARTS) rmSync(`${file}${part}`, { force: true });
}

/** Puts a closed database in the place of another closed one. */
export function replaceDatabase(from: string, to: string): void {
  removeDatabase(to);
  for (const part of PARTS.toReversed()) if (existsSync(`${from}${part}`)) renameSync(`${from}${part}`, `${to}${part}`);
}
