import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import {
  asksForTwo, change, cohort, context, facts, later, named, now, opened, plan, rules, stepped, targetingId, uuidOf,
} from "./exampleTargeting.ts";
import { targetingDecider } from "./targetingDecider.ts";

const rulesSet = (parts: number | null, more = {}) =>
  ({ type: "FlagRulesSet", data: { targetingId, rules: rules(parts, more), ...context() } }) as const;
const ofB = { rollout: { parts: 5_000, variants: [{ variant: "b", weight: 1 }] } };

describe("a flag in an environment", () => {
  const open = {
    type: "OpenTargeting", now, targetingId, flagId: uuidOf(300), environment: "production", offVariant: "off", rules: rules(5_000), facts,
  } as const;

  it("is opened once", () => {
    given(targetingDecider, []).when(open).then([opened()]);
    given(targetingDecider, [opened()]).when({ ...open, rules: rules(10_000) }).then([]);
  });

  it("gives only variants that the flag has, and no flag that was archived", () => {
    given(targetingDecider, [])
      .when({ ...open, rules: rules(5_000, { defaultVariant: "c" }) })
      .thenRejected("UNKNOWN_VARIANT", { message: "on, off, b" });
    given(targetingDecider, []).when({ ...open, facts: { ...facts, archived: "done" } }).thenRejected("FLAG_ARCHIVED");
  });

  it("is not there before it is opened", () =>
    given(targetingDecider, [])
      .when(change({ kind: "rollout", parts: 1 }))
      .thenRejected("NOT_FOUND"));
});

describe("a change", () => {
  it("is made with what it does to whom", () => {
    given(targetingDecider, [opened()]).when(change({ kind: "rollout", parts: 25_000 })).then([stepped(5_000, 25_000)]);
    given(targetingDecider, [opened()]).when(change({ kind: "rules", rules: rules(null) })).then([rulesSet(null)]);
    given(targetingDecider, [opened()])
      .when(change({ kind: "override", override: named("acme") }))
      .then([{ type: "OverrideSet", data: { targetingId, override: named("acme"), ...context() } }]);
  });

  it("that leaves everything as it is appends nothing", () => {
    given(targetingDecider, [opened()]).when(change({ kind: "rollout", parts: 5_000 })).then([]);
    given(targetingDecider, [opened()]).when(change({ kind: "rules", rules: rules(5_000) }, { facts: asksForTwo })).then([]);
    given(targetingDecider, [opened()]).when(change({ kind: "clearOverride", customer: "acme" })).then([]);
  });

  it("asks for a second person where the environment does; what single customers get may be left out of that", () => {
    given(targetingDecider, [opened()])
      .when(change({ kind: "rollout", parts: 6_000 }, { facts: asksForTwo }))
      .thenRejected("APPROVAL_REQUIRED", { path: ["environment"] });
    given(targetingDecider, [opened()])
      .when(change({ kind: "override", override: named("acme") }, { facts: asksForTwo }))
      .thenRejected("APPROVAL_REQUIRED");
    const onlyRules = { ...facts, policy: { approval: true, approvalOfOverrides: false } };
    const { state } = given(targetingDecider, [opened()]);
    expect(targetingDecider.decide(change({ kind: "override", override: named("acme") }, { facts: onlyRules }), state)).toHaveLength(1);
  });

  it("of the share needs one, and names variants once", () => {
    given(targetingDecider, [opened(rules(null))])
      .when(change({ kind: "rollout", parts: 1_000 }))
      .thenRejected("INVALID_INPUT", { message: "no share" });
    const twice = {
      rollout: {
        parts: 1,
        variants: [
          { variant: "on", weight: 1 },
          { variant: "on", weight: 2 },
        ],
      },
    };
    given(targetingDecider, [opened()])
      .when(change({ kind: "rules", rules: rules(1, twice) }))
      .thenRejected("INVALID_INPUT", { message: "twice" });
  });

  it("names each rule once, with variants that are there", () => {
    const rule = (variant: string, ruleId = "trial") =>
      ({
        ruleId, name: "Plan is Trial", conditions: [{ kind: "attribute", attribute: "plan", operator: "is", values: ["Trial"] }],
        serve: { kind: "variant", variant },
      }) as const;
    given(targetingDecider, [opened()])
      .when(change({ kind: "rules", rules: rules(5_000, { rules: [rule("c")] as never }) }))
      .thenRejected("UNKNOWN_VARIANT");
    given(targetingDecider, [opened()])
      .when(change({ kind: "rules", rules: rules(5_000, { rules: [rule("on"), rule("off")] as never }) }))
      .thenRejected("INVALID_INPUT", { message: "trial" });
  });
});

describe("dividing customers anew", () => {
  it("is refused unless the flag is named", () => {
    given(targetingDecider, [opened()])
      .when(change({ kind: "rules", rules: rules(5_000, ofB) }))
      .thenRejected("WOULD_REBUCKET", { path: ["rebucket"] });
    given(targetingDecider, [opened()])
      .when(change({ kind: "rules", rules: rules(5_000, ofB) }, { rebucket: "another-flag" }))
      .thenRejected("WOULD_REBUCKET");
    given(targetingDecider, [opened()])
      .when(change({ kind: "rules", rules: rules(5_000, ofB) }, { rebucket: "one-page-pay" }))
      .then([rulesSet(5_000, ofB)]);
  });

  it("is not what a share of nobody does, nor one that ends or moves", () => {
    given(targetingDecider, [opened(rules(0))]).when(change({ kind: "rules", rules: rules(5_000, ofB) })).then([rulesSet(5_000, ofB)]);
    given(targetingDecider, [opened()]).when(change({ kind: "rules", rules: rules(null) })).then([rulesSet(null)]);
    given(targetingDecider, [opened()]).when(change({ kind: "rules", rules: rules(50_000) })).then([rulesSet(50_000)]);
  });

  it("is looked for in the shares of rules, too", () => {
    const split = (weight: number) => ({
      rules: [
        {
          ruleId: "de",
          name: "Germany",
          conditions: [{ kind: "attribute" as const, attribute: "country", operator: "is" as const, values: ["DE"] }],
          serve: {
            kind: "share" as const,
            rollout: {
              parts: 50_000,
              variants: [
                { variant: "on", weight: 1 },
                { variant: "b", weight },
              ],
            },
          },
        },
      ],
    });
    given(targetingDecider, [opened(rules(5_000, split(1)))])
      .when(change({ kind: "rules", rules: rules(5_000, split(2)) }))
      .thenRejected("WOULD_REBUCKET");
    given(targetingDecider, [opened(rules(5_000, split(1)))])
      .when(change({ kind: "rules", rules: rules(6_000, split(1)) }))
      .then([rulesSet(6_000, split(1))]);
  });
});

describe("what a customer gets by name", () => {
  const set = (more = {}) => ({ type: "OverrideSet", data: { targetingId, override: named("acme", more), ...context() } }) as const;
  const expire = { type: "ExpireOverride", now: later, targetingId, customer: "acme", expiresAt: later, cohort } as const;

  it("replaces what it got by name before", () => {
    const { state } = given(targetingDecider, [opened(), set(), set({ variant: "off" })]);
    expect(state).toMatchObject({ overrides: [{ customer: "acme", variant: "off" }] });
  });

  it("does not end before it begins", () => {
    given(targetingDecider, [opened()])
      .when(change({ kind: "override", override: named("acme", { expiresAt: now }) }))
      .thenRejected("INVALID_INPUT", { path: ["expiresAt"] });
  });

  it("ends at its time, unless somebody set it anew meanwhile", () => {
    const { reason: _, ...quietly } = context();
    given(targetingDecider, [opened(), set({ expiresAt: later })]).when(expire)
      .then([{ type: "OverrideCleared", data: { targetingId, customer: "acme", expired: true, ...quietly, reason: null } }]);
    given(targetingDecider, [opened(), set({ expiresAt: "2026-12-12T00:00:00.000Z" })]).when(expire).then([]);
    given(targetingDecider, [opened()]).when(expire).then([]);
  });

  it("may be changed while a ramp goes on, when nothing else may", () => {
    const ramping = {
      type: "RampPlanned",
      data: { targetingId, rampId: uuidOf(9), plan: plan(10_000), from: 5_000, reason: null, changeId: null, byPersonId: null },
    } as const;
    given(targetingDecider, [opened(), ramping]).when(change({ kind: "override", override: named("acme") })).then([set()]);
    given(targetingDecider, [opened(), ramping]).when(change({ kind: "rollout", parts: 50_000 })).thenRejected("RAMP_RUNNING");
    given(targetingDecider, [opened(), ramping]).when(change({ kind: "clearOverride", customer: "acme" })).then([]);
  });
});

describe("going back with a deploy", () => {
  it("waits for nobody's word", () => {
    const back = { kind: "revert", revision: 0, rules: rules(5_000), overrides: [] } as const;
    const events = [opened(), stepped(5_000, 25_000)];
    const command = { ...change({ ...back, overrides: [] }, { facts: asksForTwo }) };
    given(targetingDecider, events).when(command).thenRejected("APPROVAL_REQUIRED");
    given(targetingDecider, events)
      .when({ ...command, withRollback: true } as typeof command)
      .then([{ type: "FlagReverted", data: { targetingId, revision: 0, rules: rules(5_000), overrides: [], ...context() } }]);
  });
});

describe("going back", () => {
  const revert = { kind: "revert", revision: 0, rules: rules(5_000), overrides: [named("acme")] } as const;

  it("is a change forward, to rules and names of before", () => {
    const events = [opened(), stepped(5_000, 25_000)];
    given(targetingDecider, events)
      .when(change({ ...revert, overrides: [...revert.overrides] }))
      .then([{ type: "FlagReverted", data: { targetingId, revision: 0, rules: rules(5_000), overrides: [named("acme")], ...context() } }]);
    const { state } = given(targetingDecider, [
      ...events,
      { type: "FlagReverted", data: { targetingId, revision: 0, rules: rules(5_000), overrides: [named("acme")], ...context() } },
    ]);
    expect(state).toMatchObject({ rules: rules(5_000), overrides: [named("acme")], changes: 2 });
  });

  it("names only variants that are there still", () => {
    given(targetingDecider, [opened(), stepped(5_000, 6_000)])
      .when(change({ ...revert, overrides: [named("acme", { variant: "c" })] }))
      .thenRejected("UNKNOWN_VARIANT");
  });
});
