import type { AlertMatch, AlertOrders } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { letThrough, rulingOf, type ActiveRule, type RuledAlert, type RuleSet } from "./ruling.ts";
import { rulingWords } from "./words.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [checkout, search, prometheus] = [id(1), id(2), id(3)] as const;
const at = "2026-03-01T10:00:00.000Z";
const all: AlertMatch = { labels: [], integrationIds: [], serviceIds: [], withoutService: false, severities: [] };
const silent: AlertOrders = { severity: null, serviceId: null, groupBy: [], threshold: null, maintenance: null, incident: null };
const rule = (number: number, match: Partial<AlertMatch>, orders: Partial<AlertOrders>): ActiveRule => ({
  ruleId: id(100 + number), number, match: { ...all, ...match }, orders: { ...silent, ...orders },
});
const alert: RuledAlert = {
  integrationId: prometheus, serviceId: checkout, severity: 2, labels: { alertname: "HighErrors", env: "prod", cluster: "eu" },
};
const ruled = (rules: readonly ActiveRule[], given: Partial<RuledAlert> = {}, maintenances: RuleSet["maintenances"] = []) =>
  rulingOf({ rules, maintenances }, { ...alert, ...given }, at);

describe("what rules make of an alert", () => {
  it("is nothing where none is about it, or there is none", () => {
    expect(ruled([])).toBeNull();
    expect(ruled([rule(1, { labels: [{ label: "env", is: "oneOf", values: ["test"] }] }, { severity: 1 })])).toBeNull();
  });
  it("is said by the first that has a word in a matter; the others have theirs in other matters", () => {
    const ruling = ruled([
      rule(1, { labels: [{ label: "env", is: "startsWith", values: ["pr"] }] }, { severity: 3 }),
      rule(2, {}, { severity: 1, incident: "join" }),
    ]);
    expect(ruling).toMatchObject({ severity: 3, outcome: "joins", because: [
      { number: 1, matter: "severity" }, { number: 2, matter: "incident" },
    ] });
  });
  it("is asked of each rule about the alert as those before it have made it", () => {
    const rules = [
      rule(1, { withoutService: true }, { serviceId: search }), rule(2, { serviceIds: [search] }, { severity: "none" }),
      rule(3, { severities: [2] }, { incident: "join" }),
    ];
    expect(ruled(rules, { serviceId: null })).toMatchObject({
      serviceId: search, namedServiceId: null, severity: null, outcome: "recorded", because: [{ number: 1 }, { number: 2 }],
    });
    expect(ruled(rules)).toMatchObject({ serviceId: checkout, severity: 2, outcome: "joins", because: [{ number: 3 }] });
  });
  it("looks up no word of JavaScript in labels, and a label that is missing is none of any values", () => {
    for (const label of ["constructor", "__proto__", "toString"]) {
      expect(ruled([rule(1, { labels: [{ label, is: "startsWith", values: [""] }] }, { severity: 1 })])).toBeNull();
      expect(ruled([rule(1, { labels: [{ label, is: "noneOf", values: ["x"] }] }, { severity: 1 })])).not.toBeNull();
    }
  });
  it("is about the severities, and all but the values, that a rule names", () => {
    expect(ruled([rule(1, { severities: [1] }, { incident: "join" })])).toBeNull();
    expect(ruled([rule(1, { severities: [1] }, { incident: "join" })], { severity: null })).toBeNull();
    expect(ruled([rule(1, { labels: [{ label: "env", is: "noneOf", values: ["prod"] }] }, { severity: 1 })])).toBeNull();
    expect(ruled([rule(1, { labels: [{ label: "env", is: "noneOf", values: ["test"] }] }, { severity: 1 })])).not.toBeNull();
  });
  it("groups by values of labels, or counts with its service", () => {
    expect(ruled([rule(1, {}, { groupBy: ["cluster", "zone"] })])).toMatchObject({
      group: { ruleId: id(101), values: ["eu", ""], own: true, label: "cluster=eu, zone=" }, outcome: "declares",
    });
    const threshold = { count: 3, withinMs: 600_000 };
    expect(ruled([rule(1, {}, { threshold })])).toMatchObject({
      group: { ruleId: id(101), values: [checkout], own: false }, outcome: "counted", threshold,
    });
    expect(ruled([rule(1, {}, { threshold }), rule(2, {}, { groupBy: ["cluster"] })])).toMatchObject({
      group: { ruleId: id(102), own: true }, outcome: "counted",
    });
  });
  it("never declares what calls nobody, whatever is said of incidents", () => {
    expect(ruled([rule(1, {}, { incident: "declare" })], { severity: null })?.outcome).toBe("recorded");
    expect(ruled([rule(1, {}, { severity: 4 })], { severity: null })?.outcome).toBe("declares");
  });
});

describe("an alert of a service in maintenance", () => {
  const window = (n: number, from: string, until: string, serviceId = checkout) => ({
    maintenanceId: id(200 + n), serviceIds: [serviceId], from: `2026-03-01T${from}:00.000Z`, until: `2026-03-01T${until}:00.000Z`,
  });
  const holds = rule(1, {}, { maintenance: "hold" });
  it("is held until the last of those under way is over, where a rule says so", () => {
    const ruling = ruled([holds], {}, [window(1, "09:00", "10:30"), window(2, "10:00", "11:00"), window(3, "10:30", "12:00")]);
    expect(ruling).toMatchObject({ outcome: "held", held: { maintenanceId: id(202), until: "2026-03-01T11:00:00.000Z" } });
    expect(ruling && rulingWords(ruling, { service: () => "checkout", integration: () => "", until: (then) => then.slice(11, 16) }))
      .toEqual(["R-1: it is held until 11:00."]);
  });
  it("is not held before, after, in that of another service, nor where a rule lets it pass; and nothing is said of it", () => {
    for (const other of [window(1, "10:01", "11:00"), window(1, "09:00", "10:00"), window(1, "09:00", "11:00", search)])
      expect(ruled([holds], {}, [other])).toBeNull();
    expect(ruled([rule(2, {}, { maintenance: "pass" }), holds], {}, [window(1, "09:00", "11:00")])).toBeNull();
  });
  it("comes through afterwards as rules said, unless another one holds it", () => {
    const windows = [window(1, "09:00", "11:00")];
    const set = { rules: [holds, rule(2, {}, { incident: "join" })], maintenances: windows };
    const ruling = rulingOf(set, alert, at);
    if (ruling === null) throw new Error("it is held");
    expect(letThrough(ruling, set, "2026-03-01T11:00:00.000Z")).toMatchObject({ outcome: "joins", held: null });
    expect(letThrough(ruling, { ...set, maintenances: [window(2, "10:00", "12:00")] }, "2026-03-01T11:00:00.000Z")).toMatchObject({
      outcome: "held", held: { maintenanceId: id(202) },
    });
  });
});

it("says the same of the same, and declares only what calls somebody", () => {
  const orders = fc.record({
    severity: fc.constantFrom<AlertOrders["severity"]>(null, "none", 1, 3), serviceId: fc.constantFrom(null, search),
    groupBy: fc.constantFrom<string[]>([], ["env"]), threshold: fc.constantFrom(null, { count: 2, withinMs: 60_000 }),
    maintenance: fc.constant(null), incident: fc.constantFrom<AlertOrders["incident"]>(null, "declare", "join", "never"),
  });
  fc.assert(fc.property(fc.array(orders, { maxLength: 5 }), fc.constantFrom(null, 1, 2), (many, severity) => {
    const rules = many.map((one, n) => rule(n + 1, {}, one));
    const ruling = ruled(rules, { severity });
    expect(ruled(rules, { severity })).toEqual(ruling);
    if (ruling?.outcome === "declares") expect(ruling.severity).not.toBeNull();
    const matters = ruling?.because.map(({ matter }) => matter) ?? [];
    expect(new Set(matters).size).toBe(matters.length);
  }));
});
