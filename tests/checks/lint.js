// Lints everything, part by part: each holds the types of its own project and of what it imports, and all of them at once need more than
// the four gigabytes that a process has.
import { runTool } from "./run.js";

const apart = ["apps/console", "apps/api", "tests"];
const rest = [".", ...apart.flatMap((part) => ["--ignore-pattern", part])];
const codes = [...apart.map((part) => [part]), rest].map((part) => runTool("eslint/bin/eslint.js", part));
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;
