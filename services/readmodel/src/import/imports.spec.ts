import { ids } from "@ballast/eventlog";
import type { ImportEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory, someone } from "../specification/recordedHistory.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
const [shop, search] = [ids.service("shop"), ids.service("search")];
const lines = (from: number, count: number) => Array.from({ length: count }, (_, n) => ({ line: from + n, reason: "no id" }));
const none = { imported: 0, updated: 0, unchanged: 0, skippedCount: 0 };

const history = recordedHistory();
const say = (importId: string, event: ImportEvent, minute: number) => history.add(["import", importId], event, { at: at(minute) });
const begin = (name: string, serviceId: string | null, minute: number): string => {
  const importId = ids.import(name);
  say(importId, { type: "ImportStarted", data: { importId, kind: "incidents", serviceId, sourceName: name, expectedRecords: 9 } }, minute);
  return importId;
};
const [first, second, third] = [begin("first", shop, 1), begin("second", search, 2), begin("third", null, 3)];
for (const minute of [4, 5]) {
  const counts = { ...none, imported: minute, skippedCount: 300 * (minute - 3) };
  say(first, { type: "ImportProgressed", data: { importId: first, ...counts, skipped: lines(300 * (minute - 4), 300) } }, minute);
}
say(second, { type: "ImportProgressed", data: { importId: second, ...none, imported: 3, updated: 2, unchanged: 1 } }, 5);
say(second, { type: "ImportFinished", data: { importId: second, ...none, imported: 5, skipped: lines(7, 1), durationMs: 60_000 } }, 6);
say(third, { type: "ImportCancelled", data: { importId: third, reason: "the wrong file" } }, 7);
const { imports } = folded(history.events);

describe("imports", () => {
  it("are listed, the newest first, of all or of one service", () => {
    const found = (request?: Parameters<typeof imports.list>[0]) => imports.list(request).nodes.map(({ sourceName }) => sourceName);
    expect(found()).toEqual(["third", "second", "first"]);
    expect(found({ serviceId: shop })).toEqual(["first"]);
    expect(found({ slice: { first: 1 } })).toEqual(["third"]);
    expect(found({ asOf: { at: at(2) } })).toEqual(["second", "first"]);
  });

  it("say how far they have come, and list no more lines than the closing event does", () => {
    const row = imports.get(first);
    expect(row).toMatchObject({
      state: "running", imported: 5, skippedCount: 600, startedAt: at(1), endedAt: null, durationMs: null, by: someone, expectedRecords: 9,
    });
    expect(row?.skipped).toEqual(lines(0, 500));
    expect(imports.get(first, { at: at(4) })?.skipped).toEqual(lines(0, 300));
    expect(imports.get(second, { at: at(5) })).toMatchObject({ imported: 3, updated: 2, unchanged: 1, skipped: [] });
  });

  it("are over when they are finished or cancelled, and say why", () => {
    expect(imports.get(second)).toMatchObject({
      state: "finished", endedAt: at(6), durationMs: 60_000, skipped: lines(7, 1), updated: 0, cancelReason: null,
    });
    expect(imports.get(third)).toMatchObject({ state: "cancelled", endedAt: at(7), cancelReason: "the wrong file", serviceId: null });
  });
});
