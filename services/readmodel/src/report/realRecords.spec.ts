import { describe, expect, it } from "vitest";
import { availabilityReport, deliveryReport, incidentReport, type Summary } from "@ballast/domain";
import { folded } from "../specification/folded.ts";
import { expectedResults, hasRealRecords, importedIncidents, importedReleases } from "../specification/realRecords.ts";

type ExpectedSummary = {
  n: number;
  mean: number;
  median_linear: number;
  p90_nearest_rank: number;
  p90_linear: number;
  min: number;
  max: number;
};
type ExpectedAvailability = Record<string, { incidents: number; downtime_minutes_union: number; availability_pct: number }>;
type ExpectedIncidents = {
  window: [string, string];
  incidents_total: number;
  by_impact: Record<string, number>;
  per_month: Record<string, number>;
  ttr_minutes_all: ExpectedSummary;
  ttr_minutes_nonzero: ExpectedSummary;
  availability_major_critical: ExpectedAvailability;
  availability_minor_and_up: ExpectedAvailability;
};
type ExpectedReleases = {
  window: [string, string];
  releases_total: number;
  commits_total: number;
  releases_in_window: number;
  per_iso_week: Record<string, number>;
};

/** Reads the records when the first specification wants them: those that are skipped never do. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const to =
  (decimals: number) =>
  (value: number | null | undefined): number =>
    Number((value ?? Number.NaN).toFixed(decimals));
const figures = ({ n, mean, medianLinear, p90NearestRank, p90Linear, min, max }: Summary) => ({
  n, mean: to(4)(mean), median_linear: to(4)(medianLinear), p90_nearest_rank: to(4)(p90NearestRank), p90_linear: to(4)(p90Linear), min, max,
});

describe.skipIf(!hasRealRecords).each([true, false])(
  "GitHub's incidents through the read model (shared data), stated times used: %s",
  (statedTimes) => {
    const given = lazily(() => {
      const { serviceId, history } = importedIncidents(statedTimes);
      const queries = folded(history.events);
      return {
        queries, inputs: queries.reports.incidents(serviceId), expected: expectedResults<ExpectedIncidents>("github_incidents.json"),
      };
    });

  it("give the expected counts and times to resolve (D1 to D3)", () => {
    const { queries, inputs, expected } = given();
    const report = incidentReport(inputs);
    expect(report.incidents).toBe(expected.incidents_total);
    expect(report.byImpact).toEqual(expected.by_impact);
    expect(report.perMonth).toEqual(expected.per_month);
    expect(figures(report.timeToResolveMinutes.all)).toEqual(expected.ttr_minutes_all);
    expect(figures(report.timeToResolveMinutes.nonzero)).toEqual(expected.ttr_minutes_nonzero);
    expect(Object.fromEntries(queries.incidents.perMonth().map(({ month, count }) => [month, count]))).toEqual(expected.per_month);
  });

    it.each([
      ["availability_major_critical", ["major", "critical"]],
      ["availability_minor_and_up", ["minor", "major", "critical"]],
    ] as const)("give the expected availability (%s)", (key, impact) => {
      const { inputs, expected } = given();
      const report = availabilityReport(inputs, { from: expected.window[0], to: expected.window[1], impact: [...impact], components: [] });
      for (const [name, { incidents, downtime_minutes_union, availability_pct }] of Object.entries(expected[key])) {
        const found = name === "*any*" ? report.any : report.components[name];
        expect([name, found?.incidents, found?.downtimeMinutes, to(6)(found?.availabilityPercent)]).toEqual([
          name, incidents, downtime_minutes_union, availability_pct,
        ]);
      }
    });

  it("put a maintenance on a lane of its own, from In progress to Completed", () => {
    const { queries } = given();
    const paused = queries.incidents.list({ filter: { text: "Team Synchronization Paused", impacts: ["maintenance"] } }).nodes[0];
    expect(paused).toMatchObject({ publicImpact: "maintenance", state: "resolved", imported: true });
    const [span] = queries.timeline.all(paused?.id ?? "").filter(({ lane }) => lane === "maintenance");
    expect(span).toMatchObject({ at: "2022-03-28T12:01:00Z", endAt: "2022-03-28T15:02:00Z", tone: "planned" });
  });

    it("are told as they were known", () => {
      const { queries } = given();
      const found = queries.incidents.list({ filter: { startedFrom: "2022-03-26T00:00:00Z", startedTo: "2022-03-26T03:00:00Z" } }).nodes[0];
      const id = found?.id ?? "";
      expect(queries.incidents.knownAt(id, "2022-03-26T02:00:00Z")).toMatchObject({
        state: "investigating", resolvedAt: null, updates: { length: 2 },
      });
      expect(queries.incidents.knownAt(id, "2022-03-26T04:00:00Z")).toMatchObject({
        state: "resolved", resolvedAt: "2022-03-26T03:35:00Z",
      });
      expect(queries.incidents.knownAt(id, "2022-03-26T01:00:00Z")).toBeUndefined();
      const then = queries.timeline.all(id, { knownAt: "2022-03-26T02:00:00Z" });
      expect(then.map(({ kind, endAt, ongoing }) => [kind, endAt, ongoing])).toEqual(
        [
          ["span", null, true],
          ["update", null, false],
          ["update", null, false],
        ].toSorted(),
      );
      expect(queries.timeline.all(id)).toHaveLength(5);
    });
  },
);

describe.skipIf(!hasRealRecords)("Unleash's releases through the read model (shared data)", () => {
  const given = lazily(() => {
    const { serviceId, history } = importedReleases("releases_unleash_unleash.jsonl");
    return { serviceId, queries: folded(history.events), expected: expectedResults<ExpectedReleases>("releases_unleash.json") };
  });

  it("are all there, with their commits, and give the expected report (D5, D6)", () => {
    const { serviceId, queries, expected } = given();
    expect(queries.releases.count({ serviceId })).toBe(expected.releases_total);
    const inputs = queries.reports.releases(serviceId);
    expect(inputs.flatMap(({ commits }) => commits)).toHaveLength(expected.commits_total);
    const report = deliveryReport(inputs, { from: expected.window[0], to: expected.window[1] });
    expect(report.releases).toBe(expected.releases_in_window);
    expect(report.perIsoWeek).toEqual(expected.per_iso_week);
  });

  it("are found by the words of their commits, and compared", () => {
    const { serviceId, queries } = given();
    const [hit] = queries.search.find({ text: "Initial commit" });
    expect(hit).toMatchObject({ kind: "release", title: "1.0.0", detail: "Initial commit" });
    expect(queries.releases.list({ filter: { serviceId, text: "initial comm" }, sort: "RELEASED_ASC" }).nodes[0]?.version).toBe("1.0.0");
    const [first, second, third] = queries.releases.ofService(serviceId);
    if (first === undefined || second === undefined || third === undefined) throw new Error("three releases expected");
    const there = queries.releases.compare(first, third);
    expect([there.releasesBetween, there.added.length, there.removed.length]).toEqual([1, second.commitCount + third.commitCount, 0]);
    expect(queries.releases.compare(third, first).removed).toEqual(there.added);
    expect(queries.releases.previous(third)?.id).toBe(second.id);
  });

  it("are paged without gaps or doubles, forwards and backwards", () => {
    const { serviceId, queries, expected } = given();
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const slice = queries.releases.list({ filter: { serviceId }, sort: "COMMITS_DESC", slice: { first: 100, after } });
      seen.push(...slice.nodes.map(({ id }) => id));
      after = slice.edges.at(-1)?.cursor;
      more = slice.hasNextPage;
    }
    expect(new Set(seen).size).toBe(expected.releases_total);
    const back: string[] = [];
    for (let before: string | undefined, more = true; more; ) {
      const slice = queries.releases.list({ filter: { serviceId }, sort: "COMMITS_DESC", slice: { last: 100, before } });
      back.unshift(...slice.nodes.map(({ id }) => id));
      before = slice.edges.at(0)?.cursor;
      more = slice.hasPreviousPage;
    }
    expect(back).toEqual(seen);
    expect(queries.releases.list({ filter: { serviceId } }).totalCount()).toBe(expected.releases_total);
  });
});
