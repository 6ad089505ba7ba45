// `npm test`: runs on Node ≥ 20 with nothing installed; every test of the project in one vitest process.
// Arguments are passed on: `npm test -- --project rules services/domain`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ensureBuilt } from "../apps/cli/bin/build.js";
import { ensureInstalled } from "../apps/cli/bin/install.js";
import { findNode, noNode, root, runProgram } from "../apps/cli/bin/node24.js";

const names = ["chromium", "chromium-browser", "google-chrome"];

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

/** Installs Chromium where this may be done without asking: as root on a system with apt. */
function provideChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    console.log("Installing Chromium for the browser tests.");
    const options = { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
    spawnSync("apt-get", ["update", "-q"], options);
    spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], options);
  }
  return findChromium();
}

/** The counts the reporter left; a run that came to no end counts as one failure. */
function closingLine(file, built, code) {
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { passed: 0, failed: 1, skipped: 0 };
  if (!built) counts.failed += 1;
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}

async function run(node) {
  const chromium = provideChromium();
  if (chromium === undefined) {
    console.log("No Chromium: the browser tests are skipped. Install it (`apt-get install chromium`) or set CHROMIUM to its path.");
  }
  // Once, before several tests could want it at the same time.
  const built = await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), "ballast-test-"));
  const counts = join(folder, "counts.json");
  const env = {
    // Every file's process loads the same packages; compiled once, they are had for a fifth less.
    NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "ballast"),
    ...process.env, BALLAST_TEST_COUNTS: counts, ...(built ? { BALLAST_BUILT: "1" } : {}),
    ...(chromium === undefined ? {} : { CHROMIUM: chromium }),
  };
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const code = await runProgram(
    node,
    ["--disable-warning=ExperimentalWarning", vitest, "run", "--root", root, ...process.argv.slice(2)],
    env,
  );
  console.log(closingLine(counts, built, code));
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = built ? code : 1;
}

const node = ensureInstalled({ tools: true }) ? findNode() : undefined;
if (node === undefined) {
  if (existsSync(join(root, "node_modules"))) console.error(noNode);
  console.log("0 passed, 1 failed, 0 skipped");
  process.exitCode = 1;
} else {
  await run(node);
}
