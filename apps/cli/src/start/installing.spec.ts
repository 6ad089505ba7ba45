import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRoot } from "../root.ts";

let folder: string;

/** An npm that notes how it was called, and leaves what npm leaves. */
const npm = `
const { appendFileSync, mkdirSync, writeFileSync } = require("node:fs");
appendFileSync("calls", process.argv.slice(2, 5).join(" ") + "\\n");
const packages = { "node_modules/runs": { version: "1.0.0" } };
if (process.argv.includes("--include=dev")) packages["node_modules/tests"] = { version: "1.0.0", dev: true };
for (const path of Object.keys(packages)) mkdirSync(path, { recursive: true });
for (const part of ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-apple-darwin", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"]) mkdirSync("node_modules/@temporalio/core-bridge/releases/" + part, { recursive: true });
writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));
`;

const lock = (version: string): string =>
  JSON.stringify({ packages: { "": {}, "node_modules/runs": { version }, "node_modules/tests": { version: "1.0.0", dev: true } } });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-install-"));
  mkdirSync(join(folder, "apps", "cli"), { recursive: true });
  cpSync(join(findRoot(), "apps", "cli", "bin"), join(folder, "apps", "cli", "bin"), { recursive: true });
  writeFileSync(join(folder, "npm.js"), npm);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "commonjs" }));
  writeFileSync(join(folder, "apps", "cli", "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "package-lock.json"), lock("1.0.0"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Asks for the packages as `npm start` does, or with the tools as `npm test` does. Answers how npm was called for it. */
function install(tools: boolean): readonly string[] {
  rmSync(join(folder, "calls"), { force: true });
  const script = `import { ensureInstalled } from "./apps/cli/bin/install.js"; process.exitCode = ensureInstalled({ tools: ${String(tools)} }) ? 0 : 1;`;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder, encoding: "utf8", env: { ...process.env, npm_execpath: join(folder, "npm.js") },
  });
  expect(done.stderr).toBe("");
  expect(done.status).toBe(0);
  return existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n") : [];
}

test("what runs is installed without the tools of development, once", () => {
  expect(install(false)).toEqual(["ci --omit=dev --include=optional"]);
  expect(install(false)).toEqual([]);
});

test("the tools are added to what is there, from which something may be running, and are not asked for again", () => {
  install(false);
  expect(install(true)).toEqual(["install --no-save --include=dev"]);
  expect([...install(true), ...install(false)]).toEqual([]);
});

test("another lock file is another installation; whoever had the tools keeps them", () => {
  install(false);
  writeFileSync(join(folder, "package-lock.json"), lock("1.0.1"));
  expect(install(false)).toEqual(["ci --omit=dev --include=optional"]);
  install(true);
  writeFileSync(join(folder, "package-lock.json"), lock("1.0.2"));
  expect(install(false)).toEqual(["ci --include=dev --include=optional"]);
});

test("an installation by hand is as good", () => {
  spawnSync(process.execPath, ["npm.js", "ci", "--include=dev"], { cwd: folder });
  expect([...install(true), ...install(false)]).toEqual([]);
});

test("of Temporal's native parts the one of this machine stays", () => {
  install(false);
  const releases = join(folder, "node_modules", "@temporalio", "core-bridge", "releases");
  const own = { linux: "unknown-linux-gnu", darwin: "apple-darwin", win32: "pc-windows-msvc" }[
    process.platform as "linux" | "darwin" | "win32"
  ];
  const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
  expect(existsSync(join(releases, `${machine}-${own}`))).toBe(true);
  expect(existsSync(join(releases, process.platform === "linux" ? "x86_64-apple-darwin" : "aarch64-unknown-linux-gnu"))).toBe(false);
});
