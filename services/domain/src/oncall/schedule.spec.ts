import { plainLayer, type RotationLayer } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import type { RotationSchedule } from "./duties.ts";
import { nextHandOver, onCallAt, shifts, takenShifts } from "./schedule.ts";

const daily = (at: string, timeZone: string, rest: Partial<RotationLayer> = {}): RotationLayer => ({
  ...plainLayer,
  layerId: "first",
  effectiveFrom: "2000-01-01T00:00:00Z",
  timeZone,
  handOver: { every: "day", weekday: null, at },
  people: ["ada", "ben"],
  startsOn: "2000-01-01",
  ...rest,
});
const weekly = (weekday: number, rest: Partial<RotationLayer> = {}): RotationLayer =>
  daily("09:00", "Europe/Berlin", { handOver: { every: "week", weekday, at: "09:00" }, ...rest });
const rotation = (layers: readonly RotationLayer[], overrides: RotationSchedule["overrides"] = []): RotationSchedule => ({
  layers, overrides, left: new Map(),
});

const times = (schedule: RotationSchedule, from: string, to: string) => shifts(schedule, from, to).map((s) => [s.from, s.personId]);

describe("hand-overs where the clock changes", () => {
  it("happen at 03:00 in Chicago on 2020-03-08 when they are due in the gap at 02:30", () => {
    const chicago = rotation([daily("02:30", "America/Chicago", { startsOn: "2020-03-01" })]);
    expect(times(chicago, "2020-03-07T08:30:00Z", "2020-03-10T07:30:00Z")).toEqual([
      ["2020-03-07T08:30:00.000Z", "ada"],
      ["2020-03-08T08:00:00.000Z", "ben"], // 03:00 CDT, the first instant after the gap
      ["2020-03-09T07:30:00.000Z", "ada"], // 02:30 CDT again
    ]);
  });

  it("keep the wall clock: the shift is 23 hours long in spring and 25 in autumn", () => {
    const berlin = rotation([daily("09:00", "Europe/Berlin")]);
    expect(times(berlin, "2024-03-30T08:00:00Z", "2024-03-31T08:00:00Z").at(1)?.[0]).toBe("2024-03-31T07:00:00.000Z");
    expect(times(berlin, "2024-10-26T07:00:00Z", "2024-10-27T09:00:00Z").at(1)?.[0]).toBe("2024-10-27T08:00:00.000Z");
  });

  it("take the first showing of a time that the clock shows twice", () => {
    const chicago = rotation([daily("01:30", "America/Chicago")]);
    expect(nextHandOver(chicago, "2024-11-03T00:00:00Z")?.at).toBe("2024-11-03T06:30:00.000Z");
  });

  it("follow Lord Howe's half hour", () => {
    const lordHowe = rotation([daily("02:15", "Australia/Lord_Howe")]);
    // 02:00 becomes 02:30 on 2024-10-06, at 15:30 UTC the day before
    expect(nextHandOver(lordHowe, "2024-10-05T10:00:00Z")?.at).toBe("2024-10-05T15:30:00.000Z");
  });

  it("leave no shift for a day that a zone skipped", () => {
    const apia = rotation([daily("00:00", "Pacific/Apia", { people: ["ada", "ben", "cleo"] })]);
    const seen = times(apia, "2011-12-29T10:00:00Z", "2012-01-01T10:00:00Z");
    expect(seen.map(([from]) => from)).toEqual(["2011-12-29T10:00:00.000Z", "2011-12-30T10:00:00.000Z", "2011-12-31T10:00:00.000Z"]);
  });
});

describe("turns", () => {
  it("begin with the first person on the day it starts, and go round", () => {
    const schedule = rotation([daily("09:00", "UTC", { startsOn: "2024-01-01", people: ["ada", "ben", "cleo"] })]);
    expect(times(schedule, "2024-01-01T00:00:00Z", "2024-01-04T12:00:00Z")).toEqual([
      ["2024-01-01T00:00:00.000Z", null],
      ["2024-01-01T09:00:00.000Z", "ada"],
      ["2024-01-02T09:00:00.000Z", "ben"],
      ["2024-01-03T09:00:00.000Z", "cleo"],
      ["2024-01-04T09:00:00.000Z", "ada"],
    ]);
  });

  it("have a short first week when they start between two hand-over weekdays", () => {
    const schedule = rotation([weekly(1, { startsOn: "2024-01-03" })]);
    expect(times(schedule, "2024-01-03T08:00:00Z", "2024-01-16T00:00:00Z")).toEqual([
      ["2024-01-03T08:00:00.000Z", "ada"],
      ["2024-01-08T08:00:00.000Z", "ben"],
      ["2024-01-15T08:00:00.000Z", "ada"],
    ]);
  });

  it("are nobody's when the list is empty", () => {
    expect(onCallAt(rotation([weekly(1, { people: [] })]), "2024-01-03T12:00:00Z")).toBeNull();
    expect(onCallAt(rotation([]), "2024-01-03T12:00:00Z")).toBeNull();
  });
});

describe("a changed list of people", () => {
  const before = daily("09:00", "UTC", { startsOn: "2024-01-01" });
  const after = daily("09:00", "UTC", { startsOn: "2024-01-01", effectiveFrom: "2024-02-01T12:00:00Z", people: ["cleo", "dan"] });

  it("leaves the past as it was", () => {
    const [from, to] = ["2024-01-01T09:00:00Z", "2024-02-01T12:00:00Z"];
    expect(shifts(rotation([before, after]), from, to)).toEqual(shifts(rotation([before]), from, to));
    expect(onCallAt(rotation([after, before]), "2024-02-01T11:59:59Z")).toBe("ben");
    expect(onCallAt(rotation([after, before]), "2024-02-01T12:00:00Z")).toBe("dan");
  });

  it("does not take over before its own first shift begins", () => {
    const later = { ...after, startsOn: "2024-02-10" };
    expect(onCallAt(rotation([before, later]), "2024-02-10T08:59:59Z")).toBe("ben");
    expect(onCallAt(rotation([before, later]), "2024-02-10T09:00:00Z")).toBe("cleo");
  });
});

describe("overrides", () => {
  const over = { overrideId: "o-1", personId: "eve", from: "2024-01-02T20:00:00Z", to: "2024-01-03T20:00:00Z" };
  const schedule = rotation([daily("09:00", "UTC", { startsOn: "2024-01-01" })], [over]);

  it("replace the person for exactly their time, and say so", () => {
    expect(shifts(schedule, "2024-01-02T09:00:00Z", "2024-01-04T09:00:00Z")).toEqual([
      { from: "2024-01-02T09:00:00.000Z", to: "2024-01-02T20:00:00.000Z", personId: "ben", overrideId: null },
      { from: "2024-01-02T20:00:00.000Z", to: "2024-01-03T20:00:00.000Z", personId: "eve", overrideId: "o-1" },
      { from: "2024-01-03T20:00:00.000Z", to: "2024-01-04T09:00:00.000Z", personId: "ada", overrideId: null },
    ]);
  });

  it("count as hand-overs", () => {
    expect(nextHandOver(schedule, "2024-01-02T10:00:00Z")).toEqual({
      at: "2024-01-02T20:00:00.000Z", fromPersonId: "ben", toPersonId: "eve",
    });
  });
});

describe("the next hand-over", () => {
  it("is none when one person is always on call", () => {
    expect(nextHandOver(rotation([weekly(1, { people: ["ada"] })]), "2024-01-02T10:00:00Z")).toBeNull();
  });

  it("passes over turns that change nobody", () => {
    const schedule = rotation([daily("09:00", "UTC", { startsOn: "2024-01-01", people: [...Array<string>(40).fill("ada"), "ben"] })]);
    expect(nextHandOver(schedule, "2024-01-01T10:00:00Z")).toEqual({
      at: "2024-02-10T09:00:00.000Z", fromPersonId: "ada", toPersonId: "ben",
    });
  });
});

describe("somebody who has left", () => {
  const left = new Map([["ben", "2024-01-02T12:00:00Z"]]);
  const schedule = {
    ...rotation(
      [daily("09:00", "UTC", { startsOn: "2024-01-01" })],
      [{ overrideId: "o-1", personId: "ben", from: "2024-01-03T12:00:00Z", to: "2024-01-03T18:00:00Z" }],
    ),
    left,
  };

  it("is on call nowhere from then on: their turns are nobody's, what they stood in for is given back", () => {
    expect(times(schedule, "2024-01-02T09:00:00Z", "2024-01-05T09:00:00Z")).toEqual([
      ["2024-01-02T09:00:00.000Z", "ben"],
      ["2024-01-02T12:00:00.000Z", null],
      ["2024-01-03T09:00:00.000Z", "ada"],
      ["2024-01-04T09:00:00.000Z", null],
    ]);
    expect(onCallAt(schedule, "2024-01-02T11:59:59Z")).toBe("ben");
    expect(nextHandOver(schedule, "2024-01-02T13:00:00Z")).toEqual({
      at: "2024-01-03T09:00:00.000Z", fromPersonId: null, toPersonId: "ada",
    });
  });

  it("gives up the shifts that are named, with who has them instead", () => {
    const before = { ...schedule, left: new Map<string, string>() };
    expect(takenShifts(before, schedule, { from: "2024-01-02T12:00:00Z", to: "2024-01-04T00:00:00Z", people: ["ben"] })).toEqual([
      { from: "2024-01-02T12:00:00.000Z", to: "2024-01-03T09:00:00.000Z", personId: "ben", takerId: null },
      { from: "2024-01-03T12:00:00.000Z", to: "2024-01-03T18:00:00.000Z", personId: "ben", takerId: "ada" },
    ]);
  });
});

describe("a long time of short turns", () => {
  const hours = (from: string, count: number) =>
    Array.from({ length: count }, (_, n) => new Date(Date.parse(from) + n * 3_600_000).toISOString());
  const hourly = daily("00:00", "UTC", { handOver: { every: "hour", weekday: null, at: "00:00" } });

  it("is worked out whole, however many turns it has", () => {
    expect(shifts(rotation([hourly]), "2000-01-01T00:00:00Z", "2020-01-01T00:00:00Z")).toHaveLength(175_320);
  });

  it("keeps what is before an override of thousands of turns, and what is after it", () => {
    const long = { overrideId: "o", personId: "cleo", from: "2000-01-01T02:00:00Z", to: "2001-01-01T00:00:00Z" };
    const short = hours("2000-02-01T00:00:00Z", 3).map((from, n) => ({
      overrideId: `s${String(n)}`, personId: "dora", from, to: new Date(Date.parse(from) + 1_800_000).toISOString(),
    }));
    expect(times(rotation([hourly], [long, ...short]), "2000-01-01T00:00:00Z", "2001-01-01T02:00:00Z")).toEqual([
      ["2000-01-01T00:00:00.000Z", "ada"], ["2000-01-01T01:00:00.000Z", "ben"], ["2000-01-01T02:00:00.000Z", "cleo"],
      ...short.flatMap(({ from, to }) => [[from, "dora"], [to, "cleo"]]),
      ["2001-01-01T00:00:00.000Z", "ada"], ["2001-01-01T01:00:00.000Z", "ben"],
    ]);
  });
});
