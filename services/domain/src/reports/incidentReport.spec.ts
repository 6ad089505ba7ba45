import { describe, expect, it } from "vitest";
import { incidentReport, type ReportedIncident } from "./incidentReport.ts";
import { incidentSpan } from "./incidentSpan.ts";

const incident = (id: string, startedAt: string, rest: Partial<ReportedIncident> = {}): ReportedIncident => ({
  id,
  impact: "minor",
  startedAt,
  resolvedAt: null,
  ...rest,
});

describe("when an incident was (D1)", () => {
  it("runs from the earliest update to the last Resolved, whatever the order, the offset or a postmortem", () => {
    const updates = [
      { at: "2024-05-01T12:00:00Z", status: "Resolved" },
      { at: "2024-05-01T12:30:00+05:00", status: "Investigating" },
      { at: "2024-05-01T15:00:00Z", status: "Resolved" },
      { at: "2024-05-01T13:00:00Z", status: "Investigating" },
      { at: "2024-05-03T09:00:00Z", status: "Postmortem" },
    ];
    expect(incidentSpan({ updates })).toEqual({ startedAt: "2024-05-01T12:30:00+05:00", resolvedAt: "2024-05-01T15:00:00Z" });
  });

  it("prefers what the source states, and admits what nobody knows", () => {
    const updates = [{ at: "2024-05-01T12:00:00Z", status: "Monitoring" }];
    expect(incidentSpan({ startedAt: "2024-05-01T11:00:00Z", updates })).toEqual({ startedAt: "2024-05-01T11:00:00Z", resolvedAt: null });
    expect(incidentSpan({ updates: [] })).toEqual({ startedAt: null, resolvedAt: null });
  });
});

describe("the incident report", () => {
  it("has zeros and nulls over nothing", () => {
    const report = incidentReport([]);
    expect(report).toMatchObject({ incidents: 0, perMonth: {}, byImpact: { none: 0, critical: 0, maintenance: 0 } });
    expect(report.timeToResolveMinutes.all).toMatchObject({ n: 0, mean: null });
  });

  it("limits by start, half-open", () => {
    const incidents = ["2024-12-31T23:59:59Z", "2025-01-01T00:00:00Z", "2025-06-01T00:00:00Z", "2026-01-01T00:00:00Z"];
    const report = incidentReport(
      incidents.map((startedAt) => incident(startedAt, startedAt)),
      { from: "2025-01-01", to: "2026-01-01" },
    );
    expect(report.records.incidents).toEqual(["2025-01-01T00:00:00Z", "2025-06-01T00:00:00Z"]);
  });

  it("counts maintenance in months and levels but never as time to resolve", () => {
    const report = incidentReport([
      incident("m", "2024-02-01T00:00:00Z", { impact: "maintenance", resolvedAt: "2024-02-02T00:00:00Z" }),
      incident("a", "2024-02-03T00:00:00Z", { resolvedAt: "2024-02-03T00:30:00Z" }),
    ]);
    expect(report.byImpact).toMatchObject({ maintenance: 1, minor: 1 });
    expect(report.perMonth).toEqual({ "2024-02": 2 });
    expect(report.timeToResolveMinutes.all).toMatchObject({ n: 1, mean: 30 });
    expect(report.timeToResolveMinutes.byImpact).not.toHaveProperty("maintenance");
  });

  it("keeps incidents of length zero out of nonzero only", () => {
    const report = incidentReport([incident("z", "2024-02-03T00:00:00Z", { resolvedAt: "2024-02-03T00:00:00Z" })]);
    expect([report.timeToResolveMinutes.all.n, report.timeToResolveMinutes.nonzero.n]).toEqual([1, 0]);
  });

  it("counts but does not measure what has no end or ends before it starts, and names it", () => {
    const report = incidentReport([
      incident("open", "2024-02-03T00:00:00Z"),
      incident("backwards", "2024-02-04T00:00:00Z", { resolvedAt: "2024-02-03T00:00:00Z" }),
    ]);
    expect(report.incidents).toBe(2);
    expect(report.timeToResolveMinutes.all.n).toBe(0);
    expect(report.records.unmeasured).toEqual(["open", "backwards"]);
  });

  it("opens every number to its records, in order of the start, months without an incident between included", () => {
    const report = incidentReport([
      incident("late", "2024-03-31T23:30:00-05:00", { impact: "outage-ish" }),
      incident("early", "2024-02-01T00:00:00Z", { impact: "major", resolvedAt: "2024-02-01T02:00:00Z" }),
    ]);
    expect(report.records.perMonth).toEqual({ "2024-02": ["early"], "2024-03": [], "2024-04": ["late"] });
    expect(report.records.byImpact).toMatchObject({ major: ["early"], "outage-ish": ["late"], minor: [] });
    expect(report.records.timeToResolveMinutes).toEqual([{ id: "early", impact: "major", minutes: 120 }]);
  });
});
