import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const check = join(import.meta.dirname, "imports.js");
const root = join(import.meta.dirname, "..", "..");
const leaf = "export const leaf = 1;";

/** Each rule of the table, a file that breaks it, and what that file says. */
const violations = [
  ["domain-row", "services/domain/src/row.ts", `export * from "../../eventlog/src/leaf.ts";`],
  ["tracing-row", "services/tracing/src/row.ts", `export * from "../../eventlog/src/leaf.ts";`],
  ["domain-without-node", "services/domain/src/node.ts", `export { readFileSync } from "node:fs";`],
  ["domain-is-pure", "services/domain/src/npm.ts", `export { v5 } from "uuid";`],
  ["schema-npm", "schema/src/npm.ts", `export { v5 } from "uuid";`],
  ["one-importer-of-the-client", "apps/api/src/client.ts", `export { jsonEvent } from "@eventstore/db-client";`],
  ["one-importer-of-the-evaluation-engine", "apps/api/src/engine.ts", `export { FlagdCore } from "@openfeature/flagd-core";`],
  ["store-takes-generated-messages-only", "services/eventstore/src/client.ts", `export { jsonEvent } from "@eventstore/db-client";`],
  ["no-cycles", "services/delivery/src/cycle.ts", `import "./cycle.ts"; ${leaf}`],
  ...[
    "schema",
    "services/eventstore",
    "services/eventlog",
    "services/flags",
    "services/readmodel",
    "services/delivery",
    "services/notifications",
    "workflows",
  ].map(
    (folder) =>
      [
        `${folder.split("/").at(-1) ?? ""}-row`,
        `${folder}/src/row.ts`,
        `export * from "${"../".repeat(folder.split("/").length + 1)}apps/api/src/leaf.ts";`,
      ] as const,
  ),
  ["workflows-row", "workflows/src/reader.ts", `export * from "../../services/readmodel/src/viewer/leaf.ts";`],
  ["api-row", "apps/api/src/row.ts", `export * from "../../../services/delivery/src/leaf.ts";`],
  ["console-row", "apps/console/src/row.ts", `export * from "../../api/src/leaf.ts";`],
  ["nothing-imports-tests", "services/delivery/src/tests.ts", `export * from "../../../tests/leaf.ts";`],
  ["workflows-are-deterministic", "workflows/src/x.workflow.ts", `export * from "./x.activities.ts";`],
  ["api-slices-apart", "apps/api/src/note/other.ts", `export * from "../leaf/leaf.ts";`],
  ["api-slices-apart", "apps/api/src/note/otherType.ts", `export type { Leaf } from "../leaf/leaf.ts";`],
  ["api-shared-knows-no-slice", "apps/api/src/graphql/slice.ts", `export type { Leaf } from "../leaf/leaf.ts";`],
  ["api-shared-knows-no-slice", "apps/api/src/commands/manifest.ts", `export * from "../slice.ts";`],
  ["api-composed-at-the-top", "apps/api/src/note/top.ts", `export * from "../slices.ts";`],
  ["api-shared-in-order", "apps/api/src/graphql/up.ts", `export * from "../commands/leaf.ts";`],
  ["api-no-cycles-of-types", "apps/api/src/note/one.ts", `import type { Two } from "./two.ts"; export type One = Two;`],
  ["workflows-slices-apart", "workflows/src/note/x.ts", `import type { leaf } from "../page/leaf.ts"; export type Leaf = typeof leaf;`],
  ["workflows-composed-at-the-top", "workflows/src/note/top.ts", `export * from "../slices.ts";`],
  ["workflows-shared-in-order", "workflows/src/reactor/up.ts", `export * from "../traffic/leaf.ts";`],
  ["workflows-no-cycles-of-types", "workflows/src/note/one.ts", `import type { Two } from "./two.ts"; export type One = Two;`],
  ["workflows-shared-knows-no-slice", "workflows/src/reactor/x.ts", `export * from "../page/leaf.ts";`],
  ["domain-slices-apart", "services/domain/src/note/other.ts", `export type { Leaf } from "../leaf/leaf.ts";`],
  ["domain-shared-knows-no-slice", "services/domain/src/statistics/slice.ts", `export * from "../leaf/leaf.ts";`],
  ["domain-composed-at-the-top", "services/domain/src/note/top.ts", `export * from "../index.ts";`],
  ["domain-shared-in-order", "services/domain/src/statistics/up.ts", `export * from "../reports/leaf.ts";`],
  ["domain-no-cycles-of-types", "services/domain/src/note/one.ts", `import type { Two } from "./two.ts"; export type One = Two;`],
  ["readmodel-slices-apart", "services/readmodel/src/note/other.ts", `export type { Leaf } from "../leaf/leaf.ts";`],
  ["readmodel-shared-knows-no-slice", "services/readmodel/src/engine/manifest.ts", `export * from "../leaf/leaf.ts";`],
  ["readmodel-composed-at-the-top", "services/readmodel/src/note/top.ts", `export * from "../slices.ts";`],
  ["readmodel-shared-in-order", "services/readmodel/src/engine/up.ts", `export * from "../viewer/leaf.ts";`],
  ["readmodel-no-cycles-of-types", "services/readmodel/src/note/one.ts", `import type { Two } from "./two.ts"; export type One = Two;`],
  ["console-slices-apart", "apps/console/src/note/NoteView.tsx", `export type { Leaf } from "../leaf/leaf.ts";`],
  ["console-shared-knows-no-slice", "apps/console/src/marks/Note.tsx", `export * from "../leaf/leaf.ts";`],
  ["console-composed-at-the-top", "apps/console/src/note/top.ts", `export * from "../slices.ts";`],
  ["console-no-cycles-of-types", "apps/console/src/note/one.ts", `import type { Two } from "./two.ts"; export type One = Two;`],
  ["cli-commands-apart", "apps/cli/src/commands/note.command.ts", `export * from "./leaf.command.ts";`],
  ["not-found", "schema/src/missing.ts", `export * from "./nowhere.ts";`],
] as const;

const allowed = {
  "services/domain/src/good.ts": `export * from "../../../schema/src/good.ts"; export { Temporal } from "temporal-polyfill";`,
  "schema/src/good.ts": `export { z } from "zod";`,
  "services/eventlog/src/good.ts": `export { jsonEvent } from "@eventstore/db-client";`,
  "workflows/src/good.workflow.ts": `import type { leaf } from "./x.activities.ts"; export type Leaf = typeof leaf;`,
  "workflows/src/x.activities.ts": leaf,
  "workflows/src/slices.ts": leaf,
  "workflows/src/traffic/leaf.ts": leaf,
  "workflows/src/page/leaf.ts": leaf,
  "workflows/src/page/good.ts": `export * from "./leaf.ts"; export * from "../reactor/leaf.ts";`,
  "workflows/src/reactor/leaf.ts": leaf,
  "apps/cli/src/commands/leaf.command.ts": leaf,
  "apps/cli/src/commands/index.ts": `export * from "./leaf.command.ts";`,
  "services/eventlog/src/leaf.ts": leaf,
  "services/delivery/src/leaf.ts": leaf,
  "apps/api/src/leaf.ts": leaf,
  "apps/console/src/slices.ts": `export * from "./leaf/leaf.ts";`,
  "apps/console/src/leaf/leaf.ts": `${leaf} export type Leaf = typeof leaf;`,
  "apps/api/src/slice.ts": leaf,
  "apps/api/src/slices.ts": `export * from "./leaf/slice.ts";`,
  "apps/api/src/leaf/leaf.ts": `${leaf} export type Leaf = typeof leaf;`,
  "apps/api/src/leaf/slice.ts": `export * from "../slice.ts"; export * from "./leaf.ts"; export * from "../commands/leaf.ts";`,
  "apps/api/src/commands/leaf.ts": leaf,
  "services/domain/src/leaf/leaf.ts": `export * from "../reports/leaf.ts"; export type Leaf = string;`,
  "services/domain/src/reports/leaf.ts": leaf,
  "services/domain/src/index.ts": `export * from "./leaf/leaf.ts";`,
  "services/readmodel/src/leaf/leaf.ts": `export * from "../viewer/leaf.ts"; export type Leaf = string;`,
  "services/readmodel/src/viewer/leaf.ts": leaf,
  "services/readmodel/src/slices.ts": `export * from "./leaf/leaf.ts";`,
  "tests/leaf.ts": leaf,
};

// The other half of the cycle of types: it breaks the rule as well.
const companion = `import type { One } from "./one.ts"; export type Two = One | null;`;
const companions = {
  "apps/api/src/note/two.ts": companion, "services/domain/src/note/two.ts": companion, "services/readmodel/src/note/two.ts": companion,
  "apps/console/src/note/two.ts": companion, "workflows/src/note/two.ts": companion,
};

const folders = ["schema", "services", "workflows", "apps", "tests"];
let planted: string;
let errors: readonly string[];
let code: number | null;

/** Runs the real check with the real rules over another tree. */
function run(more: readonly string[]): { status: number | null; lines: readonly string[] } {
  const { status, stderr } = spawnSync(process.execPath, [check, "--root", planted, ...more], { encoding: "utf8" });
  return { status, lines: stderr.split("\n").filter((line) => line !== "") };
}

beforeAll(() => {
  planted = mkdtempSync(join(tmpdir(), "ballast-imports-"));
  symlinkSync(join(root, "node_modules"), join(planted, "node_modules"));
  const files = [...Object.entries(allowed), ...Object.entries(companions), ...violations.map(([, path, text]) => [path, text] as const)];
  for (const [path, text] of files) {
    mkdirSync(dirname(join(planted, path)), { recursive: true });
    writeFileSync(join(planted, path), text);
  }
  ({ status: code, lines: errors } = run(folders));
});

afterAll(() => {
  rmSync(planted, { recursive: true });
});

test("each rule has a file here that breaks it", () => {
  const { forbidden } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
    readonly forbidden: readonly { readonly name: string }[];
  };
  const planted = new Set<string>(violations.map(([rule]) => rule));
  expect(forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
});

test.for(violations)("%s is caught in %s", ([rule, path]) => {
  expect(errors.some((line) => line.startsWith(`${rule}: ${path} →`))).toBe(true);
  expect(code).toBe(1);
});

test("what the table allows passes", () => {
  const planted = new Set<string>([...violations.map(([, path]) => path), ...Object.keys(companions)]);
  expect(errors.filter((line) => !planted.has(line.split(" ")[1] ?? ""))).toEqual([]);
});

test("a run that saw next to nothing fails", () => {
  const { status, lines } = run([]);
  expect(lines.at(-1)).toMatch(/Only \d+ modules were seen/);
  expect(status).toBe(1);
});
