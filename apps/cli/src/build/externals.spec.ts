import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { externalsPlugin, packageOf } from "./externals.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-externals-"));
  mkdirSync(join(folder, "node_modules", "left"), { recursive: true });
  mkdirSync(join(folder, "service"));
  writeFileSync(join(folder, "service", "main.ts"), `import "left/sub"; import "node:fs";`);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const bundle = () =>
  build({
    entryPoints: [join(folder, "service", "main.ts")], bundle: true, write: false, logLevel: "silent", format: "esm",
    plugins: [externalsPlugin(join(folder, "dist"))],
  });

test("packages stay outside the bundle", async () => {
  const { outputFiles } = await bundle();
  expect(outputFiles[0]?.text).toContain(`import "left/sub"`);
});

test("a package that the bundle would find in another version is refused", async () => {
  mkdirSync(join(folder, "service", "node_modules", "left"), { recursive: true });
  await expect(bundle()).rejects.toThrow(/left would be .* in the bundle but is .*service/);
});

test.for([
  ["@scope/name/sub/path", "@scope/name"],
  ["name/sub", "name"],
  ["name", "name"],
] as const)("%s belongs to the package %s", ([specifier, name]) => {
  expect(packageOf(specifier)).toBe(name);
});
