import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mentions, referencesIn } from "./flagRefs.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-refs-"));
  execFileSync("git", ["init", "--quiet", folder]);
  mkdirSync(join(folder, "src"));
  writeFileSync(
    join(folder, "src", "pay.ts"),
    '// pays\nif (flags.on("one-page-pay")) return onePage();\nconst other = "one-page-pay-v2"; // and basket.v2\n',
  );
  writeFileSync(join(folder, "notes: old.md"), "one-page-pay came in November\n");
  writeFileSync(join(folder, ".gitignore"), "left\n");
  writeFileSync(join(folder, "left"), "one-page-pay\n");
});
afterAll(() => { rmSync(folder, { recursive: true }); });

it("finds a key as a word of its own, where code that is not ignored asks for it", () => {
  const found = referencesIn(folder, ["one-page-pay", "basket.v2", "gone"]).map(({ key, file, line }) => [key, file, line]);
  expect(found.toSorted()).toEqual([
    ["basket.v2", "src/pay.ts", 3],
    ["one-page-pay", "notes: old.md", 1],
    ["one-page-pay", "src/pay.ts", 2],
  ]);
  expect(referencesIn(folder, [])).toEqual([]);
  expect(referencesIn(folder, ["gone"])).toEqual([]);
});

it("is not misled by a longer word, before or behind", () => {
  expect(["pay", "(pay)", "pay.", "x pay_2 pay"].map((text) => mentions(text, "pay"))).toEqual([true, true, true, true]);
  expect(["prepay", "pay_2", "one-pay"].map((text) => mentions(text, "pay"))).toEqual([false, false, false]);
});

it("says so where it cannot look", () => {
  expect(() => referencesIn(join(folder, "nowhere"), ["pay"])).toThrow(/cannot be searched/);
});
