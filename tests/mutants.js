// `npm run mutants -- domain|readmodel|workflows [--sample PERCENT [--seed N]] [FILE…]`: changes the rules of a package one by one and
// says which changes no spec notices; with --sample only some, chosen by lot, and how sure the score is.
// Runs on Node ≥ 20; the tests themselves on Node ≥ 24. What was tried once is tried again only where it or its specs have changed.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled } from "../apps/cli/bin/install.js";
import { findNode, noNode, root, runProgram } from "../apps/cli/bin/node24.js";
import { scoreOf } from "./mutants/score.js";

const folders = { domain: "services/domain", readmodel: "services/readmodel", workflows: "workflows" };

const options = { sample: { type: "string" }, seed: { type: "string", default: "1" } };

async function run({ values: { sample, seed }, positionals: [name, ...files] }) {
  const folder = Object.hasOwn(folders, name ?? "") ? folders[name] : undefined;
  if (folder === undefined) {
    console.error(`Which package? npm run mutants -- ${Object.keys(folders).join("|")} [--sample PERCENT [--seed N]] [FILE…]`);
    return 1;
  }
  const node = ensureInstalled({ tools: true }) ? findNode() : undefined;
  if (node === undefined) {
    console.error(noNode);
    return 1;
  }
  const env = {
    ...process.env, BALLAST_MUTATED: folder,
    ...(files.length === 0 ? {} : { BALLAST_MUTATED_FILES: files.join(",") }),
    ...(sample === undefined ? {} : { BALLAST_MUTANTS_SHARE: String(Number(sample) / 100), BALLAST_MUTANTS_SEED: seed }),
  };
  const stryker = join(root, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
  const config = join("tests", "mutants", "stryker.config.js");
  const exitCode = await runProgram(node, ["--disable-warning=ExperimentalWarning", stryker, "run", config], env);
  if (exitCode === 0) console.log(scoreOf(join(".ballast", "mutants", `${name}.report.json`)));
  return exitCode;
}

process.chdir(root);
process.exitCode = await run(parseArgs({ options, allowPositionals: true }));
