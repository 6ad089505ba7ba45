import { spawnSync } from "node:child_process";
import {
  cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
/** What is no source: installed, built or left by tests. */
const left = new Set(["node_modules", "dist", "artefacts", ".git", ".turbo", ".stryker-tmp"]);

interface Done {
  readonly status: number | null;
  readonly output: string;
}

let copy: string;
let made: Done;

/** Runs a script in the copy, as if nobody had started this test. */
function run(script: string, ...args: readonly string[]): Done {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_ENV)/.test(name)));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", join(copy, script), ...args], {
    cwd: copy, encoding: "utf8", env,
  });
  return { status, output: `${stdout}${stderr}` };
}

/** The packages are those of here, but Ballast's own, which are the copy's. */
function linkPackages(): void {
  mkdirSync(join(copy, "node_modules", "@ballast"), { recursive: true });
  const here = join(root, "node_modules");
  for (const name of readdirSync(here).filter((one) => one !== "@ballast" && one !== ".cache" && one !== ".vite"))
    symlinkSync(join(here, name), join(copy, "node_modules", name));
  for (const name of readdirSync(join(here, "@ballast")))
    symlinkSync(readlinkSync(join(here, "@ballast", name)), join(copy, "node_modules", "@ballast", name));
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "ballast-slice-"));
  for (const name of readdirSync(root).filter((one) => !left.has(one)))
    cpSync(join(root, name), join(copy, name), { recursive: true, filter: (path) => !left.has(basename(path)) });
  linkPackages();
  // What is known of the types of all that stays as it is need not be found out again.
  const types = join("node_modules", ".cache", "types");
  if (existsSync(join(root, types))) cpSync(join(root, types), join(copy, types), { recursive: true });
  made = run("tests/newSlice.js", "note");
}, 120_000);

afterAll(() => {
  rmSync(copy, { recursive: true });
});

describe("npm run new-slice note", () => {
  it("touches at most twelve files, of which at most four were there", () => {
    const lines = made.output.split("\n");
    const [files, lists] = ["made ", "added to "].map((start) => lines.filter((line) => line.startsWith(start)));
    expect(made.status).toBe(0);
    expect(lists?.length).toBeLessThanOrEqual(4);
    expect((files?.length ?? 0) + (lists?.length ?? 0)).toBeLessThanOrEqual(12);
  });

  it("makes what compiles, with what is generated from it", { timeout: 1_200_000 }, () => {
    expect(run("tests/checks/generate.js")).toMatchObject({ status: 0 });
    expect(run("tests/checks/types.js")).toEqual({ status: 0, output: "" });
    expect(run("tests/checks/imports.js", "schema/src", "services", "apps")).toMatchObject({ status: 0 });
  });

  it(
    "makes what works, from the mutation to the search, and keeps the rules that hold for every kind of record",
    { timeout: 1_200_000 },
    () => {
      const proof = readFileSync(join(root, "tests", "newSlice", "works.spec.ts.txt"), "utf8")
        .replaceAll("__name__", "note")
        .replaceAll("__Name__", "Note")
        .replaceAll("__names__", "notes");
      writeFileSync(join(copy, "apps/api/src/note/works.spec.ts"), proof);
      const everyKind = [
        "schema/src/fixtures.spec.ts",
        "services/readmodel/src/specification/rows.spec.ts",
        "apps/api/src/slices.spec.ts",
        "apps/api/src/events/eventSentence.spec.ts",
        "apps/api/src/graphql/schema.spec.ts",
        "apps/console/src/slices.spec.ts",
        "apps/console/src/data/documents.spec.ts",
      ];
      const tested = run(
        "node_modules/vitest/vitest.mjs",
        "run",
        "--project",
        "rules",
        "--project",
        "api",
        "services/domain/src/note",
        "services/readmodel/src/note",
        "apps/api/src/note",
        ...everyKind,
      );
      expect([tested.status, tested.output]).toEqual([0, expect.stringMatching(/Test Files .*10 passed/)]);
    },
  );

  it("refuses a second one of the same name, and what is no name", () => {
    expect(run("tests/newSlice.js", "note")).toMatchObject({ status: 1, output: expect.stringContaining("is there already") });
    expect(run("tests/newSlice.js", "Some Note")).toMatchObject({ status: 1, output: expect.stringContaining("Which kind of record?") });
  });
});
