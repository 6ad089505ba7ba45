import { expect, it } from "vitest";
import type { ResultOf, VariablesOf } from "@ballast/schema/graphql";
import type { EntryAnswer } from "./timelineDocuments.ts";
import type { timelineDocument } from "./timelineDocuments.ts";
import { readTimeline } from "./readTimeline.ts";
import type { ReadTimeline } from "./readTimeline.ts";

const entry = (n: number): EntryAnswer => ({
  id: String(n), lane: "notes", kind: "entry", title: `Entry ${n}`, detail: null, at: new Date(n * 1_000).toISOString(), endAt: null,
  ongoing: false, keyMoment: false, tone: "info", knownFrom: new Date(n * 1_000).toISOString(), knownTo: null,
  recordedAt: new Date(n * 1_000).toISOString(), visibility: "internal", pinned: false, recordKind: null, recordId: null, actor: null,
});

/** An API with so many entries, and how often it was asked, at once at most. */
function apiOf(count: number) {
  const asked: VariablesOf<typeof timelineDocument>[] = [];
  let [atOnce, most] = [0, 0];
  const ask = async (variables: VariablesOf<typeof timelineDocument>): Promise<ResultOf<typeof timelineDocument>> => {
    asked.push(variables);
    atOnce += 1;
    most = Math.max(most, atOnce);
    await Promise.resolve();
    atOnce -= 1;
    const from = variables.after === null ? 0 : Number(variables.after) + 1;
    const page = Array.from({ length: Math.max(0, Math.min(variables.first, count - from)) }, (_, n) => ({ node: entry(from + n) }));
    return {
      incident: {
        id: "i",
        timeline: {
          totalCount: count, edges: page, pageInfo: { hasNextPage: from + page.length < count, endCursor: page.at(-1)?.node.id ?? null },
        },
      },
    };
  };
  return { ask, asked, most: () => most };
}
const moment = { id: "i", knownAt: null, asOf: undefined };

it("ten thousand entries are asked for in fifteen requests, one after the other, and drawn after the first", async () => {
  const { ask, asked, most } = apiOf(10_000);
  const begun: ReadTimeline[] = [];
  const { entries } = await readTimeline(ask, moment, (first) => begun.push(first));
  expect([entries.length, new Set(entries.map(({ id }) => id)).size]).toEqual([10_000, 10_000]);
  expect([asked.length, most()]).toEqual([15, 1]);
  expect(begun.map(({ entries: first, total }) => [first.length, total])).toEqual([[200, 10_000]]);
});

it("a short timeline is one request", async () => {
  const { ask, asked } = apiOf(40);
  const { entries } = await readTimeline(ask, moment, () => { throw new Error("nothing follows"); });
  expect([entries.length, asked.length]).toEqual([40, 1]);
});
