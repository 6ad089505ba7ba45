import type { DataOf, ImportEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { importRunDecider, skippedOf } from "./importRunDecider.ts";

const importId = "00000000-0000-4000-8000-000000000001";
const now = "2026-03-01T10:00:00Z";
const start: DataOf<"ImportStarted"> = {
  importId, kind: "incidents", serviceId: "00000000-0000-4000-8000-000000000002", sourceName: "history.jsonl", expectedRecords: 819,
};
const counts = { imported: 100, updated: 0, unchanged: 5, skippedCount: 1 };
const result: DataOf<"ImportFinished"> = {
  importId, ...counts, imported: 813, skipped: [{ line: 7, reason: "no JSON" }], durationMs: 4_000,
};

const started: ImportEvent = { type: "ImportStarted", data: start };
const progressed: ImportEvent = { type: "ImportProgressed", data: { importId, ...counts } };
const finished: ImportEvent = { type: "ImportFinished", data: result };
const cancelled: ImportEvent = { type: "ImportCancelled", data: { importId, reason: "wrong file" } };
const begin = { type: "StartImport", now, ...start } as const;
const progress = { type: "ProgressImport", now, importId, ...counts } as const;
const finish = { type: "FinishImport", now, ...result } as const;
const cancel = { type: "CancelImport", now, importId, reason: "wrong file" } as const;

describe("an import", () => {
  it("starts once", () => {
    given(importRunDecider, []).when(begin).then([started]);
    given(importRunDecider, [started]).when(begin).then([]);
    given(importRunDecider, [started])
      .when({ ...begin, sourceName: "other.jsonl" })
      .thenRejected("ALREADY_EXISTS", { path: ["importId"], message: "history.jsonl" });
  });
  it("progresses, and its counts never shrink", () => {
    given(importRunDecider, [started]).when(progress).then([progressed]);
    given(importRunDecider, [started, progressed]).when(progress).then([]);
    given(importRunDecider, [started, progressed])
      .when({ ...progress, imported: 99 })
      .thenRejected("INVALID_INPUT", { path: ["imported"] });
    given(importRunDecider, [started, progressed])
      .when({ ...progress, skippedCount: 0 })
      .thenRejected("INVALID_INPUT", { path: ["skippedCount"] });
  });
  it("finishes once, with all that it counted", () => {
    given(importRunDecider, [started, progressed]).when(finish).then([finished]);
    given(importRunDecider, [started, progressed, finished]).when(finish).then([]);
    given(importRunDecider, [started, progressed]).when({ ...finish, unchanged: 4 }).thenRejected("INVALID_INPUT", { path: ["unchanged"] });
    given(importRunDecider, [started]).when({ ...finish, skippedCount: 0 }).thenRejected("INVALID_INPUT", { path: ["skippedCount"] });
  });
  it("is cancelled once, while it runs", () => {
    given(importRunDecider, [started, progressed]).when(cancel).then([cancelled]);
    given(importRunDecider, [started, cancelled]).when(cancel).then([]);
    given(importRunDecider, [started, finished])
      .when(cancel)
      .thenRejected("TRANSITION_NOT_ALLOWED", { path: ["importId"], message: "finished" });
  });
  it("refuses to go on or to finish when it has ended", () => {
    given(importRunDecider, [started, cancelled]).when(progress).thenRejected("TRANSITION_NOT_ALLOWED", { message: "cancelled" });
    given(importRunDecider, [started, cancelled]).when(finish).thenRejected("TRANSITION_NOT_ALLOWED");
    given(importRunDecider, [started, finished])
      .when({ ...progress, imported: 900 })
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "finished" });
    given(importRunDecider, [started, finished]).when({ ...finish, imported: 900 }).thenRejected("TRANSITION_NOT_ALLOWED");
  });
  it("tells every line that it left out, in order, and none before its start", () => {
    const skipped = (line: number) => [{ line, reason: "no date" }];
    const part = (skippedCount: number): ImportEvent => ({
      type: "ImportProgressed", data: { importId, imported: 0, updated: 0, unchanged: 0, skippedCount, skipped: skipped(skippedCount) },
    });
    expect(skippedOf(given(importRunDecider, []).state)).toEqual([]);
    expect(skippedOf(given(importRunDecider, [started, part(1), part(2)]).state).map(({ line }) => line)).toEqual([1, 2]);
  });
  it("that never started refuses everything else", () => {
    given(importRunDecider, []).when(progress).thenRejected("NOT_FOUND", { path: ["importId"], message: importId });
    given(importRunDecider, []).when(finish).thenRejected("NOT_FOUND");
    given(importRunDecider, []).when(cancel).thenRejected("NOT_FOUND");
    expect(given(importRunDecider, [progressed]).state).toEqual({ status: "absent" });
    expect(given(importRunDecider, [started, { ...started, data: { ...start, sourceName: "x" } }]).state).toMatchObject({ start });
  });
});
