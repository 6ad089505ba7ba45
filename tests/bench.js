// `npm run bench -- [NAME…]`: runs on Node ≥ 20 with nothing installed; the benchmarks themselves run on Node ≥ 24.
import { join } from "node:path";
import { ensureInstalled } from "../apps/cli/bin/install.js";
import { findNode, noNode, root, runProgram } from "../apps/cli/bin/node24.js";

const node = ensureInstalled({ tools: true }) ? findNode() : undefined;
if (node === undefined) {
  console.error(noNode);
  process.exitCode = 1;
} else {
  const flags = ["--expose-gc", "--disable-warning=ExperimentalWarning", "--import", "tsx"];
  process.exitCode = await runProgram(node, [...flags, join(root, "tests", "bench", "index.ts"), ...process.argv.slice(2)]);
}
