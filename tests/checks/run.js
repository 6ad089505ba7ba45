// Runs one tool of the checks and hands its exit code on.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Runs a script of an installed package from the root; `options` are Node's own. @returns {number} its exit code */
export function runTool(script, args, options = []) {
  const given = [...options, join(root, "node_modules", script), ...args];
  return spawnSync(process.execPath, given, { cwd: root, stdio: "inherit" }).status ?? 1;
}
