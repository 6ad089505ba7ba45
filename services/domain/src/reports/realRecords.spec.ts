import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mean, medianLinear, type Summary } from "../statistics/summary.ts";
import { instantOf } from "../statistics/calendar.ts";
import { availabilityReport, type Availability, type DowntimeIncident } from "./availabilityReport.ts";
import { deliveryReport } from "./deliveryReport.ts";
import { incidentReport, type ReportedIncident } from "./incidentReport.ts";
import { incidentSpan } from "./incidentSpan.ts";

/** Compares the reports with figures that an independent program computed over real histories. */
const FOLDER = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const present = existsSync(`${FOLDER}/expected`);
if (!present) process.stderr.write(`Real records: skipped, there are none at ${FOLDER} (BALLAST_SHARED_DATA names their place).\n`);

function lines<T>(file: string): readonly T[] {
  return readFileSync(`${FOLDER}/open/${file}`, "utf8").split("\n").filter(Boolean).map((line): T => JSON.parse(line));
}

function expected<T>(file: string): T {
  return JSON.parse(readFileSync(`${FOLDER}/expected/${file}`, "utf8"));
}

/** Rounded to the decimals that the expectation was written with. */
function rounded(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}

type ExpectedSummary = {
  n: number;
  mean: number;
  median_linear: number;
  p90_nearest_rank: number;
  p90_linear: number;
  min: number;
  max: number;
};

function expectSummary(actual: Summary | undefined, figures: ExpectedSummary): void {
  expect({
    n: actual?.n,
    mean: rounded(actual?.mean ?? null, 4),
    median_linear: rounded(actual?.medianLinear ?? null, 4),
    p90_nearest_rank: rounded(actual?.p90NearestRank ?? null, 4),
    p90_linear: rounded(actual?.p90Linear ?? null, 4),
    min: actual?.min,
    max: actual?.max,
  }).toEqual(figures);
}

type ImportedIncident = {
  id: string;
  impact: string;
  started_at?: string;
  resolved_at?: string;
  components?: string[];
  updates: { at: string; status: string }[];
};
type ExpectedIncidents = {
  window: [string, string];
  window_minutes: number;
  incidents_total: number;
  incidents_started_in_window: number;
  by_impact: Record<string, number>;
  per_month: Record<string, number>;
  ttr_minutes_all: ExpectedSummary;
  ttr_minutes_nonzero: ExpectedSummary;
  ttr_minutes_by_impact: Record<string, ExpectedSummary>;
  ttr_minutes_started_in_window: ExpectedSummary;
  mean_hours_between_major_critical_starts: number;
  availability_major_critical: Record<string, ExpectedAvailability>;
  availability_minor_and_up: Record<string, ExpectedAvailability>;
};
type ExpectedAvailability = { incidents: number; downtime_minutes_union: number; availability_pct: number };

function githubIncidents(statedTimes: boolean): readonly (ReportedIncident & DowntimeIncident)[] {
  return lines<ImportedIncident>("github_incidents.jsonl").flatMap(({ id, impact, components, updates, started_at, resolved_at }) => {
    const span = incidentSpan(statedTimes ? { startedAt: started_at, resolvedAt: resolved_at, updates } : { updates });
    return span.startedAt === null ? [] : [{ id, impact, components, startedAt: span.startedAt, resolvedAt: span.resolvedAt }];
  });
}

describe.skipIf(!present).each([true, false])("GitHub's incidents (shared data), stated times used: %s", (statedTimes) => {
  const figures = present ? expected<ExpectedIncidents>("github_incidents.json") : null;
  const incidents = present ? githubIncidents(statedTimes) : [];

  it("come to the expected counts and times to resolve", () => {
    const report = incidentReport(incidents);
    expect(report.incidents).toBe(figures?.incidents_total);
    expect(report.byImpact).toEqual(figures?.by_impact);
    expect(report.perMonth).toEqual(figures?.per_month);
    if (figures === null) return;
    expectSummary(report.timeToResolveMinutes.all, figures.ttr_minutes_all);
    expectSummary(report.timeToResolveMinutes.nonzero, figures.ttr_minutes_nonzero);
    expect(Object.keys(report.timeToResolveMinutes.byImpact)).toEqual(Object.keys(figures.ttr_minutes_by_impact));
    for (const [impact, one] of Object.entries(figures.ttr_minutes_by_impact)) {
      expectSummary(report.timeToResolveMinutes.byImpact[impact], one);
    }
  });

  it("come to the expected figures within the window, limited by start", () => {
    if (figures === null) return;
    const [from, to] = figures.window;
    const report = incidentReport(incidents, { from, to });
    expect(report.incidents).toBe(figures.incidents_started_in_window);
    expectSummary(report.timeToResolveMinutes.all, figures.ttr_minutes_started_in_window);
  });

  it("start as far apart as expected, from the records behind the figures", () => {
    const { byImpact } = incidentReport(incidents).records;
    const serious = new Set([...(byImpact["major"] ?? []), ...(byImpact["critical"] ?? [])]);
    const starts = incidents.filter(({ id }) => serious.has(id)).map(({ startedAt }) => instantOf(startedAt)).toSorted((a, b) => a - b);
    const gaps = starts.slice(1).map((start, index) => (start - (starts[index] ?? start)) / 3_600_000);
    expect(rounded(mean(gaps), 4)).toBe(figures?.mean_hours_between_major_critical_starts);
  });

  it.each([
    ["availability_major_critical", ["major", "critical"]],
    ["availability_minor_and_up", ["minor", "major", "critical"]],
  ] as const)("come to the expected %s", (name, impact) => {
    if (figures === null) return;
    const [from, to] = figures.window;
    const report = availabilityReport(incidents, { from, to, impact, components: [] });
    expect(report.windowMinutes).toBe(figures.window_minutes);
    const all: Readonly<Record<string, Availability>> = { ...report.components, "*any*": report.any };
    expect(Object.keys(all).toSorted()).toEqual(Object.keys(figures[name]).toSorted());
    for (const [component, one] of Object.entries(figures[name])) {
      const own = all[component];
      expect([component, own?.incidents, own?.downtimeMinutes, rounded(own?.availabilityPercent ?? null, 6)]).toEqual([
        component,
        one.incidents,
        one.downtime_minutes_union,
        one.availability_pct,
      ]);
    }
  });
});

type ImportedRelease = {
  version: string;
  released_at: string;
  commits: { sha: string; author_date: string; merge?: boolean; reverts?: string[] }[];
};
type ExpectedReleases = {
  window: [string, string];
  releases_in_window: number;
  weeks_in_window: number;
  per_iso_week: Record<string, number>;
  releases_per_week_mean: number;
  releases_per_week_median: number;
  lead_time_hours: ExpectedSummary;
  lead_time_hours_by_year: Record<string, ExpectedSummary>;
  negative_lead_times_clamped_to_0: number;
  failed_releases_in_window: number;
  failed_versions: string[];
  change_failure_rate_pct: number;
  time_to_restore_hours: ExpectedSummary;
};

describe.skipIf(!present).each([
  ["releases_unleash_unleash.jsonl", "releases_unleash.json"],
  ["releases_grafana_oncall.jsonl", "releases_grafana_oncall.json"],
])("real releases (shared data): %s", (file, expectation) => {
  const figures = present ? expected<ExpectedReleases>(expectation) : null;
  const releases = (present ? lines<ImportedRelease>(file) : []).map(({ version, released_at, commits }) => ({
    version,
    releasedAt: released_at,
    commits: commits.map(({ sha, author_date, merge, reverts }) => ({ sha, authorAt: author_date, merge, reverts })),
  }));

  it("come to the expected figures", () => {
    if (figures === null) return;
    const [from, to] = figures.window;
    const report = deliveryReport(releases, { from, to });
    expect(report.releases).toBe(figures.releases_in_window);
    expect(report.weeks).toBe(figures.weeks_in_window);
    expect(report.perIsoWeek).toEqual(figures.per_iso_week);
    expect(rounded(report.perWeekMean, 4)).toBe(figures.releases_per_week_mean);
    expect(medianLinear(Object.values(report.perIsoWeek))).toBe(figures.releases_per_week_median);
    expectSummary(report.leadTimeHours, figures.lead_time_hours);
    expect(report.leadTimeHours.clamped).toBe(figures.negative_lead_times_clamped_to_0);
    expect(report.failed).toBe(figures.failed_releases_in_window);
    expect(report.failedVersions).toEqual(figures.failed_versions);
    expect(rounded(report.revertRatePercent, 4)).toBe(figures.change_failure_rate_pct);
    expectSummary(report.timeToRestoreHours, figures.time_to_restore_hours);
  });

  it("come to the expected lead times year by year", () => {
    if (figures === null) return;
    for (const [year, one] of Object.entries(figures.lead_time_hours_by_year)) {
      const [from = "", to = ""] = [`${year}-01-01T00:00:00Z`, `${Number(year) + 1}-01-01T00:00:00Z`];
      const within = { from: from > figures.window[0] ? from : figures.window[0], to: to < figures.window[1] ? to : figures.window[1] };
      expectSummary(deliveryReport(releases, within).leadTimeHours, one);
    }
  });
});
