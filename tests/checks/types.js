// Checks the types of everything with the fast compiler: the code that runs in Node, and the console.
import { runTool } from "./run.js";

const projects = ["tsconfig.json", "apps/console/tsconfig.json"];
const codes = projects.map((project) => runTool("ts7/bin/tsc", ["--project", project]));
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;
