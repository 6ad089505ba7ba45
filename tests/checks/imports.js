// Checks who imports whom. Usage: imports.js [--root TREE] [FOLDER…]. Without folders it looks at everything, and at least
// so many modules must then have been seen: with an unsupported compiler the tool reports "no violations" over nothing.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { root } from "./run.js";

const atLeast = 600;
const everything = ["schema/src", "services", "workflows/src", "apps/api/src", "apps/cli/src", "apps/console/src", "tests"];

const [first, tree, ...rest] = process.argv.slice(2);
const elsewhere = first === "--root";
const folders = elsewhere ? rest : process.argv.slice(2);
process.chdir(elsewhere ? tree : root);

const configuration = createRequire(import.meta.url)(join(root, ".dependency-cruiser.cjs"));
const { output } = await cruise(
  folders.length > 0 ? folders : everything.filter((folder) => existsSync(folder)),
  {
    ...configuration.options, tsConfig: { fileName: join(root, "tsconfig.json") }, ruleSet: { forbidden: configuration.forbidden },
    validate: true,
  },
  undefined,
  { tsConfig: extractTSConfig(join(root, "tsconfig.json")) },
);
const { violations, totalCruised } = output.summary;
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} → ${to}`);
const tooFew = folders.length === 0 && totalCruised < atLeast;
if (tooFew) console.error(`Only ${totalCruised} modules were seen; at least ${atLeast} are there.`);
console.log(`${totalCruised} modules, ${violations.length} violations`);
process.exitCode = violations.length > 0 || tooFew ? 1 : 0;
