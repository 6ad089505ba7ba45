import { spawn } from "node:child_process";
import { join } from "node:path";
import { findRoot } from "@ballast/cli";

/** What a run of `ballast` left. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What it printed, parsed, when it printed JSON (one value). */
  readonly json: unknown;
}

/** The shim behind `npx ballast`. */
export const shim = (): string => join(findRoot(), "apps", "cli", "bin", "ballast.js");

/** What concerns this machine rather than an instance. */
const kept = new Set(["BALLAST_CACHE", "BALLAST_BUILT"]);

/** This process's environment without what configures a Ballast. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("BALLAST_") || kept.has(name)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Runs `ballast` as a user would. */
export function runCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [shim(), ...args], { env: { ...plainEnvironment(), ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => { stdout += text; });
    child.stderr.setEncoding("utf8").on("data", (text: string) => { stderr += text; });
    child.once("error", reject);
    child.once("close", (code) => { resolve({ code: code ?? 1, stdout, stderr, json: parsed(stdout) }); });
  });
}
