import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { placesPlugin } from "./places.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast places-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("a bundled module still knows its own place, and only the entry believes to be the program", async () => {
  const place =
    "export const place = { url: import.meta.url, file: import.meta.filename, folder: import.meta.dirname, main: import.meta.main };";
  const entry = join(folder, "entry.ts");
  const bundle = join(folder, "elsewhere", "bundle.mjs");
  writeFileSync(join(folder, "inner.ts"), place);
  writeFileSync(entry, `export { place as inner } from "./inner.ts"; ${place}`);
  await build({ entryPoints: [entry], outfile: bundle, bundle: true, format: "esm", plugins: [placesPlugin(entry, bundle)] });
  const { inner, place: outer } = (await import(pathToFileURL(bundle).href)) as { inner: unknown; place: unknown };
  const expected = (file: string, main: boolean) => ({ url: pathToFileURL(file).href, file, folder, main });
  expect(inner).toEqual(expected(join(folder, "inner.ts"), false));
  expect(outer).toEqual(expected(entry, true));
});

test("what a bundled module starts, and has a bundle of its own, is that bundle", async () => {
  const entry = join(folder, "entry.ts");
  const thread = join(folder, "thread.ts");
  const bundle = join(folder, "elsewhere", "bundle.mjs");
  const own = join(folder, "elsewhere", "thread.mjs");
  const named = (path: string) => `new URL("${path}", import.meta.url).href`;
  writeFileSync(entry, `export const thread = ${named("./thread.ts")}; export const other = ${named("./other.ts")};`);
  const plugins = [placesPlugin(entry, bundle, new Map([[thread, own]]))];
  await build({ entryPoints: [entry], outfile: bundle, bundle: true, format: "esm", plugins });
  const { thread: started, other } = (await import(pathToFileURL(bundle).href)) as { thread: string; other: string };
  expect([started, other]).toEqual([pathToFileURL(own).href, pathToFileURL(join(folder, "other.ts")).href]);
});
