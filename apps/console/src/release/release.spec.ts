import { describe, expect, it } from "vitest";
import { comparisonSentence } from "./CompareView.tsx";
import { stacksOf } from "../marks/DayStacks.tsx";
import type { ReleaseWhere } from "./releaseDocuments.ts";
import { releaseSentence } from "./releaseSentence.ts";
import { releaseFilter } from "./ReleasesView.tsx";
import { inOrder, inProduction, leadTime, whereState, whereTag } from "./releaseStates.ts";

const now = Date.parse("2026-11-23T14:00:00Z");
const where = (part: Partial<ReleaseWhere>): ReleaseWhere => ({
  environment: "production", kind: "production", state: "live", percent: 100, since: null, incidentNumber: null, ...part,
});

describe("where a release stands", () => {
  it("is a matter of release and environment", () => {
    const places = [
      where({}),
      where({ environment: "development", kind: "development", state: "replaced" }),
      where({ environment: "staging", kind: "staging" }),
    ];
    expect(inOrder(places).map(({ environment }) => environment)).toEqual(["development", "staging", "production"]);
    expect(inProduction(places)?.state).toBe("live");
    expect(whereTag(where({ state: "deploying", percent: 10 }))).toEqual({ tone: "info", words: "prod 10 %" });
    expect(whereTag(where({ state: "replaced" })).tone).toBeUndefined();
    expect(whereState(where({ state: "replaced", incidentNumber: 209 }))).toEqual({ tone: "attention", words: "Caused INC-209" });
    expect(whereState(where({ state: "rolledBack", incidentNumber: 7 })).words).toBe("Rolled back");
  });

  it("stands in the sentence", () => {
    const release = {
      commitCount: 4, partial: false, leadTimeMs: 6 * 3_600_000, headline: "Retry payment once", rollbackSafe: false,
      rollbackUnsafeReason: "the column is gone", where: [where({ state: "deploying", percent: 10 })],
    };
    expect(releaseSentence({ ...release, partial: true })).toContain(
      "out within 6 h. Some commits may be missing: it was imported from a shallow clone. It is on its way",
    );
    expect(releaseSentence(release)).toBe(
      "Retry payment once. 4 commits, half of them out within 6 h. It is on its way to production, at 10 %. Going back from it is not safe: The column is gone.",
    );
  });

  it("leads in the words people use", () => {
    expect([2_460_000, 6 * 3_600_000, 48 * 3_600_000, null].map(leadTime)).toEqual(["41 min", "6 h", "2 d", "–"]);
  });
});

describe("days of releases", () => {
  it("keep their gaps and end today", () => {
    const stacks = stacksOf([{ day: "2026-11-20", count: 2 }, { day: "2026-11-22", count: 1 }], now);
    expect(stacks.map(({ count }) => count)).toEqual([2, 0, 1, 0]);
  });

  it("join when there are too many", () => {
    const stacks = stacksOf([{ day: "2025-11-23", count: 1 }, { day: "2026-11-22", count: 3 }], now, 90);
    expect(stacks.length).toBeLessThanOrEqual(90);
    expect(stacks.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(stacksOf([], now)).toEqual([]);
  });
});

it("asks for a state where customers are", () => {
  expect(releaseFilter({ state: "rolledBack", released: "7d" }, now)).toMatchObject({
    state: "rolledBack", environment: "production", releasedFrom: "2026-11-17T00:00:00.000Z",
  });
  expect(releaseFilter({ text: "retry" }, now)).not.toHaveProperty("environment");
});

it("says what lies between two releases", () => {
  const commit = { sha: "a", subject: "s", author: "Ana", authorAt: "2026-11-01T00:00:00Z", merge: false, reverts: [], alsoReverts: [] };
  const side = (version: string) => ({ id: version, version, releasedAt: "2026-11-01T00:00:00Z" });
  expect(
    comparisonSentence({ from: side("v1"), to: side("v4"), added: [commit, commit], removed: [], releasesBetween: 2, revertsOf: ["x"] }),
  ).toBe("From v1 to v4, 2 commits come in and nothing goes out, with 2 releases between them. 1 commit of v1 or before is taken back.");
});
