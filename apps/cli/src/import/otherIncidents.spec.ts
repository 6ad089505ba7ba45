import { describe, expect, it } from "vitest";
import { mapIncident } from "./incidents.ts";

describe("an incident as a cloud provider publishes it", () => {
  const given = {
    id: "aws-1", provider: "aws", title: "Connectivity", description: "Some instances were not reached.", severity: "major",
    status: "resolved", startedAt: "2025-04-15T08:15:00.000Z", resolvedAt: "2025-04-15T09:00:00.000Z", sourceUrl: "https://example.org/1",
    affectedServices: [{ serviceName: "Compute" }, "Storage"],
    updates: [{ timestamp: "2025-04-15T08:20:00.000Z", status: "1", message: "We look." }, "?"],
  };
  it("keeps its severity as impact, its services as components, its description and its updates", () => {
    const { record, problems } = mapIncident(given);
    expect(record).toMatchObject({
      sourceId: "aws-1", impact: "major", components: ["Compute", "Storage"], startedAt: "2025-04-15T08:15:00.000Z",
      resolvedAt: "2025-04-15T09:00:00.000Z", url: "https://example.org/1",
      updates: [
        { index: 0, at: "2025-04-15T08:15:00.000Z", status: "Description", body: "Some instances were not reached." },
        { index: 1, at: "2025-04-15T08:20:00.000Z", status: "1", body: "We look." },
      ],
    });
    expect(problems).toEqual([expect.stringContaining("update 3 left out")]);
  });
  it("says that it is resolved without an end, and of which severity nothing is known", () => {
    expect(mapIncident({ ...given, resolvedAt: null, updates: [] })).toMatchObject({
      record: { resolvedAt: null }, problems: ["it is said to be resolved, and nobody says when"],
    });
    expect(mapIncident({ ...given, severity: "awful" })).toMatchObject({ record: null, problems: [expect.stringContaining("awful")] });
  });
});

describe("a report with a timeline", () => {
  const timesOf = (given: object): readonly (string | undefined)[] => mapIncident(given).record?.updates.map(({ at }) => at) ?? [];
  it("has times in its zone; what says none is left out and named", () => {
    const given = {
      id: "PM-1", title: "No addresses left", timezone: "CET", contributing_factors: ["Small subnets"],
      timeline: [
        { at_source: "2019-11-29   9:05", text: "Grown" }, { at_source: "2019-11-29 12:00 - 12:30", text: "Full" },
        { at_source: "2019-11-29 HH:mm", text: "?" }, { at_source: "2019-11-29 25:00", text: "?" }, "?",
      ],
    };
    expect(timesOf(given)).toEqual(["2019-11-29T09:05:00+01:00", "2019-11-29T12:00:00+01:00", "2019-11-29T09:05:00+01:00"]);
    const { record, problems } = mapIncident(given);
    expect(record).toMatchObject({ impact: "none", startedAt: null, resolvedAt: null });
    expect(record?.updates.at(-1)).toMatchObject({ status: "Report", body: "Contributing factors:\n- Small subnets" });
    expect(problems).toHaveLength(5);
    expect(problems[0]).toContain("counts at no level");
  });
  it("goes on to the next day when midnight has passed, and not for a line that is a little out of order", () => {
    const timeline = ["22:50", "23:10", "23:05", "00:04", "01:00"].map((time) => ({ date: null, time, end: null, text: time }));
    const given = { id: "wm-1", title: "Slow", date: "2011-05-31", timezone: "UTC", timeline };
    expect(timesOf(given)).toEqual([
      "2011-05-31T22:50:00Z", "2011-05-31T23:10:00Z", "2011-05-31T23:05:00Z", "2011-06-01T00:04:00Z", "2011-06-01T01:00:00Z",
    ]);
    const dated = [...timeline.slice(0, 1), { date: "2011-06-03", time: "08:00", end: null, text: "later" }, ...timeline.slice(3, 4)];
    expect(timesOf({ ...given, timeline: dated })).toEqual(["2011-05-31T22:50:00Z", "2011-06-03T08:00:00Z", "2011-06-03T00:04:00Z"]);
  });
  it("begins with its day where only that is known, and cannot be used without a zone", () => {
    const given = { id: "wm-2", title: "Slow", date: "2011-05-31", timezone: "UTC", text: "It was slow.", timeline: [] };
    expect(mapIncident(given)).toMatchObject({
      record: { startedAt: "2011-05-31T00:00:00Z", updates: [{ status: "Report", body: "It was slow." }] },
      problems: [expect.any(String), "only its day is known: it begins with that"],
    });
    const { record, problems } = mapIncident({ ...given, timezone: null });
    expect(record).toBeNull();
    expect(problems.join(" ")).toContain("their zone is not said");
  });
});
