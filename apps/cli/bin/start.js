// `npm start`: runs on Node ≥ 20 with nothing installed, then hands over to `ballast start` on Node ≥ 24.
import { join } from "node:path";
import { ensureInstalled } from "./install.js";
import { findNode, noNode, root, runProgram, watchedEnvironment } from "./node24.js";

if (ensureInstalled()) {
  const node = findNode();
  if (node === undefined) {
    console.error(noNode);
    process.exitCode = 1;
  } else {
    const program = join(root, "apps", "cli", "bin", "ballast.js");
    process.exitCode = await runProgram(node, [program, "start", ...process.argv.slice(2)], watchedEnvironment());
  }
} else {
  process.exitCode = 1;
}
