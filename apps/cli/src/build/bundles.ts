import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withoutUnused } from "@ballast/workflows/bundling";
import { build } from "esbuild";
import { findRoot } from "../root.ts";
import { compacted } from "./compacted.ts";
import { bundleOf, bundlesBySource, distFolder, workflowBundle, workflowInterceptors, workflowsSource } from "./entries.ts";
import type { Entry } from "./entries.ts";
import { externalsPlugin } from "./externals.ts";
import { placesPlugin } from "./places.ts";
import { readModelCodePlugin } from "./readModelCode.ts";

/**
 * Bundles one process into a single file that starts in a fraction of a second. `codeHash` is the read model's.
 * @throws esbuild's error with the places in the sources
 */
export async function bundleEntry(entry: Entry, codeHash: string): Promise<void> {
  const source = join(findRoot(), entry.source);
  const bundle = bundleOf(entry.name);
  const { outputFiles } = await build({
    entryPoints: { [entry.name]: source },
    outdir: distFolder(),
    // What a command line loads only when it is needed stands in files of its own, beside it.
    splitting: true,
    chunkNames: `${entry.name}.[name]-[hash]`,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    sourcemap: "linked",
    // Where something failed is named by its line; the lines themselves, in every process' memory, are not needed for that.
    sourcesContent: false,
    // type-graphql names GraphQL types after classes; a bundle may otherwise rename them.
    keepNames: true,
    tsconfig: join(findRoot(), "tsconfig.base.json"),
    logLevel: "warning",
    write: false,
    plugins: [externalsPlugin(distFolder()), readModelCodePlugin(codeHash), placesPlugin(source, bundle, bundlesBySource())],
  });
  await mkdir(distFolder(), { recursive: true });
  await Promise.all(outputFiles.map(({ path, text }) => writeFile(path, inAscii(text))));
}

/**
 * One character that is not ASCII, be it in a comment, and Node keeps all of a file's source with two bytes for each of its characters for
 * as long as the process lives. Written as its escape it means the same in strings and expressions, which is where esbuild leaves any.
 */
export const inAscii = (code: string): string =>
  code.replace(/[^\0-\x7f]/gu, (character) => character.split("").map(escaped).join(""));

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Bundles the workflows for Temporal's sandbox; nothing where there are none. */
export async function bundleWorkflows(): Promise<boolean> {
  const workflowsPath = join(findRoot(), workflowsSource);
  if (!existsSync(workflowsPath)) return false;
  const { bundleWorkflowCode, DefaultLogger } = await import("@temporalio/worker");
  const { code } = await bundleWorkflowCode({
    workflowsPath, workflowInterceptorModules: [join(findRoot(), workflowInterceptors)], logger: new DefaultLogger("WARN"),
    webpackConfigHook: withoutUnused,
  });
  await writeFile(workflowBundle(), inAscii(await compacted(code)));
  return true;
}
