// Plain JavaScript: builds what changed, before anything that is built is loaded. turbo keeps results by the sources' hash.
import { spawn } from "node:child_process";
import { utimesSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findNode, root } from "./node24.js";

/** The bundle of the command line. */
export const cliBundle = join(root, "apps", "cli", "dist", "cli.js");

const quiet = { TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1", DO_NOT_TRACK: "1", FORCE_COLOR: "0" };

/** Runs turbo; signals end it and then this process. @returns {Promise<{code: number | null, output: string}>} */
function runTurbo() {
  const path = `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`;
  const args = [join(root, "node_modules", "turbo", "bin", "turbo"), "run", "build", "--output-logs=errors-only"];
  const child = spawn(findNode(), args, { cwd: root, env: { ...process.env, ...quiet, PATH: path }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const end = (signal) => {
    child.kill(signal);
    process.exit(0);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, end);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      for (const signal of signals) process.off(signal, end);
      resolve({ code, output });
    });
  });
}

/**
 * Builds what changed since the last build and says how long that took. `BALLAST_BUILT` says that it was just done.
 * @returns {Promise<boolean>} false when it failed; what the tools said has then been printed
 */
export async function ensureBuilt() {
  if (process.env.BALLAST_BUILT === "1") return true;
  const since = performance.now();
  const terminal = process.stdout.isTTY;
  if (terminal) process.stdout.write("  … Build");
  const { code, output } = await runTurbo();
  const took = `${((performance.now() - since) / 1000).toFixed(1)} s`;
  if (terminal) process.stdout.write("\r\u001b[2K");
  if (code !== 0) {
    console.error(`\n  The sources could not be built.\n${output.trim()}\n  Correct the sources, or return to a version that builds.`);
    return false;
  }
  console.log(`  ✓ ${"Build".padEnd(18)}${took.padStart(7)}`);
  // The bundle is used only while it is younger than its sources, and turbo may have restored an older one.
  utimesSync(cliBundle, new Date(), new Date());
  return true;
}
