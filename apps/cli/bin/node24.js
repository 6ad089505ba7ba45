// Plain JavaScript that Node 20 parses: finds a Node ≥ 24 and hands a program over to it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, from this file's place and never from the working directory. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

const needed = 24;
const major = (version) => Number(version.replace(/^v/, "").split(".")[0]);

/** @returns {boolean} whether this very process is new enough */
export const isNew = () => major(process.versions.node) >= needed;

/** PATH without the packages' own programs: an install replaces those while it runs. */
export function systemPath() {
  const entries = (process.env.PATH ?? "").split(delimiter);
  return entries.filter((entry) => !entry.includes(join("node_modules", ".bin"))).join(delimiter);
}

/** @returns {string | undefined} a Node ≥ 24: the installed package, this process, or one on PATH */
export function findNode() {
  const packaged = join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(packaged)) return packaged;
  if (isNew()) return process.execPath;
  for (const folder of systemPath().split(delimiter)) {
    const candidate = join(folder, process.platform === "win32" ? "node.exe" : "node");
    if (!existsSync(candidate)) continue;
    const asked = spawnSync(candidate, ["--version"], { encoding: "utf8" });
    if (asked.status === 0 && major(asked.stdout.trim()) >= needed) return candidate;
  }
  return undefined;
}

/** Tells a supervisor whose end is to be its own: it may look only after that has already happened. */
export const watchedEnvironment = () => ({ ...process.env, BALLAST_PARENT: String(process.pid) });

/** What to say where no Node ≥ 24 is to be had. */
export const noNode = [
  `Ballast runs on Node ${needed} or newer; this is Node ${process.versions.node} on ${process.platform}-${process.arch}.`,
  "On linux-x64 and linux-arm64 it installs its own: run `npm install --include=optional` in the repository.",
  `Elsewhere install Node ${needed} from https://nodejs.org/en/download and put it on PATH.`,
].join("\n");

/**
 * Runs a program to its end, passing signals on. Ends it too when this process's own parent is gone,
 * which a signal would not tell.
 * @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} the exit code, 128 + n after signal n
 */
export function runProgram(program, args, env = process.env) {
  const child = spawn(program, args, { stdio: "inherit", env });
  const pass = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearInterval(watch);
      for (const passed of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(passed, pass);
      resolve(code ?? 128 + signalNumber(signal));
    });
  });
}

const signalNumber = (signal) => ({ SIGHUP: 1, SIGINT: 2, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 })[signal] ?? 1;
