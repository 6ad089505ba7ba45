import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { externalsPlugin, packageFolder, packageOf } from "./externals.ts";

/** Where the code of the read model begins: what it folds, and the engine that folds it. */
const sources = ["services/readmodel/src/model.ts", "services/readmodel/src/engine/engine.ts"];

/** The module whose hash is replaced. */
const place = /[\\/]readmodel[\\/]src[\\/]engine[\\/]codeHash\.ts$/;

/**
 * A hash of the code that decides what a read model holds, whatever file of whatever package it stands in, and of the
 * versions of the packages that it uses. Comments and spaces do not count. `plugins` may read other sources than the disk's.
 */
export async function readModelCodeHash(root: string, plugins: readonly Plugin[] = []): Promise<string> {
  const { outputFiles, metafile } = await build({
    entryPoints: sources.map((source) => join(root, source)),
    outdir: join(root, "hashed"),
    bundle: true,
    minifyWhitespace: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "esm",
    tsconfig: join(root, "tsconfig.base.json"),
    logLevel: "warning",
    plugins: [externalsPlugin(root), ...plugins],
  });
  const used = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external === true).map(({ path }) => path),
  );
  const packages = [...new Set(used.filter((path) => !isBuiltin(path)).map(packageOf))].toSorted();
  const versions = await Promise.all(packages.map(async (name) => [name, await versionOf(name, root)]));
  const hash = createHash("sha256").update(JSON.stringify(versions));
  for (const { text } of outputFiles) hash.update(text);
  return hash.digest("hex");
}

async function versionOf(name: string, root: string): Promise<string> {
  const file = join(packageFolder(name, root) ?? join(root, "node_modules", name), "package.json");
  return (JSON.parse(await readFile(file, "utf8")) as { version: string }).version;
}

/** esbuild plugin: puts the hash where the read model looks for it. */
export function readModelCodePlugin(hash: string): Plugin {
  return {
    name: "read model's code",
    setup({ onLoad }) {
      onLoad({ filter: place }, () => ({ contents: `export const codeHash = ${JSON.stringify(hash)};`, loader: "ts" }));
    },
  };
}
