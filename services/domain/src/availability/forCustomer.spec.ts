import { expect, it } from "vitest";
import type { DowntimeIncident } from "../reports/availabilityReport.ts";
import { customerAvailability, type CustomerHistory } from "./forCustomer.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const incident = (id: string, hoursAgo: number, hours: number | null, more: Partial<DowntimeIncident> = {}): DowntimeIncident => ({
  id, impact: "major", startedAt: new Date(now - hoursAgo * HOUR).toISOString(),
  resolvedAt: hours === null ? null : new Date(now - (hoursAgo - hours) * HOUR).toISOString(), ...more,
});
const history = (incidents: readonly DowntimeIncident[], more: Partial<CustomerHistory> = {}): CustomerHistory => ({
  incidents, hit: () => null, weights: { critical: 100_000, major: 100_000, minor: 0 }, observedFrom: now - 400 * DAY, now, ...more,
});
const hours = ({ badMs }: { readonly badMs: number }): number => badMs / HOUR;

it("an incident counts with what it did to this customer, else with whom it counted, else by its level", () => {
  const three = [
    incident("named", 10, 2), incident("others", 20, 4), incident("counted", 30, 4, {
      intervals: [{ from: new Date(now - 30 * HOUR).toISOString(), to: new Date(now - 26 * HOUR).toISOString(), share: 25_000 }],
    }),
    incident("nobody", 50, 3), incident("small", 60, 5, { impact: "minor" }), incident("planned", 70, 5, { impact: "maintenance" }),
  ];
  const hit = (id: string): number | null => (id === "named" ? 50_000 : id === "others" ? 0 : null);
  const found = customerAvailability(history(three, { hit }), 90);
  expect([...found.byRecord].map(([id, ms]) => [id, ms / HOUR])).toEqual([["named", 1], ["counted", 1], ["nobody", 3]]);
  expect(hours(found)).toBe(5);
  expect(found.availability).toBeCloseTo(1 - 5 / (90 * 24), 12);
  // What is known to have failed for it counts, however small it was for others.
  expect(hours(customerAvailability(history([incident("small", 5, 2, { impact: "minor" })], { hit: () => 10_000 }), 90))).toBeCloseTo(0.2);
});

it("of a component only what hit it counts: of an incident the times that name it, else those of an incident that does", () => {
  const found = [
    incident("pay", 10, 2, { components: ["payments", "invoices"] }), incident("mail", 20, 3, { components: ["mail"] }),
    incident("all", 30, 1),
    incident("both", 50, null, {
      components: ["mail"],
      intervals: [
        { from: new Date(now - 50 * HOUR).toISOString(), to: new Date(now - 46 * HOUR).toISOString(), components: ["payments"] },
        { from: new Date(now - 46 * HOUR).toISOString(), to: new Date(now - 41 * HOUR).toISOString() },
      ],
    }),
  ];
  const of = (component: string | null) => {
    const { badMs, byRecord } = customerAvailability(history(found, { component }), 90);
    return [badMs / HOUR, [...byRecord.keys()]];
  };
  expect(of("payments")).toEqual([6, ["pay", "both"]]);
  expect(of("mail")).toEqual([8, ["mail", "both"]]);
  expect(of("search")).toEqual([0, []]);
  expect(of(null)).toEqual([15, ["pay", "mail", "all", "both"]]);
});

it("incidents at once count as the worst of them, those that go on up to now, and those that never say when they ended are named", () => {
  const found = customerAvailability(history([
    incident("one", 10, 4), incident("other", 9, 2), incident("open", 1, null, { openUntil: new Date(now).toISOString() }),
    incident("lost", 40, null),
  ]), 30);
  expect([hours(found), found.withoutEnd]).toEqual([5, ["lost"]]);
});

it("what nobody observed is neither up nor down: before the first of its services was known, and all of it where none is", () => {
  const known = customerAvailability(history([incident("one", 10, 1)], { observedFrom: now - 2 * DAY }), 90);
  expect([known.observedMs / DAY, known.unobservedMs / DAY]).toEqual([2, 88]);
  expect(known.availability).toBeCloseTo(1 - 1 / 48, 12);
  expect(customerAvailability(history([], { observedFrom: null }), 90)).toMatchObject({ observedMs: 0, availability: null, badMs: 0 });
});

it("its days are those of UTC, and add up to the whole", () => {
  const found = customerAvailability(history([incident("night", 14, 4)], { observedFrom: now - 2 * DAY }), 3);
  expect(found.days.map((day) => [day.observedMs / HOUR, day.badMs / HOUR])).toEqual([[0, 0], [12, 0], [24, 2], [12, 2]]);
  expect(found.days[0]?.from).toBe(found.from);
  expect(found.days.at(-1)?.to).toBe(now);
  expect(found.days.reduce((sum, day) => sum + day.badMs, 0)).toBe(found.badMs);
});
