import { describe, expect, it } from "vitest";
import { changeWords, dutiesOn, findingWords, hoursWords, piecesOf, scheduleSentence, stillAhead } from "./scheduleWords.ts";
import { daysFrom, wallAt } from "./zoneDays.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const gap = {
  kind: "gap" as const, from: "2026-10-25T06:00:00.000Z", to: "2026-10-26T07:00:00.000Z", kept: null, repairs: [],
  cause: { timeZone: "Europe/Zagreb", at: "2026-10-25T01:00:00.000Z", before: 120, after: 60 },
  times: [
    { from: "2026-10-25T06:00:00.000Z", to: "2026-10-25T07:00:00.000Z", people: [] },
    { from: "2026-10-26T06:00:00.000Z", to: "2026-10-26T07:00:00.000Z", people: [] },
  ],
};

describe("a schedule in words", () => {
  it("says a layer's hours in its own city", () => {
    expect(
      hoursWords({ timeZone: "Europe/Zagreb", hours: [{ weekdays: everyDay, from: "08:00", to: "20:00", daysLater: 0 }] }),
    ).toBe("08:00–20:00 Zagreb");
    expect(
      hoursWords({ timeZone: "UTC", hours: [{ weekdays: [5, 1, 2, 3, 4], from: "22:00", to: "06:00", daysLater: 1 }] }),
    ).toBe("Mon–Fri 22:00–06:00 UTC");
    expect(hoursWords({ timeZone: "America/New_York", hours: [] })).toBe("all day, New York");
  });

  it("says what a clock does, and how long the day is", () => {
    expect(changeWords(gap.cause)).toBe("Zagreb goes back to 02:00, a day of 25 hours");
    expect(changeWords({ timeZone: "Australia/Lord_Howe", at: "2026-10-03T15:30:00.000Z", before: 630, after: 660 })).toBe(
      "Lord Howe goes forward to 02:30, a day of 23.5 hours",
    );
  });

  it("says what is found in the zone that is looked through", () => {
    expect(findingWords(gap, "Europe/Zagreb")).toEqual({ what: "2 gaps of 1 h", when: "07:00–08:00, Sun 25 Oct to Mon 26 Oct" });
    expect(
      findingWords({ ...gap, times: gap.times.slice(0, 1) }, "UTC"),
    ).toEqual({ what: "A gap of 1 h", when: "06:00–07:00, Sun 25 Oct" });
  });

  it("begins with who is on call, and says what is wrong ahead unless that was decided", () => {
    const asked = { onNow: ["Ana"], next: "Kim", nextHandOverAt: "2026-10-20T18:00:00.000Z", findings: [gap] };
    expect(scheduleSentence(asked, "Europe/Zagreb")).toEqual({
      calm: "Ana is on call until Tue 20 Oct 20:00, then Kim. From Sun 25 Oct ",
      wrong: "2 h have nobody", why: ": the clocks of Zagreb go back.",
    });
    expect(scheduleSentence({ ...asked, findings: [{ ...gap, kept: "closed" }] }, "UTC").wrong).toBeNull();
    expect(scheduleSentence({ onNow: [], next: null, nextHandOverAt: null, findings: [] }, "UTC").calm).toBe("Nobody is on call.");
  });

  it("is of what is still to come: what is over this morning is no gap ahead", () => {
    const [first, second] = gap.times;
    expect(stillAhead([gap], Date.parse(first?.from ?? "") + 1)).toEqual([gap]);
    expect(stillAhead([gap], Date.parse(first?.to ?? ""))).toEqual([{ ...gap, from: second?.from, times: [second] }]);
    expect(stillAhead([gap], Date.parse(second?.to ?? ""))).toEqual([]);
  });

  it("draws days as long as they are: 25 hours, and 23 and a half", () => {
    const hours = (days: readonly number[]) => days.slice(1).map((at, index) => (at - (days[index] ?? 0)) / 3_600_000);
    expect(hours(daysFrom(Date.parse("2026-10-24T12:00:00Z"), 3, "Europe/Zagreb"))).toEqual([24, 25, 24]);
    expect(hours(daysFrom(Date.parse("2026-10-03T12:00:00Z"), 2, "Australia/Lord_Howe"))).toEqual([24, 23.5]);
    // Midnight is skipped in Beirut: the day begins at 01:00.
    const [start = 0] = daysFrom(Date.parse("2026-03-29T12:00:00Z"), 1, "Asia/Beirut");
    expect(new Date(wallAt(start, "Asia/Beirut")).toISOString()).toBe("2026-03-29T01:00:00.000Z");
  });

  it("cuts what is drawn to the window", () => {
    const window = { from: "2026-10-25T00:00:00Z", to: "2026-10-26T00:00:00Z" };
    expect(piecesOf(gap.times, window).map(({ left, width }) => [left, Math.round(width * 100)])).toEqual([[25, 417]]);
  });

  it("shows of a day only what is not over", () => {
    const duty = { from: "2026-10-25T00:00:00Z", to: "2026-10-25T06:00:00Z", gap: false, people: [] };
    const day = { from: Date.parse(duty.from), to: Date.parse("2026-10-26T00:00:00Z") };
    expect(dutiesOn([duty], { ...day, now: Date.parse("2026-10-25T05:00:00Z") })).toHaveLength(1);
    expect(dutiesOn([duty], { ...day, now: Date.parse("2026-10-25T07:00:00Z") })).toHaveLength(0);
  });
});
