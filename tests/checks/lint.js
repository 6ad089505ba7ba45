// Lints everything: the console, then the rest. Each part holds the types of its own project; both at once need more than a process has.
import { runTool } from "./run.js";

/** The types of everything but the console are more than the four gigabytes that Node gives a process by itself. */
const room = ["--max-old-space-size=8192"];
const parts = [["apps/console"], [".", "--ignore-pattern", "apps/console"]];
const codes = parts.map((part) => runTool("eslint/bin/eslint.js", part, room));
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;
