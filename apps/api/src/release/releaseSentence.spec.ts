import { describe, expect, it } from "vitest";
import { releaseListSentence, type ReleaseListFacts } from "./releaseSentence.ts";

const none: ReleaseListFacts = { count: 0, service: null, text: null, from: null, to: null, environment: null, state: null, perDay: [] };
const perDay = [{ day: "2026-11-01", count: 1 }, { day: "2026-11-02", count: 4 }, { day: "2026-11-05", count: 1 }];

describe("what stands above a list of releases", () => {
  it.each<[string, Partial<ReleaseListFacts>]>([
    ["No releases.", {}],
    ["No releases of Search that mention “cache” since 1 Nov 2026.", { service: "Search", text: "cache", from: "2026-11-01T00:00:00Z" }],
    ["6 releases of Search from 1 Nov 2026 to 5 Nov 2026. The busiest day was 2 Nov 2026 with 4.", { service: "Search", count: 6, perDay }],
    ["1 release on 1 Nov 2026.", { count: 1, perDay: perDay.slice(0, 1) }],
    ["1 release, live in production on 1 Nov 2026.", { count: 1, perDay: perDay.slice(0, 1), state: "live", environment: "production" }],
  ])("%s", (sentence, facts) => {
    expect(releaseListSentence({ ...none, ...facts })).toBe(sentence);
  });
});
