import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { findRoot } from "../root.ts";
import { reasonOf, StartFailure } from "./failure.ts";

/** Which of the two instances below one data folder: the demonstration or one that starts with nothing in it. */
export type Mode = "demo" | "empty";

const pointer = "current";

/** The data folder that holds both instances: `--data`, `BALLAST_DATA`, or `.ballast` at the repository's root. */
export function baseFolder(data?: string): string {
  const chosen = data ?? process.env["BALLAST_DATA"];
  return chosen === undefined || chosen === "" ? join(findRoot(), ".ballast") : resolve(chosen);
}

/**
 * Creates an instance's folder (readable by its owner only) and makes it the current one.
 * @throws {StartFailure} where that may not be, or cannot
 */
export function openInstanceFolder(base: string, mode: Mode): string {
  const folder = join(base, mode);
  try {
    makeFolder(join(folder, "logs"));
    writeFileSync(join(base, pointer), `${mode}\n`);
    return folder;
  } catch (error) {
    throw new StartFailure(
      "Data folder",
      `${base} cannot be used: ${reasonOf(error)}.`,
      "Choose another with `--data DIR`, or correct its rights.",
    );
  }
}

/** Level by level: Node's own recursive way never ends where the file system answers "no such entry" to everything. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/**
 * The folder of the instance that was started last below a data folder; the data folder itself where it is an
 * instance's own (the processes get that one as `BALLAST_DATA`).
 * @returns undefined where nothing was started yet
 */
export function currentFolder(data?: string): string | undefined {
  const base = baseFolder(data);
  if (existsSync(join(base, pointer))) return join(base, readFileSync(join(base, pointer), "utf8").trim());
  return existsSync(join(base, "instance.json")) ? base : undefined;
}
