import { plainLayer, type RotationLayer } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { type RotationSchedule } from "./duties.ts";
import { clockChanges, findingsIn, repairOf } from "./findings.ts";
import { everybodyAt, shifts, shiftsOf } from "./schedule.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const layer = (layerId: string, rest: Partial<RotationLayer>): RotationLayer => ({
  ...plainLayer, layerId, name: layerId, effectiveFrom: "2026-01-01T00:00:00Z", timeZone: "UTC",
  handOver: { every: "week", weekday: 1, at: "00:00" }, people: [], startsOn: "2026-01-05", ...rest,
});
/** Twelve hours each, by their own clocks: together they are a whole day, but for the week between two changes of clocks. */
const europe = layer("europe", {
  timeZone: "Europe/Zagreb", people: ["ana"], hours: [{ weekdays: everyDay, from: "08:00", to: "20:00", daysLater: 0 }],
});
const americas = layer("americas", {
  timeZone: "America/Chicago", people: ["kim"], hours: [{ weekdays: everyDay, from: "13:00", to: "01:00", daysLater: 1 }],
});
const platform: RotationSchedule = { layers: [europe, americas], overrides: [], left: new Map() };
const window = { from: Date.parse("2026-10-19T00:00:00Z"), to: Date.parse("2026-11-03T00:00:00Z") };
const found = (schedule: RotationSchedule, kept: Parameters<typeof findingsIn>[2]["kept"] = []) =>
  findingsIn(schedule, window, { kept, timeZone: "Europe/Zagreb" });
const iso = (instant: number | undefined) => (instant === undefined ? null : new Date(instant).toISOString());

describe("a schedule that follows the sun", () => {
  it("finds ahead that one clock goes back a week before the other: eight gaps and seven overlaps of an hour", () => {
    const [gap, overlap, ...rest] = found(platform);
    expect(rest).toEqual([]);
    expect([gap?.kind, gap?.times.length, iso(gap?.from), iso(gap?.times[0]?.to)]).toEqual([
      "gap", 8, "2026-10-25T06:00:00.000Z", "2026-10-25T07:00:00.000Z",
    ]);
    expect([overlap?.kind, overlap?.times.length, overlap?.times[0]?.people]).toEqual(["overlap", 7, ["ana", "kim"]]);
    expect(gap?.cause).toEqual({ timeZone: "Europe/Zagreb", at: Date.parse("2026-10-25T01:00:00Z"), before: 7_200_000, after: 3_600_000 });
    expect(clockChanges(platform, window).map(({ timeZone, at }) => [timeZone, iso(at)])).toEqual([
      ["Europe/Zagreb", "2026-10-25T01:00:00.000Z"],
      ["America/Chicago", "2026-11-01T07:00:00.000Z"],
    ]);
  });

  it("pages both where two are on call, and the fallback where nobody is; that stays a gap", () => {
    expect(everybodyAt(platform, "2026-10-25T18:30:00Z")).toEqual(["ana", "kim"]);
    expect(shiftsOf(platform, "kim", { from: "2026-10-25T18:30:00Z", to: "2026-10-25T20:00:00Z" })).toHaveLength(2);
    expect(everybodyAt(platform, "2026-10-25T06:30:00Z")).toEqual([]);
    const covered = { ...platform, fallbacks: [{ personId: "lea", from: "2026-10-28T00:00:00Z" }] };
    expect([everybodyAt(covered, "2026-10-25T06:30:00Z"), everybodyAt(covered, "2026-10-29T06:30:00Z")]).toEqual([[], ["lea"]]);
    expect(found(covered).filter(({ kind }) => kind === "gap").flatMap(({ times }) => times)).toHaveLength(8);
  });

  it("is put right by who stays on, or by who comes earlier: then nothing is found any more", () => {
    for (const how of ["stay", "come"] as const) {
      const repairs = found(platform).flatMap((finding) => repairOf(platform, finding, how) ?? []);
      const overrides = repairs.map((repair, at) => ({ overrideId: `o-${String(at)}`, ...repair }));
      expect(new Set(repairs.map(({ personId }) => personId)).size).toBe(2);
      expect(found({ ...platform, overrides })).toEqual([]);
    }
    const [gap] = found(platform);
    const first = (how: "stay" | "come") => (gap === undefined ? null : repairOf(platform, gap, how)?.[0]);
    expect(first("stay")).toEqual({ personId: "kim", from: "2026-10-25T06:00:00.000Z", to: "2026-10-25T07:00:00.000Z" });
    expect(first("come")?.personId).toBe("ana");
  });

  it("has no repair where nobody is there to stay", () => {
    const nobody = { ...platform, layers: [layer("empty", {})] };
    const [gap] = found(nobody);
    expect([gap?.times.length, gap === undefined ? 0 : repairOf(nobody, gap, "stay")]).toEqual([1, null]);
  });

  it("stays as it is for a reason, as far as that reaches", () => {
    const kept = [{ kind: "gap" as const, from: "2026-10-25T00:00:00Z", to: "2026-11-02T00:00:00Z", reason: "nobody sells then" }];
    expect(found(platform, kept).map((finding) => finding.kept)).toEqual(["nobody sells then", null]);
    expect(found(platform, [{ ...kept[0], kind: "gap", from: "2026-10-25T00:00:00Z", to: "2026-10-30T00:00:00Z", reason: "x" }])[0]?.kept)
      .toBeNull();
  });
});

describe("layers", () => {
  const moment = { from: "2026-10-19T00:00:00Z", to: "2026-10-19T12:00:00Z" };
  it("of a higher level lie over the others while they have somebody", () => {
    const over = layer("over", { people: ["lea"], level: 1, hours: [{ weekdays: [1], from: "06:00", to: "09:00", daysLater: 0 }] });
    const schedule = { ...platform, layers: [layer("all", { people: ["jo"] }), over] };
    expect(shifts(schedule, moment.from, moment.to).map(({ personId, from }) => [personId, from.slice(11, 16)])).toEqual([
      ["jo", "00:00"], ["lea", "06:00"], ["jo", "09:00"],
    ]);
  });

  it("take turns of some hours, of several days and weeks, and end", () => {
    const turns = (rest: Partial<RotationLayer>) =>
      shifts({ ...platform, layers: [layer("one", { people: ["ana", "ben"], ...rest })] }, "2026-01-05T00:00:00Z", "2026-01-27T00:00:00Z")
        .map(({ personId, from }) => `${personId ?? "nobody"} ${from.slice(5, 13)}`).slice(0, 4);
    expect(turns({ handOver: { every: "hour", weekday: null, at: "06:00" }, turnLength: 9 })).toEqual([
      "nobody 01-05T00", "ana 01-05T06", "ben 01-05T15", "ana 01-06T00",
    ]);
    expect(turns({ handOver: { every: "day", weekday: null, at: "00:00" }, turnLength: 10 })).toEqual([
      "ana 01-05T00", "ben 01-15T00", "ana 01-25T00",
    ]);
    expect(turns({ turnLength: 2, endsAt: "2026-01-20T12:00:00Z" })).toEqual(["ana 01-05T00", "ben 01-19T00", "nobody 01-20T12"]);
  });

  it("that span a weekend are on call from Friday evening to Monday morning", () => {
    const weekend = layer("weekend", {
      people: ["ana"], handOver: { every: "week", weekday: 5, at: "18:00" }, startsOn: "2026-01-02",
      hours: [{ weekdays: [5], from: "18:00", to: "08:00", daysLater: 3 }],
    });
    expect(shifts({ ...platform, layers: [weekend] }, "2026-01-12T00:00:00Z", "2026-01-20T00:00:00Z").map(({ personId, from }) => [
      personId, from.slice(5, 16),
    ])).toEqual([["ana", "01-12T00:00"], [null, "01-12T08:00"], ["ana", "01-16T18:00"], [null, "01-19T08:00"]]);
  });

  it("one person of several is stood in for, and the others stay", () => {
    const both = layer("both", { people: ["kim"] });
    const overrides = [{ overrideId: "o", personId: "lea", insteadOf: "kim", from: "2026-10-19T06:00:00Z", to: "2026-10-19T07:00:00Z" }];
    const schedule = { ...platform, layers: [layer("all", { people: ["jo"] }), both], overrides };
    expect([everybodyAt(schedule, "2026-10-19T05:59:00Z"), everybodyAt(schedule, "2026-10-19T06:30:00Z")]).toEqual([
      ["jo", "kim"], ["jo", "lea"],
    ]);
  });
});
