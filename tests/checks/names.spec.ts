import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter(Boolean);

const atTheTop = new Set([
  ...["package.json", "package-lock.json", "turbo.json", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"],
  ...["apps", "services", "workflows", "schema", "tests"],
]);
const isConfiguration = (name: string): boolean => name.startsWith(".") || /^(tsconfig.*\.json|.*\.config\.(js|ts))$/.test(name);

test("the top of the tree holds the packages, their configuration and the documents", () => {
  const tops = new Set(files.map((file) => file.split("/")[0] ?? ""));
  expect([...tops].filter((name) => !atTheTop.has(name) && !isConfiguration(name))).toEqual([]);
});

test("no folder or file is named for being put there rather than for what it is", () => {
  const vague = new Set(["utils", "util", "common", "shared", "core", "helper", "helpers", "manager", "misc", "lib"]);
  const parts = (file: string): string[] => file.split("/").map((part) => part.replace(/\..*$/, ""));
  expect(files.filter((file) => parts(file).some((part) => vague.has(part)))).toEqual([]);
});

test("sources are named in camelCase, components in PascalCase", () => {
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts") && !file.includes("/generated/"));
  expect(sources.filter((file) => !/^[a-zA-Z0-9]+(\.[a-z]+)*\.tsx?$/.test(basename(file)))).toEqual([]);
});
