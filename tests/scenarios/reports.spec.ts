import { beforeAll, describe, expect, it } from "vitest";
import { sharedStack, type SharedStack } from "../harness/index.ts";
import {
  expectSummary, figuresOf, hasRealHistories, history, rounded, type DeliveryReport, type ExpectedSummary, type ImportResult,
  type IncidentReport,
} from "./realHistories.ts";

let stack: SharedStack;
beforeAll(async () => { stack = await sharedStack(); });

/** What `ballast … --json` printed. */
async function printed<Value>(...args: readonly string[]): Promise<Value> {
  const { code, json, stderr } = await stack.cli([...args, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return json as Value;
}

interface IncidentFigures {
  readonly window: readonly [string, string];
  readonly window_minutes: number;
  readonly incidents_total: number;
  readonly incidents_started_in_window: number;
  readonly by_impact: Readonly<Record<string, number>>;
  readonly per_month: Readonly<Record<string, number>>;
  readonly ttr_minutes_all: ExpectedSummary;
  readonly ttr_minutes_nonzero: ExpectedSummary;
  readonly ttr_minutes_by_impact: Readonly<Record<string, ExpectedSummary>>;
  readonly ttr_minutes_started_in_window: ExpectedSummary;
  readonly availability_major_critical: Readonly<Record<string, ExpectedAvailability>>;
  readonly availability_minor_and_up: Readonly<Record<string, ExpectedAvailability>>;
}
interface OwnStreams {
  readonly service: { readonly id: string };
  readonly incidents: {
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

/** The streams of a service and of every incident about it. */
async function streamsOf(service: string, after: string | null = null): Promise<ReadonlySet<string>> {
  const answer = await stack.gql<OwnStreams>(
    `query($service: String!, $after: String) {
      service(slug: $service) { id }
      incidents(first: 500, after: $after, filter: { service: $service }) { edges { node { id } } pageInfo { endCursor hasNextPage } }
    }`,
    { service, after },
  );
  const { edges, pageInfo } = answer.incidents;
  const rest = pageInfo.hasNextPage ? await streamsOf(service, pageInfo.endCursor) : [];
  return new Set([`service-${answer.service.id}`, ...edges.map(({ node }) => `incident-${node.id}`), ...rest]);
}

interface ExpectedAvailability {
  readonly incidents: number;
  readonly downtime_minutes_union: number;
  readonly availability_pct: number;
}
interface Availability {
  readonly incidents: number;
  readonly downtimeMinutes: number;
  readonly availabilityPercent: number;
}
interface AvailabilityReport {
  readonly windowMinutes: number;
  readonly components: Readonly<Record<string, Availability>>;
  readonly any: Availability;
}

describe.skipIf(!hasRealHistories)("GitHub's incidents (shared data)", () => {
  const service = "github-status";
  const importOnce = () =>
    printed<ImportResult>("import", "incidents", history("github_incidents.jsonl"), "--service", service, "--register");

  it("come in whole, and a second time nothing changes", async () => {
    expect(await importOnce()).toEqual({ imported: 819, updated: 0, unchanged: 0, skipped: [] });
    const before = await stack.gql<{ health: { position: string } }>("{ health { position } }");
    expect(await importOnce()).toEqual({ imported: 0, updated: 0, unchanged: 819, skipped: [] });
    const { events } = await stack.gql<{ events: { edges: readonly { node: { type: string; stream: string } }[] } }>(
      "query($after: String) { events(first: 500, after: $after, oldestFirst: true) { edges { node { type stream } } } }",
      { after: before.health.position },
    );
    // Others declare, page and deploy on the same stack meanwhile: only what was imported is a matter of its import.
    const own = await streamsOf(service);
    expect(own.size).toBe(1 + 819);
    expect(events.edges.filter(({ node }) => own.has(node.stream)).map(({ node }) => node.type)).toEqual([]);
  });

  it("come to the expected counts and times to resolve, to the last digit", async () => {
    const figures = figuresOf<IncidentFigures>("github_incidents.json");
    const report = await printed<IncidentReport>("report", "incidents", "--service", service);
    expect(report.incidents).toBe(figures.incidents_total);
    expect(report.byImpact).toEqual(figures.by_impact);
    expect(report.perMonth).toEqual(figures.per_month);
    expectSummary(report.timeToResolveMinutes.all, figures.ttr_minutes_all);
    expectSummary(report.timeToResolveMinutes.nonzero, figures.ttr_minutes_nonzero);
    for (const [impact, one] of Object.entries(figures.ttr_minutes_by_impact))
      expectSummary(report.timeToResolveMinutes.byImpact[impact], one);
    const [from, to] = figures.window;
    const within = await printed<IncidentReport>("report", "incidents", "--service", service, "--from", from, "--to", to);
    expect(within.incidents).toBe(figures.incidents_started_in_window);
    expectSummary(within.timeToResolveMinutes.all, figures.ttr_minutes_started_in_window);
  });

  it.each([
    ["availability_major_critical", "major,critical"],
    ["availability_minor_and_up", "minor,major,critical"],
  ] as const)("come to the expected %s", async (name, impact) => {
    const figures = figuresOf<IncidentFigures>("github_incidents.json");
    const [from, to] = figures.window;
    const report = await printed<AvailabilityReport>(
      "report",
      "availability",
      "--service",
      service,
      "--from",
      from,
      "--to",
      to,
      "--impact",
      impact,
    );
    expect(report.windowMinutes).toBe(figures.window_minutes);
    const all = Object.entries({ ...report.components, "*any*": report.any }).map(
      ([component, { incidents, downtimeMinutes, availabilityPercent }]) =>
        [component, { incidents, downtime_minutes_union: downtimeMinutes, availability_pct: rounded(availabilityPercent, 6) }] as const,
    );
    const expected = Object.entries(figures[name]).map(
      ([component, { incidents, downtime_minutes_union, availability_pct }]) =>
        [component, { incidents, downtime_minutes_union, availability_pct }] as const,
    );
    expect(Object.fromEntries(all)).toEqual(Object.fromEntries(expected));
  });
});

interface ReleaseFigures {
  readonly window: readonly [string, string];
  readonly releases_total: number;
  readonly releases_in_window: number;
  readonly weeks_in_window: number;
  readonly per_iso_week: Readonly<Record<string, number>>;
  readonly releases_per_week_mean: number;
  readonly lead_time_hours: ExpectedSummary;
  readonly lead_time_hours_by_year: Readonly<Record<string, ExpectedSummary>>;
  readonly negative_lead_times_clamped_to_0: number;
  readonly failed_releases_in_window: number;
  readonly failed_versions: readonly string[];
  readonly change_failure_rate_pct: number;
  readonly time_to_restore_hours: ExpectedSummary;
}

describe.skipIf(!hasRealHistories).each([
  ["unleash", "releases_unleash_unleash.jsonl", "releases_unleash.json"],
  ["grafana-oncall", "releases_grafana_oncall.jsonl", "releases_grafana_oncall.json"],
])("releases of %s (shared data)", (service, name, expectation) => {
  it("come in whole and quickly, and a second time nothing changes", async () => {
    const figures = figuresOf<ReleaseFigures>(expectation);
    const args = ["import", "releases", history(name), "--service", service, "--register"];
    expect(await printed<ImportResult>(...args)).toEqual({ imported: figures.releases_total, updated: 0, unchanged: 0, skipped: [] });
    expect(await printed<ImportResult>(...args)).toEqual({ imported: 0, updated: 0, unchanged: figures.releases_total, skipped: [] });
  });

  it("come to the expected delivery figures, to the last digit", async () => {
    const figures = figuresOf<ReleaseFigures>(expectation);
    const [from, to] = figures.window;
    const report = await printed<DeliveryReport>("report", "delivery", "--service", service, "--from", from, "--to", to);
    expect(report).toMatchObject({
      basis: "releases", releases: figures.releases_in_window, weeks: figures.weeks_in_window, failed: figures.failed_releases_in_window,
      failedVersions: figures.failed_versions,
    });
    expect(report.perIsoWeek).toEqual(figures.per_iso_week);
    expect(rounded(report.perWeekMean)).toBe(figures.releases_per_week_mean);
    expectSummary(report.leadTimeHours, figures.lead_time_hours);
    expect(report.leadTimeHours.clamped).toBe(figures.negative_lead_times_clamped_to_0);
    expect(rounded(report.revertRatePercent)).toBe(figures.change_failure_rate_pct);
    expectSummary(report.timeToRestoreHours, figures.time_to_restore_hours);
  });

  it("come to the expected lead times year by year", async () => {
    const figures = figuresOf<ReleaseFigures>(expectation);
    const [first, last] = figures.window;
    for (const [year, one] of Object.entries(figures.lead_time_hours_by_year)) {
      const [from, to] = [`${year}-01-01T00:00:00Z`, `${String(Number(year) + 1)}-01-01T00:00:00Z`];
      const report = await printed<DeliveryReport>(
        "report",
        "delivery",
        "--service",
        service,
        "--from",
        from > first ? from : first,
        "--to",
        to < last ? to : last,
      );
      expectSummary(report.leadTimeHours, one);
    }
  });
});
