// Plain JavaScript that Node 20 parses: installs the packages when they are missing or not those of the lock file.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, systemPath } from "./node24.js";

const modules = join(root, "node_modules");
const stamp = join(modules, ".ballast-lock");
const lockFile = join(root, "package-lock.json");

const lockHash = () => createHash("sha256").update(readFileSync(lockFile)).digest("hex");

/** What the stamp says of an installation: the lock file's hash, and `tools` where the tools of development are there too. */
const stampOf = (tools) => `${lockHash()}${tools ? " tools" : ""}\n`;

/** What npm says it has installed, by place; nothing where it did not. */
function installed() {
  const hidden = join(modules, ".package-lock.json");
  return existsSync(hidden) ? JSON.parse(readFileSync(hidden, "utf8")).packages : {};
}

/** Whether the tools of development are there, of whatever version: whoever has them works here, and keeps them. */
const hasTools = () => Object.values(installed()).some(({ dev }) => dev === true);

/** Whether what npm says it installed is what the lock file asks for: true after an install by hand. */
function sameAsLock(tools) {
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, "utf8")).packages);
  const present = installed();
  if (Object.keys(present).length === 0) return false;
  return wanted.every(([path, entry]) => {
    if (path === "" || entry.link || !path.includes("node_modules/") || (entry.dev === true && !tools)) return true;
    if (present[path] === undefined) return entry.optional === true || entry.peer === true;
    return present[path].version === entry.version && existsSync(join(root, path));
  });
}

/**
 * @param {{tools?: boolean}} [what] with the tools of development, which tests, types and lint need
 * @returns {boolean} whether the installed packages are those of the lock file (no network is used)
 */
export function isInstalled({ tools = false } = {}) {
  if (!existsSync(modules)) return false;
  const said = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (said === stampOf(true) || (!tools && said === stampOf(false))) return true;
  if (!sameAsLock(tools)) return false;
  writeFileSync(stamp, stampOf(tools));
  return true;
}

/** npm as a program: the one that runs us where there is one, run by a Node outside node_modules. */
function npm() {
  const script = process.env.npm_execpath;
  const node = process.execPath.startsWith(modules) ? "node" : process.execPath;
  return script?.endsWith(".js") && existsSync(script) ? [node, [script]] : ["npm", []];
}

/** Parts of the names by which Temporal's native parts call a system. */
const systems = { linux: "linux", darwin: "darwin", win32: "windows" };
const machines = { x64: "x86_64", arm64: "aarch64" };

/** Temporal's package brings its native part for five systems: 30 MB each, of which this machine runs one. */
function dropForeignParts() {
  const folder = join(modules, "@temporalio", "core-bridge", "releases");
  const [system, machine] = [systems[process.platform], machines[process.arch]];
  const parts = existsSync(folder) ? readdirSync(folder) : [];
  const isOwn = (name) => name.includes(system) && name.includes(machine);
  if (!parts.some(isOwn)) return;
  for (const name of parts.filter((part) => !isOwn(part))) rmSync(join(folder, name), { recursive: true, force: true });
}

/** `ci` begins anew; what has only to be added to is left in place, as something may be running from it. */
function installing(tools) {
  const kinds = [tools ? "--include=dev" : "--omit=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  return tools && isInstalled() ? ["install", "--no-save", ...kinds] : ["ci", ...kinds];
}

const saying = (tools) => {
  if (!existsSync(modules)) return "First start: installing packages (a minute or two).";
  return tools && isInstalled()
    ? "Installing what tests need beside what `npm start` does."
    : "Packages are not those of package-lock.json: installing.";
};

/**
 * Installs exactly the lock file's packages, once per lock file.
 * @param {{tools?: boolean}} [what] with the tools of development, which tests, types and lint need
 * @returns {boolean} false when it failed; npm has then said why
 */
export function ensureInstalled({ tools: wanted = false } = {}) {
  if (isInstalled({ tools: wanted })) return true;
  const tools = wanted || hasTools();
  console.log(saying(tools));
  const [program, first] = npm();
  const env = { ...process.env, PATH: systemPath(), NODE_ENV: tools ? "development" : "production" };
  const done = spawnSync(program, [...first, ...installing(tools)], { cwd: root, stdio: "inherit", env });
  if (done.status !== 0) {
    console.error(
      "\nInstalling the packages failed (npm's reason is above). It needs the network once; run the same command again afterwards.",
    );
    return false;
  }
  dropForeignParts();
  writeFileSync(stamp, stampOf(tools));
  return true;
}
