import type { TargetingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import {
  ana, approved, cohort, context, jo, killed, named, now, opened, plan, proposed, rules, stepped, targetingId, uuidOf,
} from "./exampleTargeting.ts";
import { changedBy, movesCustomers, withParts, type OpenTargeting } from "./targeting.ts";
import { targetingDecider } from "./targetingDecider.ts";

function after(...events: readonly TargetingEvent[]): OpenTargeting {
  const state = [opened(), ...events].reduce(targetingDecider.evolve, targetingDecider.initialState);
  if (state.status === "absent") throw new Error("it is open");
  return state;
}
const rampId = uuidOf(5);
const planned: TargetingEvent = {
  type: "RampPlanned",
  data: { targetingId, rampId, plan: plan(10_000, 50_000), from: 5_000, reason: null, changeId: uuidOf(1), byPersonId: ana },
};
const started: TargetingEvent = {
  type: "RampStarted", data: { targetingId, rampId, requestEventId: uuidOf(6), workflowId: "w", runId: "r" },
};
const held = (reason: string, incidentId: string | null = null): TargetingEvent => ({
  type: "RampHeld", data: { targetingId, rampId, reason, incidentId },
});
const resumed = (incidentId: string | null = null): TargetingEvent => ({ type: "RampResumed", data: { targetingId, rampId, incidentId } });

describe("a flag in an environment, folded", () => {
  it("is opened once, and nothing before it was", () => {
    expect(after(opened(rules(90_000))).rules).toEqual(rules(5_000));
    expect([killed(1), stepped(0, 1), planned].map((event) => targetingDecider.evolve({ status: "absent" }, event))).toEqual(
      Array.from({ length: 3 }, () => ({ status: "absent" })),
    );
  });

  it("counts its changes, kills apart, and forgets why it was stale with the first that moves it", () => {
    const stale: TargetingEvent = { type: "FlagFoundStale", data: { targetingId, why: "unused", since: now } };
    const fresh: TargetingEvent = { type: "FlagFoundStale", data: { targetingId, why: null, since: now } };
    expect([after().changes, after(stepped(5_000, 6_000), killed(1), stepped(6_000, 7_000)).changes]).toEqual([0, 2]);
    expect(after(stale).stale).toEqual({ why: "unused", since: now });
    for (const event of [fresh, stepped(5_000, 6_000), killed(1)]) expect(after(stale, event).stale).toBeNull();
    expect(after(stale, proposed({ kind: "rollout", parts: 1 })).stale).not.toBeNull();
  });

  it("has each kill once, with what was said of it last, until it is released", () => {
    const explained = (incidentId: string | null): TargetingEvent => ({
      type: "KillExplained", data: { targetingId, killId: uuidOf(1), reason: "pays twice", incidentId },
    });
    expect(after(killed(1), killed(2), killed(1)).kills.map(({ killId }) => killId)).toEqual([uuidOf(1), uuidOf(2)]);
    expect(after(killed(1), killed(2), explained(uuidOf(8)), explained(null)).kills).toEqual([
      { killId: uuidOf(1), reason: "pays twice", incidentId: uuidOf(8) }, { killId: uuidOf(2), reason: null, incidentId: null },
    ]);
    const released: TargetingEvent = {
      type: "KillsReleased", data: { targetingId, killIds: [uuidOf(1), uuidOf(3)], reason: "ruled out", cohort },
    };
    expect(after(killed(1), killed(2), released).kills.map(({ killId }) => killId)).toEqual([uuidOf(2)]);
  });

  it("names a customer once, as was said last", () => {
    const set = (customer: string, variant = "on"): TargetingEvent => ({
      type: "OverrideSet", data: { targetingId, override: named(customer, { variant }), ...context() },
    });
    const cleared = (customer: string): TargetingEvent => ({
      type: "OverrideCleared", data: { targetingId, customer, expired: false, ...context() },
    });
    expect(after(set("a"), set("b"), set("a", "b")).overrides.map(({ customer, variant }) => [customer, variant])).toEqual([
      ["b", "on"],
      ["a", "b"],
    ]);
    expect(after(set("a"), set("b"), cleared("a"), cleared("x")).overrides.map(({ customer }) => customer)).toEqual(["b"]);
    const back: TargetingEvent = {
      type: "FlagReverted", data: { targetingId, revision: 0, rules: rules(7), overrides: [named("z")], ...context() },
    };
    expect(after(set("a"), back)).toMatchObject({ rules: rules(7), overrides: [{ customer: "z" }], changes: 2 });
  });

  it("knows where each change stands that was asked for", () => {
    const one = (...events: readonly TargetingEvent[]) =>
      after(proposed({ kind: "rollout", parts: 9 }), proposed({ kind: "rollout", parts: 8 }, { number: 2 }), ...events).requests;
    expect(one().map(({ state, approvedBy, declined }) => [state, approvedBy, declined])).toEqual([
      ["open", null, null],
      ["open", null, null],
    ]);
    expect(one(approved).map(({ state, approvedBy }) => [state, approvedBy])).toEqual([
      ["approved", jo],
      ["open", null],
    ]);
    const declined: TargetingEvent = {
      type: "FlagChangeDeclined", data: { targetingId, changeId: uuidOf(2), reason: "no", why: "withdrawn" },
    };
    expect(one(declined).map(({ state, declined: why }) => [state, why])).toEqual([
      ["open", null],
      ["withdrawn", "no"],
    ]);
    expect(one(stepped(5_000, 8, { changeId: uuidOf(2) })).map(({ state }) => state)).toEqual(["open", "applied"]);
    expect(one(planned).map(({ state }) => state)).toEqual(["applied", "open"]);
    expect(after(proposed({ kind: "rollout", parts: 9 }, { needsApproval: false })).requests[0]?.state).toBe("approved");
  });

  it("remembers fifty that were decided, the last ones, and all that wait", () => {
    const decided = Array.from({ length: 52 }, (_, n): readonly TargetingEvent[] => [
      proposed({ kind: "rollout", parts: 9 }, { number: n + 10 }),
      { type: "FlagChangeDeclined", data: { targetingId, changeId: uuidOf(n + 10), reason: "no", why: "declined" } },
    ]).flat();
    const first = proposed({ kind: "rollout", parts: 9 }, { number: 1 });
    const last = proposed({ kind: "rollout", parts: 9 }, { number: 2 });
    const ids = after(first, ...decided, last).requests.map(({ changeId }) => changeId);
    expect([ids.length, ids[0], ids[1], ids.at(-1)]).toEqual([52, uuidOf(1), uuidOf(12), uuidOf(2)]);
    expect(after(...decided.slice(0, 100), last).requests).toHaveLength(51);
  });

  it("knows where its ramp is: planned, running once it has a run, held by each for itself, and how it ended", () => {
    const ramp = (...events: readonly TargetingEvent[]) => after(planned, ...events).ramp;
    expect(ramp()).toMatchObject({
      rampId, from: 5_000, byPersonId: ana, changeId: uuidOf(1), start: null, state: "planned", step: -1, passed: [], holds: [],
      outcome: null,
    });
    expect(ramp(started)).toMatchObject({ state: "running", start: { requestEventId: uuidOf(6), workflowId: "w", runId: "r" } });
    expect(ramp(held("wait"), started)?.state).toBe("held");
    expect(ramp(held("wait"), resumed())?.state).toBe("planned");
    const both = [started, held("wait"), held("INC-1", uuidOf(9)), held("wait longer")];
    expect(ramp(...both)?.holds).toEqual([{ reason: "INC-1", incidentId: uuidOf(9) }, { reason: "wait longer", incidentId: null }]);
    expect(ramp(...both, resumed())).toMatchObject({ state: "held", holds: [{ incidentId: uuidOf(9) }] });
    expect(ramp(...both, resumed(), resumed(uuidOf(9)))).toMatchObject({ state: "running", holds: [] });
    const passed: TargetingEvent = { type: "RampStepPassed", data: { targetingId, rampId, step: 0, sentence: "fine" } };
    const began: TargetingEvent = { type: "RampStepBegan", data: { targetingId, rampId, step: 1 } };
    expect(ramp(started, passed, began)).toMatchObject({ step: 1, passed: [{ step: 0, sentence: "fine" }] });
    const ended: TargetingEvent = { type: "RampEnded", data: { targetingId, rampId, outcome: "wentBack", reason: "errors" } };
    expect(ramp(started, held("wait"), ended)).toMatchObject({ state: "wentBack", outcome: "errors", holds: [] });
    const another: TargetingEvent = { type: "RampHeld", data: { targetingId, rampId: uuidOf(77), reason: "x", incidentId: null } };
    expect([ramp(another)?.holds, after(another).ramp]).toEqual([[], null]);
  });

  it("would give what a change says; a ramp what its last step says", () => {
    expect(changedBy(after(), { kind: "ramp", plan: plan(10_000, 50_000) }).rules.rollout?.parts).toBe(50_000);
    expect([withParts(rules(null), 5).rollout, withParts(rules(1), 5).rollout?.parts]).toEqual([null, 5]);
  });

  it("moves customers when it is opened, with rules, names and kills, and with nothing else", () => {
    const one = after();
    expect(movesCustomers(null, one)).toBe(true);
    expect(movesCustomers(one, { ...one, changes: 9 })).toBe(false);
    expect(
      [
        { ...one, rules: rules(1) },
        { ...one, overrides: [named("a")] },
        { ...one, kills: [{ killId: "k", reason: null, incidentId: null }] },
      ].map((next) => movesCustomers(one, next)),
    ).toEqual([true, true, true]);
  });
});
