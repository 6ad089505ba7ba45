// `npm run bench -- [NAME…]`: runs on Node ≥ 20 with nothing installed; the benchmarks themselves run on Node ≥ 24.
import { join } from "node:path";
import { ensureBuilt } from "../apps/cli/bin/build.js";
import { ensureInstalled } from "../apps/cli/bin/install.js";
import { findNode, noNode, root, runProgram } from "../apps/cli/bin/node24.js";

const node = ensureInstalled({ tools: true }) ? findNode() : undefined;
if (node === undefined) {
  console.error(noNode);
  process.exitCode = 1;
} else {
  // Some ask what is built, as whoever installs Ballast has it; one that measured an older build would say nothing of this code.
  const built = await ensureBuilt();
  const flags = ["--expose-gc", "--disable-warning=ExperimentalWarning", "--import", "tsx"];
  const bench = [...flags, join(root, "tests", "bench", "index.ts"), ...process.argv.slice(2)];
  process.exitCode = built ? await runProgram(node, bench) : 1;
}
