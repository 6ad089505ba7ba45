// Checks the types of everything with the fast compiler: the code that runs in Node, and the console. What it found out
// the last time is kept, so that only what changed, and what depends on it, is checked again.
import { runTool } from "./run.js";

const projects = ["tsconfig.json", "apps/console/tsconfig.json"];
// One checker: several would each infer the types of the same documents, in twice the memory.
const codes = projects.map((project) =>
  runTool("ts7/bin/tsc", [
    "--checkers",
    "1",
    "--project",
    project,
    "--incremental",
    "--tsBuildInfoFile",
    `node_modules/.cache/types/${project.replaceAll("/", "-")}.tsbuildinfo`,
  ]),
);
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;
