import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { findRoot } from "../root.ts";
import { bundleEntry, bundleWorkflows } from "./bundles.ts";
import { distFolder, entries } from "./entries.ts";
import { readModelCodeHash } from "./readModelCode.ts";

/** The build task of this package, called by turbo: every process and the workflow code into `dist/`. */
await rm(distFolder(), { recursive: true, force: true });
await mkdir(distFolder(), { recursive: true });
const missing = entries.filter((entry) => !existsSync(join(findRoot(), entry.source)));
if (missing.length > 0) throw new Error(`Nothing to build from: ${missing.map((entry) => entry.source).join(", ")} missing.`);
const codeHash = await readModelCodeHash(findRoot());
await Promise.all(entries.map((entry) => bundleEntry(entry, codeHash)));
await bundleWorkflows();
