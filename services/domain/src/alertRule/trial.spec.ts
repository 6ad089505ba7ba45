import type { AlertMatch, AlertOrders } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import type { ActiveRule, RuleSet } from "./ruling.ts";
import { trialOf } from "./trial.ts";
import type { TriedAlert } from "./trialIncidents.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const minute = (n: number): string => new Date(Date.UTC(2026, 2, 1, 10, n)).toISOString();
const all: AlertMatch = { labels: [], integrationIds: [], serviceIds: [], withoutService: false, severities: [] };
const silent: AlertOrders = { severity: null, serviceId: null, groupBy: [], threshold: null, maintenance: null, incident: null };
const rule = (number: number, orders: Partial<AlertOrders>, match: Partial<AlertMatch> = {}): ActiveRule => ({
  ruleId: id(100 + number), number, match: { ...all, ...match }, orders: { ...silent, ...orders },
});
const checkout = id(1);
const alert = (n: number, more: Partial<TriedAlert> = {}): TriedAlert => ({
  alertId: id(1_000 + n), episodeId: id(2_000 + n), name: `alert ${n}`, at: minute(n), endsAt: minute(n + 1), integrationId: id(3),
  serviceId: checkout, severity: 2, labels: { disk: n % 2 === 0 ? "even" : "odd" }, ...more,
});
const tried = (rules: readonly ActiveRule[], alerts: readonly TriedAlert[], maintenances: RuleSet["maintenances"] = []) => {
  const trial = trialOf({ rules, maintenances });
  for (const one of alerts) trial.meet(one);
  return trial.result(minute(600));
};

describe("rules that are tried on alerts of the past", () => {
  it("without any, an incident is open while one of its alerts fires", () => {
    const { incidents, led } = tried([], [alert(0), alert(10), alert(10, { episodeId: id(5), endsAt: minute(20) }), alert(15)]);
    expect(incidents.map(({ alerts, openedAt }) => [alerts, openedAt])).toEqual([[1, minute(0)], [3, minute(10)]]);
    expect(led.size).toBe(4);
  });
  it("count, and what made it often enough leads to it together", () => {
    const { incidents, leftOut, led } = tried(
      [rule(1, { threshold: { count: 3, withinMs: 600_000 } })], [alert(0), alert(20), alert(22), alert(25), alert(50)],
    );
    expect(incidents).toMatchObject([{ alerts: 3, openedAt: minute(25), first: [{ name: "alert 20" }, { name: "alert 22" }, {}] }]);
    expect(led.size).toBe(3);
    expect(leftOut.map(({ name, outcome }) => [name, outcome])).toEqual([["alert 0", "counted"], ["alert 50", "counted"]]);
  });
  it("group by labels, and leave to services what is in no group", () => {
    const rules = [rule(1, { groupBy: ["disk"] })];
    const { incidents } = tried(rules, [alert(0, { endsAt: null }), alert(1, { endsAt: null }), alert(2), alert(3)]);
    expect(incidents.map(({ label, alerts }) => [label, alerts])).toEqual([["disk=even", 2], ["disk=odd", 2]]);
  });
  it("hold what comes in a maintenance, and let through what outlasts it", () => {
    const window = { maintenanceId: id(9), serviceIds: [checkout], from: minute(0), until: minute(30) };
    const { incidents, leftOut } = tried(
      [rule(1, { maintenance: "hold" })], [alert(5), alert(6, { endsAt: minute(90) }), alert(29, { endsAt: minute(30) })], [window],
    );
    expect(incidents).toMatchObject([{ openedAt: minute(30), alerts: 1, first: [{ name: "alert 6" }] }]);
    expect(leftOut.map(({ name }) => name)).toEqual(["alert 5", "alert 29"]);
  });
  it("join what is open and declare nothing, and record what calls nobody", () => {
    const rules = [rule(1, { incident: "join" }, { labels: [{ label: "disk", is: "oneOf", values: ["odd"] }] })];
    const { incidents, leftOut } = tried(rules, [alert(1), alert(2, { endsAt: minute(9) }), alert(3), alert(4, { severity: null })]);
    expect(incidents).toMatchObject([{ alerts: 2, openedAt: minute(2) }]);
    expect(leftOut.map(({ name, outcome }) => [name, outcome])).toEqual([["alert 1", "joins"], ["alert 4", "recorded"]]);
  });
});
