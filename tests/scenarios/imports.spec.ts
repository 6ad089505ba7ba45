import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedStack, type SharedStack } from "../harness/index.ts";
import { expectSummary, figuresOf, hasRealHistories, history, rounded, type ExpectedSummary, type PrintedSummary } from "./realHistories.ts";

let stack: SharedStack;
const folder = mkdtempSync(join(tmpdir(), "ballast-imports-"));
beforeAll(async () => { stack = await sharedStack(); });
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** What `ballast … --json` printed. */
async function printed<Value>(...args: readonly string[]): Promise<Value> {
  const { code, json, stderr } = await stack.cli([...args, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return json as Value;
}

interface Result {
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: readonly { readonly line: number; readonly reason: string }[];
}

function file(name: string, ...lines: readonly (string | object)[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n")}\n`);
  return path;
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
interface ExpectedAvailability {
  readonly incidents: number;
  readonly downtime_minutes_union: number;
  readonly availability_pct: number;
}
interface IncidentReport {
  readonly incidents: number;
  readonly byImpact: Readonly<Record<string, number>>;
  readonly perMonth: Readonly<Record<string, number>>;
  readonly timeToResolveMinutes: { readonly all: PrintedSummary; readonly nonzero: PrintedSummary; readonly byImpact: Readonly<Record<string, PrintedSummary>> };
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
  const importOnce = () => printed<Result>("import", "incidents", history("github_incidents.jsonl"), "--service", service, "--register");

  it("come in whole, and a second time nothing changes", async () => {
    expect(await importOnce()).toEqual({ imported: 819, updated: 0, unchanged: 0, skipped: [] });
    const before = await stack.gql<{ health: { position: string } }>("{ health { position } }");
    expect(await importOnce()).toEqual({ imported: 0, updated: 0, unchanged: 819, skipped: [] });
    const { events } = await stack.gql<{ events: { edges: readonly { node: { type: string } }[] } }>("query($after: String) { events(first: 500, after: $after, oldestFirst: true) { edges { node { type } } } }", { after: before.health.position });
    expect(new Set(events.edges.map(({ node }) => node.type).filter((type) => !type.startsWith("Import")))).toEqual(new Set());
  });

  it("come to the expected counts and times to resolve, to the last digit", async () => {
    const figures = figuresOf<IncidentFigures>("github_incidents.json");
    const report = await printed<IncidentReport>("report", "incidents", "--service", service);
    expect(report.incidents).toBe(figures.incidents_total);
    expect(report.byImpact).toEqual(figures.by_impact);
    expect(report.perMonth).toEqual(figures.per_month);
    expectSummary(report.timeToResolveMinutes.all, figures.ttr_minutes_all);
    expectSummary(report.timeToResolveMinutes.nonzero, figures.ttr_minutes_nonzero);
    for (const [impact, one] of Object.entries(figures.ttr_minutes_by_impact)) expectSummary(report.timeToResolveMinutes.byImpact[impact], one);
    const [from, to] = figures.window;
    const within = await printed<IncidentReport>("report", "incidents", "--service", service, "--from", from, "--to", to);
    expect(within.incidents).toBe(figures.incidents_started_in_window);
    expectSummary(within.timeToResolveMinutes.all, figures.ttr_minutes_started_in_window);
  });

  it.each([["availability_major_critical", "major,critical"], ["availability_minor_and_up", "minor,major,critical"]] as const)("come to the expected %s", async (name, impact) => {
    const figures = figuresOf<IncidentFigures>("github_incidents.json");
    const [from, to] = figures.window;
    const report = await printed<AvailabilityReport>("report", "availability", "--service", service, "--from", from, "--to", to, "--impact", impact);
    expect(report.windowMinutes).toBe(figures.window_minutes);
    const all = Object.entries({ ...report.components, "*any*": report.any }).map(([component, { incidents, downtimeMinutes, availabilityPercent }]) =>
      [component, { incidents, downtime_minutes_union: downtimeMinutes, availability_pct: rounded(availabilityPercent, 6) }] as const);
    const expected = Object.entries(figures[name]).map(([component, { incidents, downtime_minutes_union, availability_pct }]) => [component, { incidents, downtime_minutes_union, availability_pct }] as const);
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
interface DeliveryReport {
  readonly basis: string;
  readonly releases: number;
  readonly weeks: number;
  readonly perIsoWeek: Readonly<Record<string, number>>;
  readonly perWeekMean: number;
  readonly leadTimeHours: PrintedSummary & { readonly clamped: number };
  readonly failed: number;
  readonly failedVersions: readonly string[];
  readonly revertRatePercent: number | null;
  readonly timeToRestoreHours: PrintedSummary;
}

describe.skipIf(!hasRealHistories).each([
  ["unleash", "releases_unleash_unleash.jsonl", "releases_unleash.json"],
  ["grafana-oncall", "releases_grafana_oncall.jsonl", "releases_grafana_oncall.json"],
])("releases of %s (shared data)", (service, name, expectation) => {
  it("come in whole and quickly, and a second time nothing changes", async () => {
    const figures = figuresOf<ReleaseFigures>(expectation);
    const args = ["import", "releases", history(name), "--service", service, "--register"];
    expect(await printed<Result>(...args)).toEqual({ imported: figures.releases_total, updated: 0, unchanged: 0, skipped: [] });
    expect(await printed<Result>(...args)).toEqual({ imported: 0, updated: 0, unchanged: figures.releases_total, skipped: [] });
  });

  it("come to the expected delivery figures, to the last digit", async () => {
    const figures = figuresOf<ReleaseFigures>(expectation);
    const [from, to] = figures.window;
    const report = await printed<DeliveryReport>("report", "delivery", "--service", service, "--from", from, "--to", to);
    expect(report).toMatchObject({
      basis: "releases", releases: figures.releases_in_window, weeks: figures.weeks_in_window, failed: figures.failed_releases_in_window, failedVersions: figures.failed_versions,
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
      const report = await printed<DeliveryReport>("report", "delivery", "--service", service, "--from", from > first ? from : first, "--to", to < last ? to : last);
      expectSummary(report.leadTimeHours, one);
    }
  });
});

describe("a history with bad lines", () => {
  const good = { id: "1", title: "Slow", impact: "minor", components: ["API"], started_at: "2024-01-01T10:00:00Z", resolved_at: "2024-01-01T11:00:00Z", updates: [{ at: "2024-01-01T12:00:00+02:00", status: "Investigating", message: "We look." }] };

  it("comes in but for those, each named with its line and reason", async () => {
    const path = file("dirty.jsonl", good, "{\"id\":", "", { ...good, id: "2", impact: "huge" }, { ...good, id: "3", started_at: "2024-01-01" }, { ...good, id: "4", updates: [{ status: "Update" }] });
    const result = await printed<Result>("import", "incidents", path, "--service", "dirty", "--register");
    expect(result).toMatchObject({ imported: 2, updated: 0, unchanged: 0 });
    expect(result.skipped).toEqual([
      { line: 2, reason: expect.stringMatching(/^malformed JSON/) as string }, { line: 4, reason: expect.stringMatching(/^impact is none of/) as string },
      { line: 5, reason: expect.stringMatching(/^started_at has no time zone/) as string }, { line: 6, reason: "update 1 left out: it has no time" },
    ]);
  });

  it("repaired at its source, brings only what differs", async () => {
    const path = file("repaired.jsonl", { ...good, updates: [...good.updates, { at: "2024-01-01T11:00:00Z", status: "Resolved", message: "Over." }] }, { ...good, id: "2" });
    expect(await printed<Result>("import", "incidents", path, "--service", "dirty")).toEqual({ imported: 1, updated: 1, unchanged: 0, skipped: [] });
  });

  it("is only looked at in a dry run", async () => {
    const path = file("dry.jsonl", { ...good, id: "dry" });
    expect(await printed<Result>("import", "incidents", path, "--service", "dirty", "--dry-run")).toEqual({ imported: 1, updated: 0, unchanged: 0, skipped: [] });
    expect(await printed<Result>("import", "incidents", path, "--service", "dirty", "--dry-run")).toMatchObject({ imported: 1 });
  });

  it("of a service that is not there is refused with the command that registers it", async () => {
    const { code, stderr } = await stack.cli(["import", "incidents", file("one.jsonl", good), "--service", "Nowhere Land"]);
    expect(code).toBe(1);
    expect(stderr).toContain("ballast service register nowhere-land --name \"Nowhere Land\"");
  });
});

describe("a status page", () => {
  it("comes in from its JSON, its updates oldest first", async () => {
    const page = { page: { id: "p" }, incidents: [{ id: "x1", name: "Errors", impact: "major", created_at: "2024-05-01T10:00:00.000Z", started_at: "2024-05-01T09:58:00.000Z", resolved_at: "2024-05-01T11:00:00.000Z", shortlink: "https://stspg.io/x1", components: [{ name: "API" }], incident_updates: [
      { status: "resolved", body: "Over.", created_at: "2024-05-01T11:00:00.000Z" }, { status: "investigating", body: "We look.", created_at: "2024-05-01T10:00:00.000Z" }] }] };
    expect(await printed<Result>("import", "statuspage", file("incidents.json", page), "--service", "statuspage", "--register")).toEqual({ imported: 1, updated: 0, unchanged: 0, skipped: [] });
    const report = await printed<IncidentReport>("report", "incidents", "--service", "statuspage");
    expect(report.timeToResolveMinutes.all).toMatchObject({ n: 1, mean: 62 });
  });
});

describe("a git repository", () => {
  const repository = join(folder, "repository");
  const git = (date: string, ...args: readonly string[]): string =>
    execFileSync("git", ["-C", repository, ...args], { encoding: "utf8", env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_AUTHOR_NAME: "Ana", GIT_AUTHOR_EMAIL: "ana@example.org", GIT_COMMITTER_NAME: "Ana", GIT_COMMITTER_EMAIL: "ana@example.org" } }).trim();

  it("comes in by its tags, bare or not; a revert marks the release that it takes back", async () => {
    execFileSync("git", ["init", "-q", "-b", "main", repository]);
    git("2024-01-01T00:00:00Z", "commit", "-q", "--allow-empty", "-m", "First");
    git("2024-01-01T00:00:00Z", "tag", "v1");
    git("2024-01-02T00:00:00Z", "commit", "-q", "--allow-empty", "-m", "Second");
    const second = git("2024-01-02T00:00:00Z", "rev-parse", "HEAD");
    git("2024-01-03T00:00:00Z", "tag", "-a", "-m", "two", "v2");
    git("2024-01-04T00:00:00Z", "commit", "-q", "--allow-empty", "-m", `Revert "Second"\n\nThis reverts commit ${second}.`);
    git("2024-01-05T12:00:00Z", "tag", "-a", "-m", "three", "v3");
    expect(await printed<Result>("import", "git", repository, "--service", "from-git", "--register", "--tags", "v*")).toEqual({ imported: 3, updated: 0, unchanged: 0, skipped: [] });
    const bare = join(folder, "bare.git");
    execFileSync("git", ["clone", "-q", "--bare", repository, bare]);
    expect(await printed<Result>("import", "git", bare, "--service", "from-git")).toEqual({ imported: 0, updated: 0, unchanged: 3, skipped: [] });
    const report = await printed<DeliveryReport>("report", "delivery", "--service", "from-git", "--from", "2024-01-01T00:00:00Z", "--to", "2024-01-08T00:00:00Z");
    expect(report).toMatchObject({ releases: 3, failed: 1, failedVersions: ["v2"], leadTimeHours: { n: 2, mean: 30, min: 24, max: 36 }, timeToRestoreHours: { n: 1, mean: 60 } });
  });
});
