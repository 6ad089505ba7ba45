import { ApplicationFailure } from "@temporalio/common";
import { ids } from "@ballast/eventlog";
import type { PlanStep } from "@ballast/schema";
import { signalNames, type DeployReleaseInput } from "@ballast/schema/workflows";
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
  fromVersion: "v1", plan: { steps: [step(10), step(100)], soakMs: 5 * minute },
  thresholds: { pageErrorsPer100k: 1, pageCustomers: 1 } as DeployReleaseInput["thresholds"], requestEventId: ids.part("e", "request"),
  correlationId: ids.part("c", "story"), actor: { personId: null, name: "Ana", means: "console" },
};

/** The judge watches until it is told to stop. */
const watches: ScriptedActivity = (_, { cancelled }) => cancelled;
const begin = (
  activities: Readonly<Record<string, ScriptedActivity>> = {},
  given: Partial<DeployReleaseInput> = {},
): Promise<Told<DeployOutcome>> =>
  tell(
    deployRelease,
    { ...input, ...given },
    {
      clock: (ms) => void vi.setSystemTime(ms),
      activities: { watchStep: watches, concludeStep: () => "pass", measureEffect: () => ({ recovered: true }), ...activities },
    },
  );
/** Answers one after the other; the last one again and again. */
const inTurn = (...answers: readonly unknown[]): ScriptedActivity => {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)];
};
const fails = (type: string) => () => Promise.reject(ApplicationFailure.nonRetryable("no", type));
const wayBack = ["beginRollback", "restoreTraffic", "retireCanary"];
const namesAfter = (told: Told<unknown>, name: string): readonly string[] =>
  told.calls.map((call) => call.name).slice(told.calls.findIndex((call) => call.name === name));

describe("a deploy goes forward", () => {
  it("step by step, each as long as it bakes, then soaks and is concluded as good", async () => {
    const told = await begin();
    await told.until(60 * minute);
    expect(told.story(["watchStep"])).toEqual([
      "0 startDeploy", "0 prepareRelease", "0 shiftTraffic", "600 concludeStep", "600 passStep", "600 shiftTraffic", "1200 concludeStep",
      "1200 passStep", "1200 promoteRelease", "1200 startSoak", "1500 concludeDeploy",
    ]);
    expect(told.outcome).toBe("succeeded");
    expect(told.inputsOf("concludeDeploy")).toMatchObject([{ soaked: true }]);
    expect(told.inputsOf("watchStep")).toMatchObject([
      { step: 0, percent: 10 },
      { step: 1, percent: 100 },
      { step: 2, percent: 100, bakeMs: 5 * minute },
    ]);
  });

  it("of a lane's first release to everybody at once", async () => {
    const told = await begin({}, { fromReleaseId: null, fromVersion: null });
    expect(told.inputsOf("shiftTraffic")).toMatchObject([{ percent: 100 }]);
  });

  it("not where another run carries the request out", async () => {
    const told = await begin({ startDeploy: () => "taken" });
    expect([told.outcome, told.story()]).toEqual(["taken", ["0 startDeploy"]]);
  });

  it("not while a person has paused it or an incident holds it: the clock of the bake stands still", async () => {
    const told = await begin();
    await told.until(4 * minute);
    await told.signal(signalNames.pause);
    await told.until(30 * minute);
    expect(told.query("getProgress")).toMatchObject({ phase: "baking", paused: true, remainingBakeMs: 6 * minute });
    await told.signal(signalNames.hold, { incidentId: "i" });
    await told.signal(signalNames.resume);
    await told.until(60 * minute);
    expect(told.inputsOf("concludeStep")).toEqual([]);
    await told.signal(signalNames.liftHold, { incidentId: "i" });
    await told.until(66 * minute);
    expect(told.story(["watchStep"]).slice(-3)).toEqual([`${66 * 60} concludeStep`, `${66 * 60} passStep`, `${66 * 60} shiftTraffic`]);
  });

  it("past a step that a person promotes, and to everybody where they skip the rest: soaked by nobody", async () => {
    const told = await begin();
    await told.until(minute);
    await told.signal(signalNames.promote, { step: 0, full: false });
    expect(told.inputsOf("shiftTraffic")).toMatchObject([{ step: 0 }, { step: 1 }]);
    await told.signal(signalNames.promote, { step: 1, full: true });
    await told.until(minute);
    expect(told.outcome).toBe("succeeded");
    expect(told.inputsOf("concludeDeploy")).toMatchObject([{ soaked: false }]);
    const rest = await begin({ concludeStep: () => "error" }, { plan: { ...input.plan, steps: [step(10), step(50), step(100)] } });
    await rest.signal(signalNames.promote, { step: 0, full: true });
    expect(rest.inputsOf("shiftTraffic")).toMatchObject([{ percent: 10 }, { percent: 100 }]);
    // What the judge could not tell is the person's word.
    expect(rest.inputsOf("extendBake")).toEqual([]);
  });

  it("to no further step where a hold comes as the last one is passed", async () => {
    let hold: () => Promise<void> = () => Promise.resolve();
    const told = await begin({ passStep: () => void hold() });
    hold = () => told.signal(signalNames.hold, { incidentId: "i" });
    await told.until(30 * minute);
    expect(told.inputsOf("shiftTraffic")).toHaveLength(1);
    await told.signal(signalNames.liftHold, { incidentId: "i" });
    expect(told.inputsOf("shiftTraffic")).toHaveLength(2);
  });
});

describe("a deploy goes back", () => {
  it("at once when a look fails, last act first, and holds the lane", async () => {
    const told = await begin({ watchStep: () => "fail" });
    await told.until(minute);
    expect(namesAfter(told, "beginRollback")).toEqual([
      ...wayBack, "holdLane", "recordRolledBack", "unlockLane", "measureEffect", "reportImpact",
    ]);
    expect(told.inputsOf("beginRollback")).toMatchObject([{ automatic: true, reason: "verdict failed at 10 %" }]);
    expect(told.outcome).toBe("rolledBack");
  });

  it("when the last word of a bake, or a look while soaking, is a fail", async () => {
    const bake = await begin({ concludeStep: () => "fail" });
    await bake.until(10 * minute);
    expect(bake.outcome).toBe("rolledBack");
    const soak = await begin({
      watchStep: ((watched: { step: number }, how: { cancelled: Promise<never> }) =>
        watched.step === 2 ? "fail" : how.cancelled) as ScriptedActivity,
    });
    await soak.until(20 * minute);
    expect([soak.outcome, soak.inputsOf("beginRollback")[0]?.["reason"]]).toEqual(["rolledBack", "verdict failed while soaking"]);
  });

  it("when it is aborted while traffic is shifting: undone, and no release is called faulty", async () => {
    const told = await begin({ shiftTraffic: () => new Promise(() => undefined) });
    await told.signal(signalNames.abort, { reason: "the wrong build" });
    await told.until(minute);
    expect(namesAfter(told, "beginRollback")).toEqual([...wayBack, "recordAborted", "unlockLane"]);
    expect(told.inputsOf("recordAborted")).toMatchObject([{ reason: "the wrong build", failures: [] }]);
    expect(told.outcome).toBe("aborted");
  });

  it("when the target fails after somebody was reached; told that only the undo failed, it pages", async () => {
    const told = await begin({ shiftTraffic: fails("BROKEN"), restoreTraffic: fails("BROKEN") });
    await told.until(minute);
    expect(told.inputsOf("beginRollback")).toMatchObject([{ automatic: true, reason: "could not go on: no" }]);
    expect(told.inputsOf("recordRolledBack")).toMatchObject([{ failures: [{ name: "restoreTraffic", error: "no" }] }]);
    expect(told.inputsOf("reportImpact")).toMatchObject([{ rollbackFailed: true }]);
  });

  it("is not said of one that failed before it reached anybody", async () => {
    const told = await begin({ prepareRelease: fails("NO_ARTIFACT") });
    await told.until(minute);
    expect(namesAfter(told, "prepareRelease")).toEqual(["prepareRelease", "retireCanary", "recordFailed", "unlockLane"]);
    expect(told.outcome).toBe("failed");
  });
});

describe("a rollback takes the lane of a deploy", () => {
  it("which moves nothing any more, baking or on its way back from an abort", async () => {
    const told = await begin();
    await told.until(minute);
    await told.signal(signalNames.preempt, { byDeployId: "r" });
    expect([told.outcome, namesAfter(told, "recordRolledBack")]).toEqual(["preempted", ["recordRolledBack"]]);
    expect(told.inputsOf("restoreTraffic")).toEqual([]);
    const aborted = await begin({ shiftTraffic: () => new Promise(() => undefined) });
    await Promise.all([aborted.signal(signalNames.abort, { reason: "" }), aborted.signal(signalNames.preempt, { byDeployId: "r" })]);
    expect([aborted.outcome, aborted.inputsOf("restoreTraffic")]).toEqual(["preempted", []]);
  });

  it("which hears of it from the target before the signal comes", async () => {
    const told = await begin({ shiftTraffic: fails("LANE_LOST") });
    expect([told.outcome, told.inputsOf("beginRollback")]).toEqual(["preempted", []]);
  });

  it("while it goes back: the rollback measures, holds and reports", async () => {
    const told = await begin({ watchStep: () => "fail", recordRolledBack: () => "preempted" });
    await told.until(minute);
    expect([told.outcome, told.inputsOf("unlockLane"), told.inputsOf("measureEffect")]).toEqual(["preempted", [], []]);
  });
});

describe("the judge is in doubt", () => {
  it("at the end of a bake: more time first, then a person, until somebody resumes it", async () => {
    const told = await begin({ concludeStep: inTurn("error", "inconclusive", "pass") });
    await told.until(20 * minute);
    expect(told.inputsOf("extendBake")).toMatchObject([{ step: 0, bakeMs: 20 * minute, reason: "the metrics could not be read" }]);
    expect(told.inputsOf("pauseForJudge")).toMatchObject([{ step: 0, round: 1, reason: "too little traffic for a verdict" }]);
    await told.until(60 * minute);
    expect(told.query("getProgress")).toMatchObject({ paused: true });
    await told.signal(signalNames.resume);
    await told.until(70 * minute);
    expect(told.inputsOf("shiftTraffic")).toMatchObject([{ step: 0 }, { step: 1 }]);
  });

  it("until it sees what it had missed: its own pause ends by itself, a person's does not", async () => {
    const doubting: ScriptedActivity = (({ doubt }: { doubt?: boolean }, { cancelled }: { cancelled: Promise<never> }) =>
      doubt === true ? "clear" : cancelled) as ScriptedActivity;
    const own = await begin({ concludeStep: inTurn("error", "error", "pass"), watchStep: doubting, resumeForJudge: () => true });
    await own.until(30 * minute);
    expect(own.inputsOf("passStep")).toMatchObject([{ step: 0 }]);
    const persons = await begin({ concludeStep: inTurn("error", "error", "pass"), watchStep: doubting, resumeForJudge: () => false });
    await persons.until(60 * minute);
    expect([persons.inputsOf("resumeForJudge").length, persons.inputsOf("passStep")]).toEqual([1, []]);
  });

  it("about everything at once: the clock stands still until that is over, and what came meanwhile does not count", async () => {
    let outage = true;
    const watching: ScriptedActivity = ((watched: { outage?: boolean; from?: string }, { cancelled }: { cancelled: Promise<never> }) => {
      if (watched.outage === true) return outage ? cancelled : "elsewhere";
      return watched.from === undefined ? "elsewhere" : cancelled;
    }) as ScriptedActivity;
    const told = await begin({ watchStep: watching, resumeAfterOutage: () => true }, { plan: { ...input.plan, steps: [step(100)] } });
    expect(told.inputsOf("pauseForOutage")).toMatchObject([{ step: 0, outage: 1 }]);
    await told.until(30 * minute);
    expect(told.inputsOf("concludeStep")).toEqual([]);
    outage = false;
    await told.signal(signalNames.resume);
    await told.until(40 * minute);
    expect(told.inputsOf("watchStep").findLast((watched) => watched["step"] === 0)).toMatchObject({ from: "2026-03-02T10:30:00.000Z" });
    expect(told.inputsOf("concludeStep")).toHaveLength(1);
  });
});
