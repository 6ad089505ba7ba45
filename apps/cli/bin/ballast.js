#!/usr/bin/env node
// The `ballast` command. Committed plain JavaScript: npm links it at install, before anything is built.
import { existsSync, readdirSync, statSync } from "node:fs";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { cliBundle, ensureBuilt } from "./build.js";
import { findNode, isNew, noNode, root, runProgram, watchedEnvironment } from "./node24.js";

/** Whether a file below the folder was changed after the given moment (milliseconds). */
function changedSince(folder, moment) {
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? changedSince(path, moment) : statSync(path).mtimeMs > moment;
  });
}

/** The bundle is used only while nothing it was made of has changed since: an old build never answers. */
function bundleIsFresh() {
  if (!existsSync(cliBundle)) return false;
  const moment = statSync(cliBundle).mtimeMs;
  const packages = ["schema", "workflows", "apps/api", "apps/cli"];
  for (const name of readdirSync(join(root, "services"))) packages.push(`services/${name}`);
  return packages.every((name) => !existsSync(join(root, name, "src")) || !changedSince(join(root, name, "src"), moment));
}

/**
 * SQLite in Node still announces itself as experimental on every start, and grpc names an address as a TLS server name
 * (DEP0123), which our own event store's certificate has; other warnings stay.
 */
function quietKnownWarnings() {
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning" && warning.code !== "DEP0123") console.error(warning.stack ?? String(warning));
  });
}

/** Starting needs everything built; other commands only want to be quick. */
const starts = process.argv[2] === "start" && !process.argv.some((argument) => argument === "--help" || argument === "-h");

async function runHere() {
  quietKnownWarnings();
  if (starts && !(await ensureBuilt())) return process.exit(1);
  if (starts || bundleIsFresh()) return import(pathToFileURL(cliBundle).href);
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: join(root, "tsconfig.json") });
  return import(pathToFileURL(join(root, "apps", "cli", "src", "main.ts")).href);
}

if (isNew()) {
  // Compiled code is kept where only those write who may change the programs themselves.
  nodeModule.enableCompileCache(join(root, "node_modules", ".cache", "ballast"));
  await runHere();
} else {
  const node = findNode();
  if (node === undefined) {
    console.error(noNode);
    process.exitCode = 1;
  } else {
    const program = join(root, "apps", "cli", "bin", "ballast.js");
    process.exitCode = await runProgram(node, [program, ...process.argv.slice(2)], watchedEnvironment());
  }
}
