import type { TargetingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { backWith, type TargetingStep } from "./backWith.ts";
import { killed, opened, rules, stepped, uuidOf } from "./exampleTargeting.ts";
import { targetingDecider } from "./targetingDecider.ts";
import type { Targeting } from "./targeting.ts";

const [ours, theirs] = [uuidOf(70), uuidOf(71)];

/** The steps of a history, as they are read from the log. */
function stepsOf(events: readonly TargetingEvent[]): readonly TargetingStep[] {
  let state: Targeting = targetingDecider.initialState;
  return events.flatMap((event, revision) => {
    const before = state;
    state = targetingDecider.evolve(state, event);
    const deployId = "deployId" in event.data ? event.data.deployId : null;
    return state.status === "open" ? [{ revision, deployId, before: before.status === "open" ? before : null, after: state }] : [];
  });
}

describe("what of a flag goes back with a deploy", () => {
  const by = (deployId: string | null, from: number, to: number) => stepped(from, to, { deployId });

  it("is what was changed for it, all of it, to how it was before", () => {
    const back = backWith(ours, stepsOf([opened(), by(null, 5_000, 10_000), by(ours, 10_000, 25_000), by(ours, 25_000, 50_000)]));
    expect(back).toEqual({ kind: "revert", revision: 1, rules: rules(10_000), overrides: [] });
  });

  it("is nothing where somebody has changed the flag since, or only another deploy has", () => {
    expect(backWith(ours, stepsOf([opened(), by(ours, 5_000, 25_000), by(null, 25_000, 30_000)]))).toBeNull();
    expect(backWith(ours, stepsOf([opened(), by(theirs, 5_000, 25_000)]))).toBeNull();
    expect(backWith(ours, stepsOf([opened()]))).toBeNull();
  });

  it("leaves kills above, and looks below them", () => {
    expect(backWith(ours, stepsOf([opened(), by(ours, 5_000, 25_000), killed(1)]))).toMatchObject({ revision: 0, rules: rules(5_000) });
  });
});
