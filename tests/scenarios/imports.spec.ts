import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedStack, type SharedStack } from "../harness/sharedStack.ts";

/**
 * Real histories of real organisations through the command line, and the reports over them held against figures that
 * an independent program computed. Skipped, with a message, where the records are not at hand.
 */
const records = process.env["BALLAST_SHARED_DATA"] ?? join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "shared", "data");
const atHand = existsSync(join(records, "open"));
if (!atHand) console.warn(`The real records are not at ${records}: set BALLAST_SHARED_DATA. Their tests are skipped.`);

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

const open = (name: string): string => join(records, "open", name);
const expected = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(records, "expected", name), "utf8")) as Record<string, unknown>;

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await stack.cli([...args, "--json"]);
  if (code !== 0) throw new Error(`ballast ${args.join(" ")} ended with ${String(code)}:\n${stdout}${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Numbers of ours at the decimals the reference gives. */
function sameTo(decimals: number, ours: unknown, theirs: unknown): void {
  const rounded = (value: unknown): unknown => (typeof value === "number" ? Number(value.toFixed(decimals)) : value);
  expect(rounded(ours)).toEqual(rounded(theirs));
}

type Figures = Record<string, number>;
const names = [["n", "n"], ["mean", "mean"], ["median_linear", "medianLinear"], ["p90_nearest_rank", "p90NearestRank"], ["p90_linear", "p90Linear"], ["min", "min"], ["max", "max"]] as const;
function sameFigures(ours: unknown, theirs: unknown): void {
  for (const [their, our] of names) sameTo(4, (ours as Figures)[our], (theirs as Figures)[their]);
}

describe.skipIf(!atHand)("the real incident history of a public status page", () => {
  const reference = atHand ? expected("github_incidents.json") : {};
  const [from, to] = (reference["window"] ?? ["", ""]) as [string, string];

  it("is imported whole, and a second time changes nothing", async () => {
    await stack.cli(["service", "register", "real-incidents", "--name", "Real incidents"]);
    const first = await json("import", "incidents", open("github_incidents.jsonl"), "--service", "real-incidents");
    expect(first).toMatchObject({ imported: 819, updated: 0, unchanged: 0, skipped: [] });
    const second = await json("import", "incidents", open("github_incidents.jsonl"), "--service", "real-incidents");
    expect(second).toMatchObject({ imported: 0, updated: 0, unchanged: 819, skipped: [] });
  });

  it("gives the incident report its reference gives", async () => {
    const report = await json("report", "incidents", "--service", "real-incidents");
    expect(report["incidents"]).toBe(reference["incidents_total"]);
    expect(report["byImpact"]).toEqual(reference["by_impact"]);
    expect(report["perMonth"]).toEqual(reference["per_month"]);
    const times = report["timeToResolveMinutes"] as Record<string, Record<string, unknown>>;
    sameFigures(times["all"], reference["ttr_minutes_all"]);
    sameFigures(times["nonzero"], reference["ttr_minutes_nonzero"]);
    for (const [impact, figures] of Object.entries(reference["ttr_minutes_by_impact"] as object)) sameFigures(times["byImpact"]?.[impact], figures);
  });

  it("limits the incident report by the start", async () => {
    const report = await json("report", "incidents", "--service", "real-incidents", "--from", from, "--to", to);
    expect(report["incidents"]).toBe(reference["incidents_started_in_window"]);
    sameFigures((report["timeToResolveMinutes"] as Record<string, unknown>)["all"], reference["ttr_minutes_started_in_window"]);
  });

  it.each([["major,critical", "availability_major_critical"], ["minor,major,critical", "availability_minor_and_up"]])("gives the availability of its reference for %s", async (impact, name) => {
    const report = await json("report", "availability", "--service", "real-incidents", "--from", from, "--to", to, "--impact", impact);
    const { "*any*": any, ...components } = reference[name] as Record<string, Figures>;
    const ours = report["components"] as Record<string, Figures>;
    expect(Object.keys(ours).toSorted()).toEqual(Object.keys(components).toSorted());
    for (const [component, theirs] of [...Object.entries(components), ["any", any] as const]) {
      const figures = component === "any" ? (report["any"] as Figures) : ours[component];
      expect(figures?.["incidents"]).toBe(theirs?.["incidents"]);
      sameTo(6, figures?.["downtimeMinutes"], theirs?.["downtime_minutes_union"]);
      sameTo(6, figures?.["availabilityPercent"], theirs?.["availability_pct"]);
    }
  });
});

describe.skipIf(!atHand).each([["releases_unleash_unleash.jsonl", "releases_unleash.json"], ["releases_grafana_oncall.jsonl", "releases_grafana_oncall.json"]])("the real release history %s", (file, name) => {
  const reference = atHand ? expected(name) : {};
  const [from, to] = (reference["window"] ?? ["", ""]) as [string, string];
  const service = name.replace("releases_", "real-").replace("_", "-").replace(".json", "");

  it("is imported whole, and a second time changes nothing", async () => {
    await stack.cli(["service", "register", service, "--name", service]);
    const first = await json("import", "releases", open(file), "--service", service);
    expect(first).toMatchObject({ imported: reference["releases_total"], skipped: [] });
    expect(await json("import", "releases", open(file), "--service", service)).toMatchObject({ imported: 0, unchanged: reference["releases_total"], skipped: [] });
  });

  it("gives the delivery report its reference gives", async () => {
    const report = await json("report", "delivery", "--service", service, "--from", from, "--to", to);
    expect(report).toMatchObject({ basis: "releases", releases: reference["releases_in_window"], weeks: reference["weeks_in_window"], perIsoWeek: reference["per_iso_week"], failed: reference["failed_releases_in_window"], failedVersions: reference["failed_versions"] });
    sameTo(4, report["perWeekMean"], reference["releases_per_week_mean"]);
    sameTo(4, report["revertRatePercent"], reference["change_failure_rate_pct"]);
    sameFigures(report["leadTimeHours"], reference["lead_time_hours"]);
    expect((report["leadTimeHours"] as Figures)["clamped"]).toBe(reference["negative_lead_times_clamped_to_0"]);
    sameFigures(report["timeToRestoreHours"], reference["time_to_restore_hours"]);
  });
});

describe("a dirty file", () => {
  it("gives what it can, and says what it could not use and why", async () => {
    const file = join(stack.data, "dirty.jsonl");
    const good = { id: "1", title: "Short outage", impact: "minor", components: [], started_at: "2026-01-01T10:00:00Z", resolved_at: "2026-01-01T11:00:00Z", updates: [{ at: "2026-01-01T10:00:00Z", status: "Investigating", message: "Looking" }] };
    writeFileSync(file, [JSON.stringify(good), "{not json", JSON.stringify({ title: "no id" }), ""].join("\n"));
    await stack.cli(["service", "register", "dirty", "--name", "Dirty"]);
    const result = await json("import", "incidents", file, "--service", "dirty");
    expect(result).toMatchObject({ imported: 1, updated: 0, unchanged: 0 });
    expect((result["skipped"] as readonly { line: number }[]).map(({ line }) => line)).toEqual([2, 3]);
  });
});
