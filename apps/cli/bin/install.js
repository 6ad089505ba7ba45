// Plain JavaScript that Node 20 parses: installs the packages when they are missing or not those of the lock file.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, systemPath } from "./node24.js";

const modules = join(root, "node_modules");
const stamp = join(modules, ".ballast-lock");
const lockFile = join(root, "package-lock.json");

const lockHash = () => createHash("sha256").update(readFileSync(lockFile)).digest("hex");

/** Whether what npm says it installed is what the lock file asks for: true after an install by hand. */
function sameAsLock() {
  const hidden = join(modules, ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, "utf8")).packages);
  const present = JSON.parse(readFileSync(hidden, "utf8")).packages;
  return wanted.every(([path, entry]) => {
    if (path === "" || entry.link || !path.includes("node_modules/")) return true;
    if (present[path] === undefined) return entry.optional === true || entry.peer === true;
    return present[path].version === entry.version && existsSync(join(root, path));
  });
}

/** @returns {boolean} whether the installed packages are those of the lock file (no network is used) */
export function isInstalled() {
  if (!existsSync(modules)) return false;
  if (existsSync(stamp) && readFileSync(stamp, "utf8").trim() === lockHash()) return true;
  if (!sameAsLock()) return false;
  writeFileSync(stamp, `${lockHash()}\n`);
  return true;
}

/** npm as a program: the one that runs us where there is one, run by a Node outside node_modules. */
function npm() {
  const script = process.env.npm_execpath;
  const node = process.execPath.startsWith(modules) ? "node" : process.execPath;
  return script?.endsWith(".js") && existsSync(script) ? [node, [script]] : ["npm", []];
}

/**
 * Installs exactly the lock file's packages, once per lock file.
 * @returns {boolean} false when it failed; npm has then said why
 */
export function ensureInstalled() {
  if (isInstalled()) return true;
  console.log(existsSync(modules) ? "Packages are not those of package-lock.json: installing." : "First start: installing packages (a minute or two).");
  const [program, first] = npm();
  const env = { ...process.env, PATH: systemPath(), NODE_ENV: "development" };
  const done = spawnSync(program, [...first, "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root, stdio: "inherit", env });
  if (done.status !== 0) {
    console.error("\nInstalling the packages failed (npm's reason is above). It needs the network once; run the same command again afterwards.");
    return false;
  }
  writeFileSync(stamp, `${lockHash()}\n`);
  return true;
}

