// Runs every package's generator (`src/generate.ts`). With --check it fails when a committed file changed by that:
// somebody changed what it is made from and did not commit the result.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.js";

const parents = ["services", "apps"];
const packages = [
  "schema",
  "workflows",
  ...parents.flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`)),
];
const generators = packages.map((name) => `${name}/src/generate.ts`).filter((path) => existsSync(join(root, path)));

const state = () => execFileSync("git", ["status", "--porcelain", "--untracked-files=all"], { cwd: root, encoding: "utf8" });
const contents = () => execFileSync("git", ["diff"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });

const checking = process.argv.includes("--check");
const before = checking ? state() + contents() : "";
for (const generator of generators) {
  const done = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", "--import", "tsx", generator], {
    cwd: root, stdio: "inherit",
  });
  if (done.status !== 0) {
    console.error(`${generator} failed.`);
    process.exit(1);
  }
}
if (checking && state() + contents() !== before) {
  console.error(`Generated files are not up to date: run \`npm run generate\` and commit the result.\n${state()}`);
  process.exitCode = 1;
} else {
  console.log(`${generators.length} generators ran: ${generators.join(", ")}`);
}
