import { expect, it } from "vitest";
import { byReason, importSentence, percentRead, stateOf } from "./importWords.ts";

const run = { state: "finished" as const, imported: 819, updated: 0, unchanged: 0, skippedCount: 0, expectedRecords: 819 };

it("says what became of every record", () => {
  expect(importSentence(run)).toBe("819 records read: 819 new, 0 changed, 0 known already. Nothing was left out.");
  expect(importSentence({ ...run, state: "running", imported: 1200, expectedRecords: 2000 })).toMatch(
    /^1,200 of 2,000 records read so far/u,
  );
  expect(importSentence({ ...run, skippedCount: 1 })).toMatch(/1 record could not be used; the reasons are below\.$/u);
});

it("asks for a look where something was left out", () => {
  expect(stateOf({ state: "finished", skippedCount: 3 }).tone).toBe("attention");
  expect(stateOf(run).tone).toBe("good");
});

it("knows how far it is where the source says how long it is", () => {
  expect(percentRead({ ...run, imported: 818, expectedRecords: 819 })).toBe(99);
  expect(percentRead({ ...run, skippedCount: 1 })).toBe(100);
  expect(percentRead({ ...run, expectedRecords: null })).toBeNull();
});

it("joins what was left out for the same reason", () => {
  expect(
    byReason([
      { line: 2, reason: "no id" },
      { line: 5, reason: "no title" },
      { line: 9, reason: "no title" },
    ]),
  ).toEqual([
    { reason: "no title", lines: [5, 9] },
    { reason: "no id", lines: [2] },
  ]);
});
