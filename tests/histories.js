// `npm run histories [ramps | acceptances | actions | reviews | askings]`: records workflow histories for the replay tests. Runs on
// Node ≥ 20; the recording itself on Node ≥ 24.
import { join } from "node:path";
import { ensureInstalled } from "../apps/cli/bin/install.js";
import { findNode, noNode, root, runProgram } from "../apps/cli/bin/node24.js";

const node = ensureInstalled({ tools: true }) ? findNode() : undefined;
if (node === undefined) {
  console.error(noNode);
  process.exitCode = 1;
} else {
  process.exitCode = await runProgram(node, [
    "--disable-warning=ExperimentalWarning",
    "--import",
    "tsx",
    join(root, "tests", "harness", "recordHistories.ts"),
    ...process.argv.slice(2),
  ]);
}
