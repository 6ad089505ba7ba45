import { readFile } from "node:fs/promises";
import { build, type Plugin } from "esbuild";
import { expect, test } from "vitest";
import { findRoot } from "../root.ts";
import { readModelCodeHash, readModelCodePlugin } from "./readModelCode.ts";

/** The sources as they are, but for one file. */
const changed = (file: string, change: (text: string) => string): Plugin => ({
  name: "changed",
  setup({ onLoad }) {
    onLoad({ filter: new RegExp(`${file.replaceAll("/", "[\\\\/]")}$`) }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = change(text);
      expect(contents, "the test changes something").not.toBe(text);
      return { contents, loader: "ts" };
    });
  },
});
const hashWith = (file: string, change: (text: string) => string): Promise<string> =>
  readModelCodeHash(findRoot(), [changed(file, change)]);

test("a changed rule in a function that a projection calls, in another package too, is another read model", async () => {
  const today = await readModelCodeHash(findRoot());
  expect(await readModelCodeHash(findRoot()), "the same code, the same hash").toBe(today);
  const outline = await hashWith("domain/src/incident/outline.ts", (text) => text.replace(" === ", " !== "));
  const engine = await hashWith("readmodel/src/engine/rowStore.ts", (text) => text.replace("INSERT", "REPLACE"));
  expect(new Set([today, outline, engine]).size).toBe(3);
});

test("a comment changes nothing", async () => {
  const today = await readModelCodeHash(findRoot());
  expect(await hashWith("domain/src/incident/outline.ts", (text) => `// Said better.\n${text}`)).toBe(today);
});

test("the hash gets into the bundle", async () => {
  const { outputFiles } = await build({
    stdin: { contents: 'export { codeHash } from "./services/readmodel/src/engine/codeHash.ts";', resolveDir: findRoot() },
    bundle: true,
    write: false,
    format: "esm",
    plugins: [readModelCodePlugin("of today")],
  });
  expect(outputFiles[0]?.text).toContain("of today");
});
