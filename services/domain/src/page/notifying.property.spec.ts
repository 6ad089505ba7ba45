import { wakes, type PagingRules } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { urgencyOf } from "../oncall/supportHours.ts";
import { wallMinuteAt } from "../oncall/wallClock.ts";
import { channelsOf } from "./ladder.ts";
import { notifiedBy, untilTheirDay } from "./notifying.ts";

const zones = ["UTC", "Europe/Zurich", "America/Chicago", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns"];
const anyZone = fc.constantFrom(...zones);
const anyNow = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) });
const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;
/** Four hours at least: no change of a clock skips them. */
const anyHours = fc.tuple(fc.nat(23), fc.integer({ min: 4, max: 20 })).map(
  ([from, length]) => ({ from: clock(from), to: clock((from + length) % 24) }),
);
const anyRule = fc.uniqueArray(
  fc.record({
    channel: fc.constantFrom("mail" as const, "chat" as const), afterMinutes: fc.nat(60),
  }), { selector: ({ channel }) => channel },
);
const anyRules: fc.Arbitrary<PagingRules> = fc.record({ high: anyRule, low: anyRule, lowHours: fc.option(anyHours) });
const anyCalled = fc.record({
  contacts: fc.record(
    {
      email: fc.option(fc.constant("a@example.org")), chatWebhookUrl: fc.option(fc.constant("https://chat.example")),
      phone: fc.constant("+41791234567"), pushUrl: fc.constant("https://ntfy.example/t"),
    },
    { requiredKeys: ["email", "chatWebhookUrl"] },
  ),
  timeZone: anyZone, rules: fc.option(anyRules),
});
const anyUrgency = fc.constantFrom("high" as const, "low" as const);

describe("by which channels somebody is told", () => {
  it("is never by none that wakes where they have one, never twice by the same, and only by what they have", () => {
    fc.assert(fc.property(anyCalled, anyUrgency, anyNow, (called, urgency, now) => {
      const told = notifiedBy(called, urgency, { now });
      const has = channelsOf(called.contacts);
      expect(new Set(told.map(({ channel }) => channel)).size).toBe(told.length);
      expect(told.every(({ channel }) => has.includes(channel))).toBe(true);
      if (has.some(wakes)) expect(told.some(({ channel }) => wakes(channel))).toBe(true);
      expect(told[0]).toEqual({ channel: "inbox", afterMs: 0 });
    }));
  });

  it("is at once by the first of them, at whatever hour, where it is urgent; else within their hours, a day later at most", () => {
    fc.assert(fc.property(anyCalled, anyUrgency, anyNow, (called, urgency, now) => {
      const waking = notifiedBy(called, urgency, { now }).filter(({ channel }) => wakes(channel));
      if (waking.length === 0) return;
      const first = Math.min(...waking.map(({ afterMs }) => afterMs));
      const hours = urgency === "high" ? null : (called.rules?.lowHours ?? null);
      expect(first).toBe(hours === null ? 0 : untilTheirDay(hours, called.timeZone, now));
      expect(first).toBeLessThanOrEqual(25 * 3_600_000);
    }));
  });

  it("waits until the clock on their wall reads the hour, whatever their zone does", () => {
    fc.assert(fc.property(anyHours, anyZone, anyNow, (hours, timeZone, now) => {
      const wait = untilTheirDay(hours, timeZone, now);
      const minute = wallMinuteAt(now + wait, timeZone);
      const [from, to] = [hours.from, hours.to].map((text) => Number(text.slice(0, 2)) * 60) as [number, number];
      expect(from < to ? minute >= from && minute < to : minute >= from || minute < to).toBe(true);
    }));
  });

  it("is at once in hours that have begun, where a clock that is set back shows the minutes before them once more", () => {
    const hours = { from: "02:30", to: "22:00" };
    const wait = (clock: string): number => untilTheirDay(hours, "Europe/Zurich", Date.parse(`2026-10-25T${clock}`));
    expect([wait("02:10+02:00"), wait("02:40+02:00"), wait("02:10+01:00"), wait("02:40+01:00"), wait("21:59+01:00")])
      .toEqual([1_200_000, 0, 0, 0, 0]);
    expect(wait("22:00+01:00")).toBe(4.5 * 3_600_000);
    expect(untilTheirDay({ from: "08:00", to: "08:00" }, "Europe/Zurich", Date.parse("2026-10-25T07:59+01:00"))).toBe(0);
  });

  it("is as they said, minute by minute; all at once where they said nothing, or name what they do not have", () => {
    const contacts = { email: "a@example.org", chatWebhookUrl: "https://chat.example" };
    const rules: PagingRules = {
      high: [{ channel: "chat", afterMinutes: 0 }, { channel: "mail", afterMinutes: 5 }], low: [{ channel: "mail", afterMinutes: 0 }],
      lowHours: { from: "08:00", to: "20:00" },
    };
    const night = Date.parse("2026-11-24T23:30:00+01:00");
    const told = (urgency: "high" | "low", change: object = {}) =>
      notifiedBy({ contacts, timeZone: "Europe/Zurich", rules, ...change }, urgency, { now: night }).slice(1);
    expect(told("high")).toEqual([{ channel: "chat", afterMs: 0 }, { channel: "mail", afterMs: 300_000 }]);
    expect(told("low")).toEqual([{ channel: "mail", afterMs: 8.5 * 3_600_000 }]);
    expect(told("low", { rules: null })).toEqual([{ channel: "mail", afterMs: 0 }, { channel: "chat", afterMs: 0 }]);
    expect(told("high", { contacts: { ...contacts, chatWebhookUrl: null } })).toEqual([{ channel: "mail", afterMs: 0 }]);
    expect(told("low", { contacts: { ...contacts, email: null } })).toEqual([{ channel: "chat", afterMs: 8.5 * 3_600_000 }]);
    expect([null, 1, 2, 3, 4].map(urgencyOf)).toEqual(["high", "high", "high", "low", "low"]);
  });
});

describe("who is called outside support hours", () => {
  const contacts = { email: "a@example.org", chatWebhookUrl: "https://chat.example" };
  const [hour, friday] = [3_600_000, Date.parse("2026-03-27T20:00:00+01:00")];
  const told = (rules: Parameters<typeof notifiedBy>[0]["rules"], hoursInMs: number | null) =>
    notifiedBy({ contacts, timeZone: "Europe/Zurich", rules }, "low", { now: friday, hoursInMs }).map(({ afterMs }) => afterMs);
  const high = [{ channel: "chat", afterMinutes: 0 }] as const;
  const [mail, mornings] = [[{ channel: "mail", afterMinutes: 0 }] as const, { from: "08:00", to: "20:00" }];

  it("waits for the hours where they have said nothing of low urgency, and is told as they said where they have", () => {
    expect(told(null, 59 * hour)).toEqual([0, 59 * hour, 59 * hour]);
    expect(told({ high: [...high], low: [], lowHours: null }, 59 * hour)).toEqual([0, 59 * hour, 59 * hour]);
    expect(told({ high: [...high], low: [...mail], lowHours: null }, 59 * hour)).toEqual([0, 0]);
    expect(told({ high: [...high], low: [...mail], lowHours: mornings }, 59 * hour)).toEqual([0, 12 * hour]);
  });

  it("is told no later than the hours begin, and as ever where no hours say anything", () => {
    expect(told({ high: [...high], low: [...mail], lowHours: mornings }, 2 * hour)).toEqual([0, 2 * hour]);
    expect(told(null, null)).toEqual([0, 0, 0]);
  });
});
