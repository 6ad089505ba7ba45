import { ApplicationFailure } from "@temporalio/common";
import { ids } from "@ballast/eventlog";
import type { DeployStanding, StandingForward } from "@ballast/domain";
import type { PlanStep } from "@ballast/schema";
import type { DeployReleaseInput } from "@ballast/schema/workflows";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tell, type ScriptedActivity, type Told } from "../specification/scriptedWorkflow.ts";
import { deployRelease, type DeployOutcome } from "./deployRelease.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-03-02T10:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const minute = 60_000;
const analysis = {
  minSamples: 1, maxErrorsPer100k: 1, minEffectPer100k: 1, maxP95Ms: null, judgesLatency: false, minSlowerMs: 0, minSlowerPercent: 0,
};
const step = (percent: number): PlanStep => ({ percent, customers: [], bakeMs: 10 * minute, analysis });
const input: DeployReleaseInput = {
  deployId: ids.deploy("d"), laneId: ids.lane(ids.service("shop"), "production"), serviceId: ids.service("shop"), service: "shop",
  environment: "production", releaseId: ids.release("shop", "v2"), version: "v2", fromReleaseId: ids.release("shop", "v1"),
  fromVersion: "v1", plan: { steps: [step(10), step(50), step(100)], soakMs: 5 * minute },
  thresholds: { pageErrorsPer100k: 1, pageCustomers: 1 } as DeployReleaseInput["thresholds"], requestEventId: ids.part("e", "request"),
  correlationId: ids.part("c", "story"), actor: { personId: null, name: "Ana", means: "console" },
  replaces: { runId: "run-0", reason: "its run is gone" },
};
const watches: ScriptedActivity = (_, { cancelled }) => cancelled;
const fails = (type: string) => () => Promise.reject(ApplicationFailure.nonRetryable("no", type));

/** A run takes up what a lost one left; its story from then on, an hour long. */
async function takesUp(
  standing: DeployStanding | "taken",
  activities: Readonly<Record<string, ScriptedActivity>> = {},
  given: Partial<DeployReleaseInput> = {},
): Promise<{ told: Told<DeployOutcome>; story: readonly string[] }> {
  const told = await tell(
    deployRelease,
    { ...input, ...given },
    {
      clock: (ms) => void vi.setSystemTime(ms),
      activities: {
        takeUpDeploy: () => standing, watchStep: watches, concludeStep: () => "pass", measureEffect: () => ({ recovered: true }),
        ...activities,
      },
    },
  );
  await told.until(60 * minute);
  expect(told.inputsOf("takeUpDeploy")).toMatchObject([{ replaces: input.replaces, deploy: { deployId: input.deployId } }]);
  return { told, story: told.story(["takeUpDeploy", "watchStep"]) };
}
const ended = (outcome: Extract<DeployStanding, { kind: "ended" }>["outcome"], failures: readonly { name: string; error: string }[] = []) =>
  ({ kind: "ended", outcome, reason: "errors", soaked: false, failures }) as const;
const going = (change: Partial<StandingForward>): StandingForward => ({
  kind: "forward", step: 0, exposed: false, since: null, passedMs: 0, extended: false, judgePauses: 0, paused: null, heldBy: [],
  promoted: false, full: false, everybodySince: null, ...change,
});

describe("of a deploy whose run was lost, its end is in the record", () => {
  it("as good: it is concluded again, soaked only if it was", async () => {
    const { told, story } = await takesUp(ended("succeeded"));
    expect([told.outcome, story]).toEqual(["succeeded", ["0 concludeDeploy"]]);
    expect(told.inputsOf("concludeDeploy")).toMatchObject([{ soaked: false }]);
  });

  it.each([
    ["rolledBack", "retireCanary", false],
    ["rollbackFailed", "restoreTraffic", true],
  ] as const)("as %s: held with its reason, freed, measured and told, with what its undo could not do", async (outcome, name, failed) => {
    const { told, story } = await takesUp(ended(outcome, [{ name, error: "no" }]));
    expect([told.outcome, story]).toEqual(["rolledBack", ["0 holdLane", "0 unlockLane", "0 measureEffect", "0 reportImpact"]]);
    expect(told.inputsOf("holdLane")).toMatchObject([{ reason: "errors" }]);
    expect(told.inputsOf("reportImpact")).toMatchObject([{ recovered: true, rollbackFailed: failed, failures: [{ name }] }]);
  });

  it("as a rollback's that took the lane: there is nothing left to do", async () => {
    const { told, story } = await takesUp(ended("preempted"));
    expect([told.outcome, story]).toEqual(["preempted", []]);
  });

  it.each([
    ["aborted", "aborted", "the deploy was aborted"],
    ["cancelled", "aborted", "the deploy failed before it reached anybody"],
    ["failed", "failed", "the deploy failed before it reached anybody"],
  ] as const)("as %s: the lane is free, and nobody is told while everything was undone", async (outcome, answer, reason) => {
    const { told, story } = await takesUp(ended(outcome));
    expect([told.outcome, story]).toEqual([answer, ["0 unlockLane"]]);
    expect(told.inputsOf("unlockLane")).toMatchObject([{ reason }]);
  });

  it("as aborted, with an undo that failed: somebody is called", async () => {
    const { told } = await takesUp(ended("aborted", [{ name: "restoreTraffic", error: "no" }]));
    expect(told.inputsOf("reportImpact")).toMatchObject([{ recovered: null, rollbackFailed: true, failures: [{ error: "no" }] }]);
  });
});

describe("of a deploy whose run was lost on its way back", () => {
  it("after a verdict: everything that may have been done is undone, traffic first", async () => {
    const { told, story } = await takesUp({ kind: "back", by: "verdict", reason: "verdict failed at 10 %", exposed: true });
    expect([told.outcome, story]).toEqual([
      "rolledBack",
      [
        "0 beginRollback", "0 restoreTraffic", "0 retireCanary", "0 holdLane", "0 recordRolledBack", "0 unlockLane", "0 measureEffect",
        "0 reportImpact",
      ],
    ]);
    expect(told.inputsOf("beginRollback")).toMatchObject([{ reason: "verdict failed at 10 %", automatic: true }]);
    expect(told.inputsOf("holdLane")).toMatchObject([{ reason: "verdict failed at 10 %" }]);
    for (const undo of ["restoreTraffic", "retireCanary"])
      expect(told.inputsOf(undo)).toMatchObject([{ deploy: { deployId: input.deployId } }]);
  });

  it("by a person's abort: in that person's words, traffic only where some was moved, and nothing is held", async () => {
    const { told, story } = await takesUp({ kind: "back", by: "abort", reason: "the wrong build", exposed: false });
    expect([told.outcome, story]).toEqual(["aborted", ["0 beginRollback", "0 retireCanary", "0 recordAborted", "0 unlockLane"]]);
    expect(told.inputsOf("beginRollback")).toMatchObject([{ reason: "the wrong build", automatic: false }]);
    expect(told.inputsOf("recordAborted")).toMatchObject([{ reason: "the wrong build", failures: [] }]);
    const exposed = await takesUp({ kind: "back", by: "abort", reason: "", exposed: true });
    expect(exposed.told.inputsOf("restoreTraffic")).toHaveLength(1);
  });

  it("for a rollback that has the lane: nothing is moved", async () => {
    const { told, story } = await takesUp({ kind: "preempted" });
    expect([told.outcome, story]).toEqual(["preempted", ["0 recordRolledBack"]]);
  });
});

describe("of a deploy whose run was lost on its way forward", () => {
  it("nothing is done where another run has it", async () => {
    const { told, story } = await takesUp("taken");
    expect([told.outcome, story]).toEqual(["taken", []]);
  });

  it("a step that had not passed is baked for what is left of it; those before it are not taken again", async () => {
    const since = "2026-03-02T09:56:00.000Z";
    const { told, story } = await takesUp(going({ step: 1, exposed: true, since, passedMs: 4 * minute }));
    expect(story.slice(0, 5)).toEqual(["0 prepareRelease", "0 shiftTraffic", "360 concludeStep", "360 passStep", "360 shiftTraffic"]);
    expect(told.inputsOf("shiftTraffic")).toMatchObject([{ step: 1, percent: 50 }, { step: 2, percent: 100 }]);
    expect(told.outcome).toBe("succeeded");
  });

  it("a step that nobody had seen yet bakes from its beginning", async () => {
    const { story } = await takesUp(going({ step: 1, exposed: true }));
    expect(story.slice(0, 3)).toEqual(["0 prepareRelease", "0 shiftTraffic", "600 concludeStep"]);
  });

  it("a step under way waits for no hold before it is moved to where it is; one that has not begun does", async () => {
    const since = "2026-03-02T09:56:00.000Z";
    const begun = await takesUp(going({ step: 1, exposed: true, since, heldBy: ["i"] }));
    expect(begun.story).toEqual(["0 prepareRelease", "0 shiftTraffic"]);
    const next = await takesUp(going({ step: 1, exposed: true, heldBy: ["i"] }));
    expect(next.story).toEqual(["0 prepareRelease"]);
  });

  it("steps that a person skipped are skipped, but for the one that has begun", async () => {
    const since = "2026-03-02T09:56:00.000Z";
    const skipped = await takesUp(going({ step: 1, exposed: true, full: true }));
    expect(skipped.told.inputsOf("shiftTraffic")).toMatchObject([{ step: 2 }]);
    expect(skipped.told.inputsOf("concludeDeploy")).toMatchObject([{ soaked: false }]);
    const begun = await takesUp(going({ step: 1, exposed: true, full: true, since }));
    expect(begun.told.inputsOf("shiftTraffic")).toMatchObject([{ step: 1 }, { step: 2 }]);
  });

  it("what soaked soaks for what is left, and moves nobody", async () => {
    const since = "2026-03-02T09:58:00.000Z";
    const { story } = await takesUp(going({ step: 3, exposed: true, since, passedMs: 2 * minute, everybodySince: since }));
    expect(story).toEqual(["0 prepareRelease", "0 promoteRelease", "0 startSoak", "180 concludeDeploy"]);
  });

  it("what was moved before is undone where it cannot go on", async () => {
    const { told } = await takesUp(going({ step: 1, exposed: true }), { shiftTraffic: fails("BROKEN") });
    expect([told.outcome, told.inputsOf("restoreTraffic").length > 0]).toEqual(["rolledBack", true]);
    const prepared = await takesUp(going({ step: 1, exposed: true }), { prepareRelease: fails("NO_ARTIFACT") });
    expect(prepared.told.inputsOf("beginRollback")).toMatchObject([{ automatic: true }]);
    const nobody = await takesUp(going({}), { prepareRelease: fails("NO_ARTIFACT") });
    expect(nobody.told.outcome).toBe("failed");
  });
});

describe("a plan without a soak", () => {
  it("is concluded at once when everybody has the release", async () => {
    const { story } = await takesUp(going({ step: 2 }), {}, { plan: { ...input.plan, soakMs: 0 } });
    expect(story.slice(-3)).toEqual(["600 promoteRelease", "600 startSoak", "600 concludeDeploy"]);
  });
});
