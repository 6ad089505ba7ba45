import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { utimes } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findRoot } from "../root.ts";
import { bundleOf } from "./entries.ts";

/** Why a build failed, with what the tools printed. */
export class BuildFailed extends Error {
  /** The tools' own words. */
  readonly output: string;
  constructor(output: string) {
    super("The build failed.");
    this.name = "BuildFailed";
    this.output = output;
  }
}

const quiet = { TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1", DO_NOT_TRACK: "1", FORCE_COLOR: "0" };

/**
 * Builds what changed since the last build; turbo keeps the results by the hash of the sources.
 * @param signal ends it before its time
 * @throws {BuildFailed} with the output of the tools
 */
export async function buildChanged(signal?: AbortSignal): Promise<void> {
  const root = findRoot();
  const path = `${join(root, "node_modules", ".bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  const turbo = join(root, "node_modules", "turbo", "bin", "turbo");
  const child = spawn(process.execPath, [turbo, "run", "build", "--output-logs=errors-only", "--no-update-notifier"], {
    cwd: root,
    signal,
    env: { ...process.env, ...quiet, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new BuildFailed(output);
  // The `ballast` shim uses the bundle only while it is younger than its sources, and turbo may have restored an old one.
  const now = new Date();
  if (existsSync(bundleOf("cli"))) await utimes(bundleOf("cli"), now, now);
}
