// Lints everything: the console, then the rest. Each part holds the types of its own project; both at once need more than a process has.
import { runTool } from "./run.js";

const codes = [["apps/console"], [".", "--ignore-pattern", "apps/console"]].map((part) => runTool("eslint/bin/eslint.js", part));
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;
