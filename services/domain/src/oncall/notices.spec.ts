import { plainLayer, type Reminders, type RotationLayer } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import type { RotationSchedule } from "./duties.ts";
import { emptyShiftNow, emptyShiftOf, rotationOfEmptyShift } from "./emptyShift.ts";
import { gapNow, gapsAhead, isClosed, longUntried, shiftsToTell, weekToTell } from "./notices.ts";

const [HOUR, DAY] = [3_600_000, 86_400_000];
const at = (text: string): number => Date.parse(text);
const now = at("2026-11-30T10:00:00Z");
/** Ann and Ben take days in turn, on call by day only: the nights are nobody's. */
const layer: RotationLayer = {
  ...plainLayer, layerId: "l", effectiveFrom: "2026-11-01T00:00:00Z", timeZone: "UTC",
  handOver: { every: "day", weekday: null, at: "08:00" },
  people: ["ann", "ben"], startsOn: "2026-11-01", hours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "20:00", daysLater: 0 }],
};
const always: RotationLayer = { ...layer, hours: [] };
const schedule = (change: Partial<RotationSchedule> = {}): RotationSchedule & { readonly kept: [] } =>
  ({ layers: [layer], overrides: [], left: new Map(), kept: [], ...change });
const over = (personId: string, from: string, to: string) => ({ overrideId: `${personId} ${from}`, personId, from, to });

describe("gaps ahead", () => {
  it("are told two weeks ahead, those of the coming day apart, each by when it begins and ends", () => {
    const { ahead, today } = gapsAhead(schedule(), now);
    expect(today).toEqual([{ from: "2026-11-30T20:00:00.000Z", to: "2026-12-01T08:00:00.000Z" }]);
    expect(ahead).toHaveLength(13);
    expect(ahead[0]).toEqual({ from: "2026-12-01T20:00:00.000Z", to: "2026-12-02T08:00:00.000Z" });
    expect(gapsAhead(schedule(), now + HOUR)).toEqual({ ahead, today });
  });

  it("are none where somebody answers in gaps, where it was decided to keep them, and where they have begun", () => {
    const fallbacks = [{ personId: "cleo", from: "2026-11-01T00:00:00Z" }];
    expect(gapsAhead({ ...schedule({ fallbacks }), kept: [] }, now)).toEqual({ ahead: [], today: [] });
    const kept = [{ kind: "gap" as const, from: "2026-11-01T00:00:00Z", to: "2027-01-01T00:00:00Z", reason: "nights are quiet" }];
    expect(gapsAhead({ ...schedule(), kept }, now)).toEqual({ ahead: [], today: [] });
    expect(gapsAhead(schedule(), at("2026-11-30T21:00:00Z")).today.map(({ from }) => from)).toEqual(["2026-12-01T20:00:00.000Z"]);
    expect(gapsAhead(schedule({ layers: [always] }), now)).toEqual({ ahead: [], today: [] });
  });

  it("that have begun go on: since when, where that is known, else with the day; none where somebody answers, or it is kept", () => {
    const night = at("2026-11-30T21:00:00Z");
    expect(gapNow(schedule(), now)).toBeNull();
    expect(gapNow(schedule(), night)).toEqual({ from: "2026-11-30T20:00:00.000Z", to: "2026-12-01T08:00:00.000Z" });
    const left = new Map(["ann", "ben"].map((id) => [id, "1970-01-01T00:00:00Z"]));
    const everybodyLeft = schedule({ left });
    expect(gapNow(everybodyLeft, night)).toEqual({ from: "2026-11-30T00:00:00.000Z", to: "2026-12-14T21:00:00.000Z" });
    const kept = [{ kind: "gap" as const, from: "2026-11-01T00:00:00Z", to: "2027-01-01T00:00:00Z", reason: "nights are quiet" }];
    expect(gapNow({ ...schedule(), kept }, night)).toBeNull();
  });

  it("are an empty shift now: since when and until when, unless a fallback answers, or it is kept at this very moment", () => {
    const night = at("2026-11-30T21:00:00Z");
    expect(emptyShiftNow(schedule(), now)).toBeNull();
    expect(emptyShiftNow(schedule(), night)).toEqual({ from: "2026-11-30T20:00:00.000Z", to: "2026-12-01T08:00:00.000Z" });
    expect(emptyShiftNow({ ...schedule({ fallbacks: [{ personId: "cleo", from: "2026-11-01T00:00:00Z" }] }), kept: [] }, night)).toBeNull();
    const left = new Map(["ann", "ben"].map((id) => [id, "1970-01-01T00:00:00Z"]));
    expect(emptyShiftNow(schedule({ left }), night)).toEqual({ from: "2026-11-16T00:00:00.000Z", to: null });
    const fresh = { ...layer, effectiveFrom: "2026-11-30T20:40:00Z" };
    expect(emptyShiftNow(schedule({ layers: [fresh] }), night)).toMatchObject({ from: "2026-11-30T20:40:00.000Z" });
    expect(emptyShiftNow(schedule({ layers: [{ ...layer, effectiveFrom: "2026-12-05T00:00:00Z" }] }), night)).toEqual({
      from: "2026-11-16T00:00:00.000Z", to: "2026-12-05T08:00:00.000Z",
    });
    const kept = [{ kind: "gap" as const, from: "2026-11-30T20:30:00Z", to: "2026-11-30T21:30:00Z", reason: "a fair" }];
    expect(emptyShiftNow({ ...schedule(), kept }, night)).toBeNull();
    expect(emptyShiftNow({ ...schedule(), kept }, at("2026-11-30T21:30:00Z"))).toMatchObject({ from: "2026-11-30T21:30:00.000Z" });
    expect(emptyShiftNow({ ...schedule(), kept: kept.map((one) => ({ ...one, kind: "overlap" as const })) }, night)).not.toBeNull();
  });

  it("are an alert that goes by the schedule's id", () => {
    const id = "00000000-0000-4000-8000-000000000001";
    expect(rotationOfEmptyShift(emptyShiftOf(id))).toBe(id);
    for (const other of ["heartbeat/x", `emptyShift/${id}0`, "emptyShift/__proto__", `x${emptyShiftOf(id)}`])
      expect(rotationOfEmptyShift(other)).toBeNull();
  });

  it("are closed once somebody answers at every moment of them", () => {
    const gap = { from: "2026-11-30T20:00:00.000Z", to: "2026-12-01T08:00:00.000Z" };
    expect(isClosed(schedule(), gap)).toBe(false);
    expect(isClosed(schedule({ overrides: [over("ann", gap.from, "2026-12-01T07:00:00Z")] }), gap)).toBe(false);
    expect(isClosed(schedule({ overrides: [over("ann", gap.from, gap.to)] }), gap)).toBe(true);
  });
});

describe("shifts of one's own", () => {
  const person = (reminders: Partial<Reminders>, timeZone = "UTC") =>
    ({ personId: "ann", timeZone, reminders: { turnDays: null, standInDays: null, weekly: false, ...reminders } });
  const starts = (reminders: Partial<Reminders>, change: Partial<RotationSchedule> = {}, when = now, timeZone = "UTC") =>
    shiftsToTell(schedule(change), person(reminders, timeZone), when).map(({ from }) => from.slice(5, 16));

  it("are told so many days ahead, at nine on one's own clock, and not once they have begun", () => {
    expect(starts({})).toEqual([]);
    const mine = starts({ turnDays: 7 }).map((text) => text.slice(0, 5));
    expect(mine.length).toBeGreaterThan(2);
    expect(mine.every((day) => day > "11-30")).toBe(true);
    const [next = ""] = starts({ turnDays: 7 });
    expect(next).toMatch(/^12-0[12]T08:00$/u);
    const eve = at(`2026-${next.slice(0, 5)}T00:00:00Z`) - DAY;
    expect(starts({ turnDays: 1 }, {}, eve + 9 * HOUR - 1)).toEqual([]);
    expect(starts({ turnDays: 1 }, {}, eve + 9 * HOUR)).toEqual([next]);
    // In Auckland it is nine of that day thirteen hours earlier.
    expect(starts({ turnDays: 1 }, {}, eve - 4 * HOUR, "Pacific/Auckland")).toEqual([next]);
    expect(starts({ turnDays: 1 }, {}, eve - 4 * HOUR - 1, "Pacific/Auckland")).toEqual([]);
  });

  it("are told by their kind: what somebody stands in for by its own days", () => {
    const overrides = [over("ann", "2026-12-02T20:00:00Z", "2026-12-02T23:00:00Z")];
    expect(starts({ standInDays: 3 }, { overrides })).toEqual(["12-02T20:00"]);
    expect(starts({ turnDays: 7 }, { overrides })).not.toContain("12-02T20:00");
    expect(starts({ standInDays: 1 }, { overrides })).toEqual([]);
  });
});

describe("a week", () => {
  it("is told on Monday from nine on somebody's clock on, for a day, also where clocks change in it", () => {
    expect(weekToTell("UTC", at("2026-11-30T08:59:59Z"))).toBeNull();
    expect(weekToTell("UTC", at("2026-11-30T09:00:00Z"))).toEqual({ from: "2026-11-30T09:00:00.000Z", to: "2026-12-07T09:00:00.000Z" });
    expect(weekToTell("UTC", at("2026-12-01T08:59:59Z"))?.from).toBe("2026-11-30T09:00:00.000Z");
    expect(weekToTell("UTC", at("2026-12-01T09:00:00Z"))).toBeNull();
    expect(weekToTell("Europe/Zurich", at("2026-10-19T07:00:00Z"))).toEqual({
      from: "2026-10-19T07:00:00.000Z", to: "2026-10-26T08:00:00.000Z",
    });
  });
});

it("a channel is due for another try 90 days after it was last shown to reach, or given", () => {
  expect(longUntried("2026-09-01T10:00:00.000Z", at("2026-11-30T09:59:59Z"))).toBeNull();
  expect(longUntried("2026-09-01T10:00:00.000Z", at("2026-11-30T10:00:00Z"))).toMatchObject({ from: "2026-09-01T10:00:00.000Z" });
});
