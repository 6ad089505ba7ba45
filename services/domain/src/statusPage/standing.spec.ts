import { namedCountingRules, type CountingRule } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import {
  componentDay, daysUpTo, hurtOf, percentOf, reportStatusOf, statusNow, together, uptimeIn, worstOf, type Hurt, type PublicIncident,
} from "./index.ts";

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const at = (iso: string): number => Date.parse(iso);
const hurt = (
  status: Hurt["status"], from: number, to: number, incidentId = "one"
): Hurt => ({ incidentId, status, from, to, open: false });
const { statuspage, incidentio } = namedCountingRules;
const since = (rule: CountingRule, times: readonly Hurt[], observedFrom: number | null = 0) => ({ hurt: times, observedFrom, rule });

describe("uptime by a rule", () => {
  const window = { from: 0, to: 90 * day };
  const times = [hurt("majorOutage", 10 * day, 10 * day + 100 * minute), hurt("partialOutage", 20 * day, 20 * day + 200 * minute)];

  it("counts a partial outage as 30 % like Statuspage (worked value 6), in full like incident.io, and a slow time as none", () => {
    expect(100 * (uptimeIn(since(statuspage, times), window).share ?? 0)).toBeCloseTo(99.8765, 4);
    expect(100 * (uptimeIn(since(incidentio, times), window).share ?? 0)).toBeCloseTo(100 - 30_000 / (90 * 1_440), 6);
    expect(uptimeIn(since(statuspage, [hurt("degraded", 0, day)]), window).share).toBe(1);
    const own: CountingRule = { name: "own", degraded: 50_000, partialOutage: 50_000, majorOutage: 100_000, maintenance: "up" };
    expect(uptimeIn(since(own, [hurt("degraded", 0, 9 * day)]), window).share).toBeCloseTo(0.95, 12);
  });

  it("counts the worst of what overlaps, and never more than all of it", () => {
    const over = [hurt("majorOutage", 0, hour), hurt("partialOutage", 0, 2 * hour), hurt("majorOutage", hour / 2, hour, "two")];
    expect(uptimeIn(since(statuspage, over), { from: 0, to: 2 * hour }).badMs).toBe(hour + 0.3 * hour);
  });

  it("leaves out what nobody observed, and maintenance where the rule says so (worked value 5)", () => {
    expect(uptimeIn(since(statuspage, times, 45 * day), window)).toMatchObject({ observedMs: 45 * day, badMs: 0, share: 1 });
    expect(uptimeIn(since(statuspage, times, null), window)).toMatchObject({ observedMs: 0, share: null });
    const both = [hurt("majorOutage", 90 * minute, 180 * minute), hurt("maintenance", 120 * minute, 150 * minute)];
    const month = { from: 0, to: 30 * day };
    const leftOut: CountingRule = { name: "own", degraded: 0, partialOutage: 30_000, majorOutage: 100_000, maintenance: "leftOut" };
    expect(100 * (uptimeIn(since(leftOut, both), month).share ?? 0)).toBeCloseTo(99.861, 4);
    expect(100 * (uptimeIn(since(statuspage, both), month).share ?? 0)).toBeCloseTo(99.7917, 4);
  });

  it("of a group is that of its components' time together", () => {
    const whole = { from: 0, to: day };
    const parts = [uptimeIn(since(statuspage, [hurt("majorOutage", 0, hour)]), whole), uptimeIn(since(statuspage, [], day / 2), whole)];
    expect(together(parts, whole)).toMatchObject({ observedMs: 1.5 * day, badMs: hour });
    expect(together([], whole).share).toBeNull();
  });

  it("is never rounded up to 100", () => {
    expect([1, 0.999999, 0.99955, 0.9, 0].map(percentOf)).toEqual(["100", "99.99", "99.95", "90", "0"]);
  });
});

describe("a day", () => {
  it("is one of the page's zone, 23 or 25 hours long where its clocks change, and today as far as it has come", () => {
    const days = daysUpTo(at("2026-10-26T10:00:00Z"), "Europe/Zagreb", 3);
    expect(days.map(({ date, from, to }) => [date, (to - from) / hour])).toEqual([
      ["2026-10-24", 24], ["2026-10-25", 25], ["2026-10-26", 11],
    ]);
    expect(days[2]?.from).toBe(at("2026-10-25T23:00:00Z"));
    const spring = daysUpTo(at("2026-03-29T22:30:00Z"), "Europe/Zagreb", 2);
    expect(spring.map(({ from, to }) => (to - from) / hour)).toEqual([23, 0.5]);
  });

  it("says how long what was hurt, by what, and nothing where nobody observed", () => {
    const one = { date: "1970-01-02", from: day, to: 2 * day };
    const times = [hurt("degraded", day - hour, day + hour), hurt("degraded", day, day + 2 * hour, "two"), hurt("maintenance", 0, day)];
    expect(componentDay(since(statuspage, times), one)).toMatchObject({
      worst: "degraded", observedMs: day, hurtMs: { degraded: 2 * hour, maintenance: 0 }, incidentIds: ["one", "two"],
    });
    expect(componentDay(since(statuspage, []), one).worst).toBe("operational");
    expect(componentDay(since(statuspage, times, 2 * day), one)).toMatchObject({ worst: null, observedMs: 0, incidentIds: [] });
    expect(componentDay(since(statuspage, times, null), one).worst).toBeNull();
  });
});

describe("what the public sees of an incident", () => {
  const serviceId = "shop";
  const incident: PublicIncident = {
    id: "one", impact: "minor", startedAt: "2026-11-29T09:00:00Z", serviceIds: [serviceId], components: ["Search"], open: true,
    openUntil: "2026-11-29T10:00:00Z",
  };

  it("is how badly it hurts which component, while somebody works on it", () => {
    expect(hurtOf({ serviceId, component: "Search" }, [incident])).toEqual([
      { incidentId: "one", status: "degraded", from: at("2026-11-29T09:00:00Z"), to: at("2026-11-29T10:00:00Z"), open: true },
    ]);
    expect(hurtOf({ serviceId, component: null }, [incident])).toHaveLength(1);
    expect(hurtOf({ serviceId, component: "Mail" }, [incident])).toEqual([]);
    expect(hurtOf({ serviceId: "other", component: null }, [incident])).toEqual([]);
    expect(hurtOf({ serviceId, component: null }, [{ ...incident, impact: "none" }])).toEqual([]);
    expect(hurtOf({ serviceId, component: null }, [{ ...incident, impact: "constructor" }])).toEqual([]);
  });

  it("has its own times where it has some; what is over hurts no more, and without an end it is left out", () => {
    const intervals = [
      { from: "2026-11-29T09:00:00Z", to: "2026-11-29T09:10:00Z", components: ["Search"], impact: "critical" },
      { from: "2026-11-29T09:20:00Z", to: null, components: ["Search"], impact: "minor" },
    ];
    const times = hurtOf({ serviceId, component: "Search" }, [{ ...incident, intervals }]);
    expect(times.map(({ status, open }) => [status, open])).toEqual([["majorOutage", false], ["degraded", true]]);
    expect(statusNow(times, null)).toBe("degraded");
    expect(statusNow(times, { status: "operational" })).toBe("operational");
    const justNow = { ...incident, startedAt: "2026-11-29T10:00:00.500Z" };
    expect(statusNow(hurtOf({ serviceId, component: "Search" }, [justNow]), null)).toBe("degraded");
    const { openUntil, ...never } = incident;
    expect(hurtOf({ serviceId, component: null }, [{ ...never, open: false }])).toEqual([]);
    expect(statusNow([], null)).toBe("operational");
  });

  it("is worse the more of it is down; maintenance is least", () => {
    expect(worstOf(["maintenance", "operational"])).toBe("maintenance");
    expect(worstOf(["majorOutage", "degraded", "partialOutage"])).toBe("majorOutage");
    expect(worstOf([])).toBe("operational");
  });

  it("is told in words that mean the same on every page", () => {
    expect(["Looking", "Identified", "in_progress", "Watching", " Solved ", "update", "__proto__"].map(reportStatusOf)).toEqual([
      "investigating", "identified", "identified", "monitoring", "resolved", null, null,
    ]);
  });
});
