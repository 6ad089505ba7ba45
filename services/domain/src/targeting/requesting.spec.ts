import type { Cohort, TargetingChange, TargetingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import {
  ana, approved, asksForTwo, cohort, context, facts, jo, killed, later, now, opened, plan, proposed, rules, stepped, targetingId, uuidOf,
} from "./exampleTargeting.ts";
import { targetingDecider } from "./targetingDecider.ts";

const to25: TargetingChange = { kind: "rollout", parts: 25_000 };
const propose = (more: { readonly applyAt?: string; readonly facts?: typeof facts; readonly change?: TargetingChange } = {}) =>
  ({
    type: "ProposeChange", now, targetingId, changeId: uuidOf(1), change: to25, facts: asksForTwo, cohort, rebucket: null,
    reason: "next step", byPersonId: ana, applyAt: null, incidentId: null, ...more,
  }) as const;
const approve = (byPersonId: string, more: { readonly cohort?: Cohort; readonly now?: string } = {}) =>
  ({
    type: "ApproveChange", now, targetingId, changeId: uuidOf(1), byPersonId, facts: asksForTwo, cohort, rebucket: null, ...more,
  }) as const;
const apply = (more: { readonly cohort?: Cohort; readonly now?: string } = {}) =>
  ({ type: "ApplyChange", now: later, targetingId, changeId: uuidOf(1), facts: asksForTwo, cohort, rebucket: null, ...more }) as const;
const declined = (why: "declined" | "withdrawn" | "stale", reason: string): TargetingEvent => ({
  type: "FlagChangeDeclined", data: { targetingId, changeId: uuidOf(1), reason, why },
});
const applied = stepped(5_000, 25_000, { changeId: uuidOf(1) });
const otherPeople = { ...cohort, hash: "b" };

describe("asking for a change", () => {
  it("remembers what it is based on", () => {
    given(targetingDecider, [opened(), stepped(1_000, 5_000)]).when(propose()).then([proposed(to25, { base: 1 })]);
    given(targetingDecider, [opened(), proposed(to25)]).when(propose()).then([]);
  });

  it("is refused for what is so already, for the past, and where nobody's word is asked for", () => {
    given(targetingDecider, [opened()]).when(propose({ change: { kind: "rollout", parts: 5_000 } })).thenRejected("NOTHING_TO_CHANGE");
    given(targetingDecider, [opened()]).when(propose({ applyAt: now })).thenRejected("INVALID_INPUT", { path: ["applyAt"] });
    given(targetingDecider, [opened()]).when(propose({ facts })).thenRejected("INVALID_INPUT", { path: ["applyAt"] });
  });

  it("needs nobody's word to be made later where the environment asks for none", () => {
    given(targetingDecider, [opened()]).when(propose({ facts, applyAt: later })).then([
      proposed(to25, { applyAt: later, needsApproval: false }),
    ]);
    given(targetingDecider, [opened(), proposed(to25, { applyAt: later, needsApproval: false })]).when(apply()).then([applied]);
  });
});

describe("a second person's word", () => {
  it("makes the change", () => {
    given(targetingDecider, [opened(), proposed(to25)]).when(approve(jo)).then([approved, applied]);
    expect(
      given(targetingDecider, [opened(), proposed(to25), approved, applied]).state,
    ).toMatchObject({ requests: [{ state: "applied", approvedBy: jo }], rules: rules(25_000) });
  });

  it("is not that of who asked, and counts once", () => {
    given(targetingDecider, [opened(), proposed(to25)]).when(approve(ana)).thenRejected("APPROVER_IS_REQUESTER");
    given(targetingDecider, [opened(), proposed(to25), approved, applied]).when(approve(jo)).then([]);
    given(targetingDecider, [opened(), proposed(to25), approved, applied]).when(approve(uuidOf(7))).thenRejected("CHANGE_NOT_OPEN");
    given(targetingDecider, [opened()]).when(approve(jo)).thenRejected("NOT_FOUND");
  });

  it("is for the customers that were shown: others, after the toggle has moved, ask for a new one", () => {
    const moved = [opened(), proposed(to25), stepped(5_000, 10_000)];
    given(targetingDecider, moved).when(approve(jo, { cohort: otherPeople })).thenRejected("CHANGE_STALE");
    given(targetingDecider, moved).when(approve(jo)).then([approved, stepped(10_000, 25_000, { changeId: uuidOf(1) })]);
  });

  it("stands when only a kill came between, or customers whom nobody knew before", () => {
    given(targetingDecider, [opened(), proposed(to25), killed(9)]).when(approve(jo, { cohort: otherPeople })).then([
      approved, stepped(5_000, 25_000, { changeId: uuidOf(1), cohort: otherPeople }),
    ]);
  });

  it("waits for its moment where one was named", () => {
    const scheduled = [opened(), proposed(to25, { applyAt: later })];
    given(targetingDecider, scheduled).when(approve(jo)).then([approved]);
    given(targetingDecider, [...scheduled, approved]).when(apply({ now })).then([]);
    given(targetingDecider, [...scheduled, approved]).when(apply()).then([applied]);
    given(targetingDecider, [...scheduled, approved, applied]).when(apply()).then([]);
    given(targetingDecider, scheduled).when(apply()).then([]);
  });

  it("that comes after the moment makes the change at once", () => {
    given(targetingDecider, [opened(), proposed(to25, { applyAt: later })]).when(approve(jo, { now: later })).then([approved, applied]);
  });

  it("plans a ramp with all its steps", () => {
    const planned = {
      type: "RampPlanned",
      data: {
        targetingId, rampId: uuidOf(1), plan: plan(10_000, 25_000), from: 5_000, reason: "next step", changeId: uuidOf(1), byPersonId: ana,
      },
    } as const;
    given(targetingDecider, [opened(), proposed({ kind: "ramp", plan: plan(10_000, 25_000) })]).when(approve(jo)).then([approved, planned]);
    expect(
      given(targetingDecider, [opened(), proposed({ kind: "ramp", plan: plan(10_000) }), approved, planned]).state,
    ).toMatchObject({ requests: [{ state: "applied" }] });
  });
});

describe("a ramp that was asked for", () => {
  const asked = proposed({ kind: "ramp", plan: plan(10_000, 25_000) });

  it("does not begin below where the share has come meanwhile", () => {
    given(targetingDecider, [opened(), asked, stepped(5_000, 20_000)]).when(approve(jo)).thenRejected("INVALID_INPUT", {
      message: "does not begin below", path: ["plan"],
    });
    given(targetingDecider, [opened()]).when(
      propose({ change: { kind: "ramp", plan: plan(1_000) } }),
    ).thenRejected("INVALID_INPUT", { path: ["plan"] });
  });

  it("may begin where the share is", () => {
    given(targetingDecider, [opened(), asked, stepped(5_000, 10_000)]).when(approve(jo)).then([
      approved, expect.objectContaining({ type: "RampPlanned" }),
    ]);
  });
});

describe("the moment of a change", () => {
  const waiting = [opened(), proposed(to25, { applyAt: later }), approved];

  it("makes nothing of what has moved: it says so, and asks for a new one", () => {
    given(targetingDecider, [...waiting, stepped(5_000, 10_000)]).when(apply({ cohort: otherPeople })).then([
      declined("stale", "one-page-pay was changed after this was proposed"),
    ]);
    given(targetingDecider, [...waiting, stepped(5_000, 25_000)]).when(apply()).then([declined("stale", "it is so already")]);
  });

  it("never fails: what cannot be made any more is declined with the reason", () => {
    const ramping = {
      type: "RampPlanned",
      data: { targetingId, rampId: uuidOf(9), plan: plan(10_000), from: 5_000, reason: null, changeId: null, byPersonId: null },
    } as const;
    given(targetingDecider, [...waiting, ramping]).when(apply()).then([
      declined("stale", "a ramp of one-page-pay is going on in production"),
    ]);
  });
});

describe("taking a request off", () => {
  const decline = (byPersonId: string) => ({
    type: "DeclineChange", now, targetingId, changeId: uuidOf(1), reason: "not before the sale", byPersonId,
  }) as const;

  it("withdraws one's own and declines others'", () => {
    given(targetingDecider, [opened(), proposed(to25)]).when(decline(ana)).then([declined("withdrawn", "not before the sale")]);
    given(targetingDecider, [opened(), proposed(to25)]).when(decline(jo)).then([declined("declined", "not before the sale")]);
    given(targetingDecider, [
      opened(), proposed(to25, { applyAt: later }), approved,
    ]).when(decline(ana)).then([declined("withdrawn", "not before the sale")]);
  });

  it("happens once, and not to what was made", () => {
    given(targetingDecider, [opened(), proposed(to25), declined("declined", "no")]).when(decline(jo)).then([]);
    given(targetingDecider, [opened(), proposed(to25), declined("declined", "no")]).when(approve(jo)).thenRejected("CHANGE_NOT_OPEN");
    given(targetingDecider, [opened(), proposed(to25), approved, applied]).when(decline(jo)).thenRejected("CHANGE_NOT_OPEN");
  });
});

describe("requests that were decided", () => {
  it("are remembered by the record up to fifty, those that wait all of them", () => {
    const many = Array.from({ length: 60 }, (_, index): TargetingEvent[] => [
      proposed(to25, { number: index + 10 }), {
        type: "FlagChangeDeclined", data: { targetingId, changeId: uuidOf(index + 10), reason: "no", why: "declined" },
      },
    ]).flat();
    const { state } = given(targetingDecider, [opened(), proposed(to25), ...many, proposed(to25, { number: 99 })]);
    expect(state.status === "open" && [
      state.requests.length, state.requests.filter((one) => one.state === "open").map(({ changeId }) => changeId),
    ]).toEqual([52, [uuidOf(1), uuidOf(99)]]);
    expect(context().changeId).toBeNull();
  });
});
