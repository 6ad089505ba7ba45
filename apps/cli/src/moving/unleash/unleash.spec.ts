import { contextOf, type FlagCustomer } from "@ballast/flags";
import { describe, expect, it } from "vitest";
import { unleashPlace } from "../hashes.ts";
import { reportOf } from "../moveReport.ts";
import { fromUnleash } from "./fromUnleash.ts";

const customers: readonly FlagCustomer[] = Array.from({ length: 100 }, (_, n) => ({
  id: `c-${String(n)}`, plan: n < 50 ? "Trial" : "Enterprise", region: null, attributes: { age: n, seats: String(n) },
}));
const read = (data: unknown, environment = "production") => {
  const moved = fromUnleash(data, environment);
  return { moved, ...reportOf(moved, { customers, keepSides: false, environment }).report };
};
const flexible = (rollout: string, more: object = {}) => ({
  name: "flexibleRollout", constraints: [], variants: [], segments: [], disabled: false, title: null, ...more,
  parameters: { groupId: "group", rollout, stickiness: "default", ...Object(Reflect.get(more, "parameters")) as object },
});
const flag = (strategies: readonly object[], more: object = {}) => ({ features: [{ name: "pay", enabled: true, strategies, ...more }] });
const asks = (contextName: string, operator: string, ...values: readonly string[]) =>
  ({ contextName, operator, values, value: values[0], inverted: false, caseInsensitive: false });

/** Shapes learned of exports that stand in public repositories, and of https://github.com/Unleash/client-specification. */
describe("an export of Unleash", () => {
  it("has variants in its strategies, as new ones do: each is divided in the strategy's group", () => {
    const variants = [
      { name: "A", weight: 500, payload: { type: "string", value: "green" }, stickiness: "default", weightType: "variable" },
      { name: "B", weight: 500, payload: { type: "string", value: "red" }, stickiness: "default", weightType: "variable" },
    ];
    const { moved, refused } = read(flag([flexible("100", { variants })], { variants: [] }));
    expect(refused).toEqual([]);
    const [pay] = moved.flags;
    expect(pay).toMatchObject({
      valueType: "string", variants: [{ name: "A", value: "green" }, { name: "B", value: "red" }, { name: "off", value: "" }],
      rules: { rollout: { parts: 100_000, variants: [{ variant: "A", weight: 500 }, { variant: "B", weight: 500 }] } },
    });
    const there = (id: string) => (unleashPlace(id, { group: "group", of: 1_000, seed: 86_028_157 }) <= 500 ? "A" : "B");
    for (const { id } of customers) expect(pay?.given({ targetingKey: id })).toBe(there(id));
    const some = read(flag([flexible("100", { variants, constraints: [asks("plan", "IN", "Trial")] }), flexible("100")]));
    expect(some.refused).toEqual([{ key: "pay", why: "some of its strategies have variants and others none" }]);
  });

  it("is refused flag by flag where the environment is another one: nothing comes in switched on beneath a kill that nobody set", () => {
    const data = {
      features: [{ name: "pay" }], featureStrategies: [{ featureName: "pay", environment: "development", name: "default" }],
      featureEnvironments: [{ name: "pay", featureName: "pay", environment: "development", enabled: true }],
    };
    expect(read(data).refused).toEqual([
      { key: "pay", why: "it is not in this environment, but in development: name one with --source-environment" },
    ]);
    expect(read(data, "development").flags.map(({ key }) => key)).toEqual(["pay"]);
  });

  it("of version 3 says beside its strategies which segments they ask for", () => {
    const { moved, refused } = read({
      version: 3, features: [{ name: "pay" }], featureEnvironments: [{ featureName: "pay", environment: "production", enabled: true }],
      featureStrategies: [{ id: "s-1", featureName: "pay", environment: "production", strategyName: "default", parameters: {} }],
      segments: [{ id: 1, name: "Trials", constraints: [{ values: ["Trial"], operator: "IN", contextName: "plan" }] }],
      featureStrategySegments: [{ featureStrategyId: "s-1", segmentId: 1 }],
    });
    expect(refused).toEqual([]);
    expect(moved.segments.map(({ key }) => key)).toEqual(["trials"]);
    expect(customers.filter(({ id, plan }) => moved.flags[0]?.given({ targetingKey: id, plan: plan ?? "" }) === "on")).toHaveLength(50);
  });

  it("divides by another attribute, or by chance, of which nobody can say where anybody was", () => {
    const byCompany = read(flag([flexible("40", { parameters: { stickiness: "company" } })]));
    expect(byCompany.moved.flags[0]).toMatchObject({ bucketBy: "company" });
    expect(byCompany.flags[0]?.cannotTell).toHaveLength(100);
    expect(byCompany.moved.flags[0]?.given(contextOf({ company: "acme" }))).toBe(
      unleashPlace("acme", { group: "group" }) <= 40 ? "on" : "off",
    );
    const byChance = read(flag([{ name: "gradualRolloutRandom", parameters: { percentage: "40" } }]));
    expect(byChance.flags[0]).toMatchObject({ cannotTell: { length: 100 }, notes: [expect.stringContaining("drawn anew")] as string[] });
    expect(byChance.moved.flags[0]?.rules.rollout?.parts).toBe(40_000);
  });

  it("compares everything as a text, and numbers that it reads from texts", () => {
    const { moved, flags } = read(flag([flexible("100", { constraints: [asks("seats", "NUM_GTE", "90")] })]));
    const [pay] = moved.flags;
    expect([pay?.given({ seats: "90" }), pay?.given({ seats: 90 }), pay?.given({ seats: "x" }), pay?.given({})]).toEqual([
      "on", "on", "off", "off",
    ]);
    // Here a text is no number: who has one switches, and is named.
    expect(flags[0]?.switches.map(({ customer }) => customer)).toEqual(customers.slice(90).map(({ id }) => id));
    expect(read(flag([flexible("100", { constraints: [asks("age", "IN", "7")] })])).flags[0]).toMatchObject({ same: 100, switches: [] });
  });

  it("names nobody, or everybody, where a list is empty", () => {
    const nobody = read(flag([{ name: "userWithId", parameters: { userIds: " , " } }, flexible("0")]));
    expect(nobody.flags[0]).toMatchObject({ same: 100, notes: ["a strategy of it names nobody, and is left out"] });
    expect(read(flag([flexible("100", { constraints: [asks("plan", "NOT_IN")] })])).flags[0]).toMatchObject({ same: 100 });
    const { moved } = read(flag([flexible("100", { constraints: [asks("plan", "IN")] })]));
    expect(moved.flags[0]?.rules).toMatchObject({ rules: [], rollout: null });
  });

  it("is what SDKs that follow the delta got first, or a state; another event is not", () => {
    const state = { events: [{ eventId: 1, type: "hydration", ...flag([flexible("100")]) }] };
    expect(read(state).flags.map(({ key }) => key)).toEqual(["pay"]);
    expect(read({ state }).flags.map(({ key }) => key)).toEqual(["pay"]);
    expect(() => read({ events: [{ type: "feature-updated" }] })).toThrow("SDKs get: at features");
  });

  it("keeps payloads of several kinds as texts, and a JSON list as its text; what the domain does not take is refused in the report", () => {
    const variants = [
      { name: "a", weight: 1, payload: { type: "json", value: "[1]" } }, { name: "b", weight: 1, payload: { type: "number", value: "5" } },
    ];
    expect(read(flag([flexible("100")], { variants })).moved.flags[0]).toMatchObject({
      valueType: "string", variants: [{ value: "[1]" }, { value: "5" }, { value: "" }],
    });
    const large = [{ name: "a", weight: 1, payload: { type: "number", value: "9007199254740993" } }];
    expect(read(flag([flexible("100")], { variants: large })).refused[0]?.why).toContain("beyond");
  });

  it("has needs that can be said: not of what is off, of a variant that is not there, or of what needs others in turn", () => {
    const needing = (name: string, feature: string, more: object = {}) => ({
      name, enabled: true, strategies: [flexible("100")], dependencies: [{ feature, ...more }],
    });
    const { refused, flags } = read({
      features: [
        { name: "base", enabled: true, strategies: [flexible("100")] }, needing("one", "base"), needing("two", "one"),
        needing("three", "base", { enabled: false }), needing("four", "base", { variants: ["disabled"] }),
      ],
    });
    expect(flags.map(({ key }) => key)).toEqual(["base", "one"]);
    expect(refused.map(({ key, why }) => [key, why.slice(0, 40)])).toEqual([
      ["two", "it needs one, which needs others: Unleas"], ["three", "it needs base to be off"],
      ["four", "it needs base to give disabled, which is"],
    ]);
  });
});
