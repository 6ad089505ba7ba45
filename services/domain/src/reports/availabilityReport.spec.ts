import { describe, expect, it } from "vitest";
import { availabilityReport, type DowntimeIncident } from "./availabilityReport.ts";

const query = { from: "2024-01-01", to: "2024-01-02", impact: ["major", "critical"], components: ["api", "web"] };
const at = (time: string) => `2024-01-01T${time}:00Z`;
const outage = (id: string, rest: Partial<DowntimeIncident> = {}): DowntimeIncident => ({
  id,
  impact: "major",
  startedAt: at("10:00"),
  resolvedAt: at("11:00"),
  components: ["api"],
  ...rest,
});

describe("the availability report (D4)", () => {
  it("lists every component the service ever had, those without downtime included", () => {
    const past = outage("old", {
      startedAt: "2020-01-01T00:00:00Z", resolvedAt: "2020-01-01T01:00:00Z", components: ["retired"], impact: "minor",
    });
    const report = availabilityReport([past], query);
    const full = { incidents: 0, downtimeMinutes: 0, availabilityPercent: 100 };
    expect(report).toMatchObject({ windowMinutes: 1440, components: { api: full, web: full, retired: full }, any: full });
  });

  it("counts overlapping incidents once, but counts both", () => {
    const report = availabilityReport([outage("a"), outage("b", { startedAt: at("10:30"), resolvedAt: at("11:30") })], query);
    expect(report.components["api"]).toEqual({ incidents: 2, downtimeMinutes: 90, availabilityPercent: 100 * (1 - 90 / 1440) });
    expect(report.records.components["api"]).toEqual(["a", "b"]);
  });

  it("clips to the window and counts only what has a length inside", () => {
    const report = availabilityReport(
      [
        outage("before", { startedAt: "2023-12-31T22:00:00Z", resolvedAt: "2024-01-01T00:10:00Z" }),
        outage("touching", { startedAt: "2023-12-31T22:00:00Z", resolvedAt: "2024-01-01T00:00:00Z" }),
        outage("empty", { resolvedAt: at("10:00") }),
      ],
      query,
    );
    expect(report.any).toMatchObject({ incidents: 1, downtimeMinutes: 10 });
  });

  it("takes in incidents without a component under any, and only the levels asked for", () => {
    const report = availabilityReport([outage("unnamed", { components: [] }), outage("small", { impact: "minor" })], query);
    expect(report.any).toMatchObject({ incidents: 1, downtimeMinutes: 60 });
    expect(report.components["api"]).toMatchObject({ incidents: 0 });
  });

  it("takes both intervals of a reopened incident, each for its own components", () => {
    const intervals = [
      { from: at("10:00"), to: at("10:20") },
      { from: at("12:00"), to: at("12:05"), components: ["web"] },
    ];
    const report = availabilityReport([outage("reopened", { resolvedAt: at("12:05"), intervals })], query);
    expect(report.components["api"]).toMatchObject({ incidents: 1, downtimeMinutes: 20 });
    expect(report.components["web"]).toMatchObject({ incidents: 1, downtimeMinutes: 5 });
    expect(report.any).toMatchObject({ incidents: 1, downtimeMinutes: 25 });
  });

  it("judges each interval by its own level where it has one", () => {
    const intervals = [
      { from: at("10:00"), to: at("10:20"), impact: "minor" },
      { from: at("10:20"), to: at("10:25"), impact: "critical" },
    ];
    expect(availabilityReport([outage("worsened", { intervals })], query).any).toMatchObject({ incidents: 1, downtimeMinutes: 5 });
  });

  it("counts a live incident up to now, and says which ones have no known end", () => {
    const open = outage("live", { resolvedAt: null, openUntil: at("10:15") });
    const report = availabilityReport([open, outage("unknown", { resolvedAt: null })], query);
    expect(report.any).toMatchObject({ incidents: 1, downtimeMinutes: 15 });
    expect(report.records.withoutEnd).toEqual(["unknown"]);
  });

  it("refuses an empty window", () => {
    expect(() => availabilityReport([], { ...query, to: query.from })).toThrow("empty");
  });
});
