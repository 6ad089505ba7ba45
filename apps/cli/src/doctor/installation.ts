import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { findRoot } from "../root.ts";
import { baseFolder } from "../start/folders.ts";
import { cacheFolder, cachedBinary, hashOf } from "../start/temporal/acquire.ts";
import { buildFor, temporalVersion, thisMachine } from "../start/temporal/pinned.ts";
import type { Finding } from "./finding.ts";
import { ok } from "./finding.ts";

const wantedNode = 24;

/** The Node this runs on. */
export function checkNode(version = process.versions.node): Finding {
  const name = "Node";
  if (Number(version.split(".")[0]) >= wantedNode) return ok(name, version);
  return {
    name, status: "fail", detail: `${version} is too old`,
    fix: `Install Node ${String(wantedNode)} or newer, or run \`npm install --include=optional\`.`,
  };
}

/** Whether the packages are installed as the lock file says. */
export async function checkPackages(): Promise<Finding> {
  const name = "Packages";
  const installer: unknown = await import(new URL("../../bin/install.js", import.meta.url).href);
  const isInstalled = typeof installer === "object" && installer !== null && "isInstalled" in installer ? installer.isInstalled : undefined;
  if (typeof isInstalled === "function" && isInstalled() === true) return ok(name, "as package-lock.json says");
  return { name, status: "fail", detail: "not those of package-lock.json", fix: "Run `npm start` or `npm ci`." };
}

/** Finds a program on PATH. */
export function onPath(program: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** Whether a Temporal server's program is at hand. */
export async function checkTemporalProgram(): Promise<Finding> {
  const name = "Temporal program";
  const configured = process.env["BALLAST_TEMPORAL"];
  if (configured !== undefined) return ok(name, `not needed: ${configured} is configured`);
  const cached = cachedBinary(cacheFolder());
  if (existsSync(cached)) {
    if ((await hashOf(cached)) === buildFor(thisMachine())?.sha256) return ok(name, `${temporalVersion} in the cache, checksum right`);
    return {
      name, status: "fail", detail: "the cached program has another checksum", fix: `Delete ${dirname(cached)} and run \`npm start\`.`,
    };
  }
  const found = onPath("temporal");
  if (found !== undefined) return ok(name, found);
  return {
    name, status: "warn", detail: "not here yet", fix: "`npm start` gets it; without a network put it on PATH or set BALLAST_TEMPORAL.",
  };
}

/** Whether the browser that makes PDFs, and that `npm test` drives, is there. */
export function checkChromium(): Finding {
  const name = "Chromium";
  const given = process.env["BALLAST_CHROMIUM"] ?? process.env["CHROMIUM"];
  const found = given ?? ["chromium", "chromium-browser", "google-chrome"].map(onPath).find((path) => path !== undefined);
  if (found !== undefined && existsSync(found)) return ok(name, found);
  return {
    name, status: "warn", detail: "not found: no PDFs are made, and the browser tests are skipped",
    fix: "Install it (`apt-get install chromium`), or set CHROMIUM to its path.",
  };
}

/** Whether the data folder can be written to. */
export function checkDataFolder(data?: string): Finding {
  const name = "Data folder";
  const folder = baseFolder(data);
  const existing = existsSync(folder) ? folder : dirname(folder);
  try {
    accessSync(existing, constants.W_OK);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return { name, status: "fail", detail: `${folder}: ${error.message}`, fix: "Choose another with `--data DIR`, or correct its rights." };
  }
  return ok(name, existsSync(folder) ? folder : `${folder} (made at the first start)`);
}

/** Whether what runs was built from something, and when. */
export function checkBuild(): Finding {
  const bundle = join(findRoot(), "apps", "cli", "dist", "api.js");
  if (existsSync(bundle)) return ok("Build", `of ${statSync(bundle).mtime.toISOString()}`);
  return { name: "Build", status: "warn", detail: "nothing built yet", fix: "`npm start` builds what is needed." };
}
