import type { FlagCondition, TargetingEvent, TargetingRule } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { approved, killed, later, named, now, opened, plan, proposed, rules, targetingId, uuidOf } from "./exampleTargeting.ts";
import { flagSentence, flagState, toCleanUpBecause, type Ageing, type SaidFlag } from "./sentence.ts";
import type { OpenTargeting } from "./targeting.ts";
import { targetingDecider } from "./targetingDecider.ts";
import { differencesOf, type FlagNames } from "./words.ts";

const names: FlagNames = { flag: () => "basket-v2", segment: () => "the pilots" };
const boolean: SaidFlag = { valueType: "boolean", offVariant: "off" };

function after(...events: readonly TargetingEvent[]): OpenTargeting {
  const state = events.reduce(targetingDecider.evolve, targetingDecider.initialState);
  if (state.status === "absent") throw new Error("it is not open");
  return state;
}
const said = (targeting: OpenTargeting, flag: SaidFlag = boolean): string => flagSentence(targeting, flag, names);
const withNames = (targeting: OpenTargeting, ...customers: readonly (readonly [string, string])[]): OpenTargeting => ({
  ...targeting,
  overrides: customers.map(([customer, variant]) => named(customer, { variant })),
});
const country: FlagCondition = { kind: "attribute", attribute: "country", operator: "is", values: ["DE", "AT"] };
const rule = (ruleId: string, serve: TargetingRule["serve"], ...conditions: FlagCondition[]): TargetingRule => ({
  ruleId, name: ruleId, conditions, serve,
});

describe("the sentence of a flag", () => {
  it("says for whom it is on: by share, by name, by rule", () => {
    expect(said(after(opened(rules(0))))).toBe("Off for everyone");
    expect(said(after(opened(rules(5_000))))).toBe("On for 5 % of customers");
    expect(said(withNames(after(opened(rules(5_000))), ["a", "on"], ["b", "on"], ["c", "on"]))).toBe(
      "On for 5 % of customers and 3 named ones",
    );
    expect(said(withNames(after(opened(rules(100_000))), ["a", "off"]))).toBe("On for everyone, not for 1 named one");
    expect(said(after(opened(rules(null, { rules: [rule("dach", { kind: "variant", variant: "on" }, country)] }))))).toBe(
      "On where country is DE or AT",
    );
    expect(
      said(
        after(
          opened(
            rules(10_000, {
              rules: [rule("dach", { kind: "variant", variant: "off" }, country, { kind: "segment", segmentId: uuidOf(9), within: true })],
            }),
          ),
        ),
      ),
    ).toBe("On for 10 % of customers, not where country is DE or AT and in the pilots");
  });

  it("calls variants by their names where there is more than on and off, and says what all others get", () => {
    const text: SaidFlag = { valueType: "string", offVariant: "off" };
    expect(
      said(
        after(opened({ ...rules(20_000), rollout: { parts: 20_000, variants: [{ variant: "b", weight: 1 }] }, defaultVariant: "on" })),
        text,
      ),
    ).toBe("b for 20 % of customers, on for all other customers");
    expect(
      said(
        after(
          opened({
            ...rules(50_000),
            rollout: {
              parts: 50_000,
              variants: [
                { variant: "on", weight: 1 },
                { variant: "b", weight: 3 },
              ],
            },
          }),
        ),
        text,
      ),
    ).toBe("on for 12.5 % of customers, b for 37.5 % of customers");
  });

  it("says what it needs, what was proposed, and where its ramp is", () => {
    expect(said(after(opened(rules(5_000, { prerequisites: [{ flagId: uuidOf(7), variants: ["on"] }] }))))).toBe(
      "On for 5 % of customers; needs basket-v2",
    );
    expect(said(after(opened(), proposed({ kind: "rollout", parts: 25_000 })))).toBe("On for 5 % of customers; 5 % → 25 % is proposed");
    expect(said(after(opened(), proposed({ kind: "rollout", parts: 25_000 }, { applyAt: later }), approved))).toBe(
      "On for 5 % of customers; 5 % → 25 % is planned",
    );
    const planned: TargetingEvent = {
      type: "RampPlanned",
      data: { targetingId, rampId: uuidOf(5), plan: plan(10_000, 50_000), from: 5_000, reason: null, changeId: null, byPersonId: null },
    };
    const began: TargetingEvent = { type: "RampStepBegan", data: { targetingId, rampId: uuidOf(5), step: 0 } };
    const held: TargetingEvent = {
      type: "RampHeld", data: { targetingId, rampId: uuidOf(5), reason: "errors 0.4 → 0.9 %", incidentId: null },
    };
    const back: TargetingEvent = {
      type: "RampEnded", data: { targetingId, rampId: uuidOf(5), outcome: "wentBack", reason: "errors 0.4 → 0.9 %" },
    };
    expect(said(after(opened(), planned, began))).toBe("On for 5 % of customers; ramping, 50 % next");
    expect(said(after(opened(), planned, began, held))).toBe("On for 5 % of customers; its ramp is held: errors 0.4 → 0.9 %");
    const judged = { ...held, data: { ...held.data, reason: "shop: errors 0.9 %, and not by chance." } };
    expect(said(after(opened(), planned, began, judged))).toBe(
      "On for 5 % of customers; its ramp is held: shop: errors 0.9 %, and not by chance",
    );
    expect(said(after(opened(), planned, began, back))).toBe("On for 5 % of customers; its ramp went back: errors 0.4 → 0.9 %");
  });

  it("says first that it is killed, and what the release brings back", () => {
    expect(said(after(opened(rules(10_000)), killed(1)))).toBe("Off for everyone: killed; releasing it restores on for 10 % of customers");
    expect(said(after(opened(rules(0)), killed(1)))).toBe("Off for everyone: killed; it was off before too");
  });
});

describe("where a flag stands", () => {
  const ageing: Ageing = {
    temporary: true, registeredAt: "2026-09-01T00:00:00Z", expiresAt: null, turnedAt: "2026-10-01T00:00:00Z",
    evaluatedAt: null, countedSince: null, cleanUpAfterDays: null, now,
  };
  const state = (targeting: OpenTargeting, more: Partial<Ageing> = {}) => flagState(targeting, boolean, { ...ageing, ...more });

  it("is what it gives, what needs a look before all else", () => {
    expect(state(after(opened(rules(0))))).toBe("off");
    expect(state(after(opened(rules(5_000))))).toBe("onForSome");
    expect(state(withNames(after(opened(rules(0))), ["a", "on"]))).toBe("onForSome");
    expect(state(after(opened(rules(100_000)), killed(1)))).toBe("killed");
    expect(state(after(opened(rules(100_000))), { temporary: false })).toBe("onForEveryone");
  });

  it("is to be cleaned up once nobody asked for an old temporary one for a week, where it is heard at all", () => {
    const off = after(opened(rules(0)));
    const why = (more: Partial<Ageing>) => toCleanUpBecause(off, boolean, { ...ageing, ...more });
    const [sixDaysAgo, weekAgo] = [6, 7].map((days) => new Date(Date.parse(now) - days * 86_400_000).toISOString());
    expect(why({ countedSince: null })).toBeNull();
    expect(why({ countedSince: weekAgo ?? "" })).toBe("unused");
    expect(why({ countedSince: sixDaysAgo ?? "" })).toBeNull();
    expect(why({ evaluatedAt: weekAgo ?? "", countedSince: "2026-09-01T00:00:00Z" })).toBe("unused");
    expect(why({ evaluatedAt: sixDaysAgo ?? "", countedSince: "2026-09-01T00:00:00Z" })).toBeNull();
    expect(why({ evaluatedAt: weekAgo ?? "", registeredAt: sixDaysAgo ?? "" })).toBeNull();
    expect(why({ countedSince: weekAgo ?? "", temporary: false })).toBeNull();
    expect(toCleanUpBecause(after(opened(rules(0)), killed(1)), boolean, { ...ageing, countedSince: weekAgo ?? "" })).toBeNull();
    expect(flagState(off, boolean, { ...ageing, countedSince: weekAgo ?? "" })).toBe("toCleanUp");
  });

  it("is to be cleaned up once a temporary one is old and decided, or past its end; a permanent one never is", () => {
    const everyone = after(opened(rules(100_000)));
    expect(state(everyone)).toBe("toCleanUp");
    expect(state(everyone, { registeredAt: "2026-11-01T00:00:00Z" })).toBe("onForEveryone");
    expect(state(everyone, { turnedAt: "2026-11-25T00:00:00Z" })).toBe("onForEveryone");
    expect(state(everyone, { cleanUpAfterDays: 365 })).toBe("onForEveryone");
    expect(state(everyone, { turnedAt: "2026-11-25T00:00:00Z", cleanUpAfterDays: 3 })).toBe("toCleanUp");
    expect(state(after(opened(rules(5_000))), { expiresAt: now })).toBe("toCleanUp");
    expect(state(after(opened(rules(5_000))), { expiresAt: later })).toBe("onForSome");
    expect(state(everyone, { temporary: false, expiresAt: now })).toBe("onForEveryone");
  });
});

describe("the difference of two states", () => {
  const diff = (before: OpenTargeting, then: OpenTargeting): readonly string[] => differencesOf(before, then, names);
  const five = after(opened());

  it("is nothing where they are the same, and each part that differs in a line", () => {
    expect(diff(five, five)).toEqual([]);
    expect(diff(five, after(opened(rules(25_000))))).toEqual(["share: 5 % → 25 %"]);
    expect(
      diff(five, after(opened(rules(5_000, { defaultVariant: "b", prerequisites: [{ flagId: uuidOf(7), variants: ["on"] }] })))),
    ).toEqual(["needs: nothing → basket-v2 on", "everyone else: off → b"]);
    expect(diff(five, after(opened(rules(null))))).toEqual(["share: on for 5 % → none"]);
  });

  it("tells rules that came, went, changed or moved, and who is named", () => {
    const [one, two] = [rule("one", { kind: "variant", variant: "on" }, country), rule("two", { kind: "variant", variant: "b" }, country)];
    const both = after(opened(rules(null, { rules: [one, two] })));
    expect(diff(both, after(opened(rules(null, { rules: [two, one] }))))).toEqual(["order of rules: one, two → two, one"]);
    expect(diff(both, after(opened(rules(null, { rules: [one] }))))).toEqual(["rule removed: country is DE or AT: b"]);
    expect(diff(after(opened(rules(null, { rules: [one] }))), both)).toEqual(["rule added: country is DE or AT: b"]);
    expect(diff(withNames(five, ["a", "on"], ["b", "on"]), withNames(five, ["a", "off"], ["c", "on"]))).toEqual([
      "named: a: on → a: off", "named: c: on", "back to the rules: b, named on before",
    ]);
  });
});
