// `npm run mutants -- domain|readmodel|workflows [FILE…]`: changes the rules of a package one by one and says which changes no spec
// notices.
// Runs on Node ≥ 20; the tests themselves on Node ≥ 24. What was tried once is tried again only where it or its specs have changed.
import { join } from "node:path";
import { ensureInstalled } from "../apps/cli/bin/install.js";
import { findNode, noNode, root, runProgram } from "../apps/cli/bin/node24.js";

const folders = { domain: "services/domain", readmodel: "services/readmodel", workflows: "workflows" };

async function run([name, ...files]) {
  const folder = Object.hasOwn(folders, name ?? "") ? folders[name] : undefined;
  if (folder === undefined) {
    console.error(`Which package? npm run mutants -- ${Object.keys(folders).join("|")} [FILE…]`);
    return 1;
  }
  const node = ensureInstalled({ tools: true }) ? findNode() : undefined;
  if (node === undefined) {
    console.error(noNode);
    return 1;
  }
  const env = { ...process.env, BALLAST_MUTATED: folder, ...(files.length === 0 ? {} : { BALLAST_MUTATED_FILES: files.join(",") }) };
  const stryker = join(root, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
  return runProgram(node, ["--disable-warning=ExperimentalWarning", stryker, "run", join("tests", "mutants", "stryker.config.js")], env);
}

process.chdir(root);
process.exitCode = await run(process.argv.slice(2));
