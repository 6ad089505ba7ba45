import type { DeployEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { begunCourse, deployStateOf, evolveCourse, isOverAsTold, type DeployCourse } from "./course.ts";
import * as example from "./exampleDeploy.ts";

function courseAfter([first, ...rest]: readonly DeployEvent[]): DeployCourse {
  const begun = first === undefined ? null : begunCourse(first);
  if (begun === null) throw new Error("these events begin no deploy");
  return rest.reduce(evolveCourse, begun);
}
const stateAfter = (events: readonly DeployEvent[]) => deployStateOf(courseAfter(events));
const isOverAfter = (events: readonly DeployEvent[]) => isOverAsTold(courseAfter(events));
const told = (state: "running" | "succeeded"): DeployEvent =>
  example.fact("DeployObservationChanged", { state, description: "", url: null });
const called = (of: typeof example.fact) => of("RollbackEscalated", { reason: "past its deadline" });

describe("the word that people see of a deploy", () => {
  it("is its phase, and how it ended", () => {
    expect(stateAfter([example.requested])).toBe("waiting");
    expect(stateAfter(example.baking)).toBe("baking");
    expect(stateAfter(example.rollingBack)).toBe("rollingBack");
    for (const [outcome, events] of Object.entries(example.ends)) expect(stateAfter(events)).toBe(outcome);
    expect(stateAfter([example.observed])).toBe("observed");
  });

  it("of a rollback is waiting, shifting and done", () => {
    expect(stateAfter([example.rollbackRequested])).toBe("waiting");
    expect(stateAfter(example.rollbackStarted)).toBe("shifting");
    expect(stateAfter(example.rollbackDone)).toBe("done");
  });

  it("is that people were called, as long as it is not over", () => {
    expect(stateAfter([...example.rollbackStarted, called(example.rollbackFact)])).toBe("escalated");
    expect(stateAfter([...example.rollingBack, called(example.fact)])).toBe("escalated");
    expect(stateAfter([...example.rollbackDone.slice(0, -1), called(example.rollbackFact), ...example.rollbackDone.slice(-1)])).toBe(
      "done",
    );
  });
});

it("nothing more comes of a deploy that has ended, nor of another system's that has told its end", () => {
  expect(isOverAfter(example.baking)).toBe(false);
  expect(isOverAfter(example.rollingBack)).toBe(false);
  expect(isOverAfter(example.ends.succeeded)).toBe(true);
  expect([isOverAfter([example.observed]), isOverAfter([example.observed, told("running")])]).toEqual([false, false]);
  expect(isOverAfter([example.observed, told("succeeded")])).toBe(true);
});
