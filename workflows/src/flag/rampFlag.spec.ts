import { signalNames, type RampFlagInput } from "@ballast/schema/workflows";
import { ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ContinuedAsNew, tell, type ScriptedActivity } from "../specification/scriptedWorkflow.ts";
import { rampFlag } from "./rampFlag.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));

const minute = 60_000;
const analysis = {
  minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 300, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50,
  minSlowerPercent: 20,
};
const input: RampFlagInput = {
  targetingId: ids.part("t", "x"), flagId: ids.part("f", "x"), rampId: ids.part("r", "x"), key: "one-page-pay", environment: "production",
  plan: { steps: [10_000, 25_000].map((parts) => ({ parts, bakeMs: 10 * minute, analysis })) },
  requestEventId: ids.part("e", "x"), correlationId: "c", actor: { personId: null, name: "Ana", means: "console" },
};

const free = { over: false, held: false, killed: false, step: -1, passed: -1 };
const held = { ...free, held: true };
/** Watches until the workflow ends it. */
const watches: ScriptedActivity = (_, { cancelled }) => cancelled;
const inTurn = (...answers: readonly unknown[]): ScriptedActivity => {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)];
};
/** A word, and after it nothing any more. */
const once = (word: object): ScriptedActivity => {
  let said = false;
  return (_, { cancelled }) => {
    if (said) return cancelled;
    said = true;
    return word;
  };
};
const quiet = ["watchRampStep", "rampStanding"];

const begin = (activities: Readonly<Record<string, ScriptedActivity>> = {}, more: Partial<RampFlagInput> = {}) =>
  tell(rampFlag, { ...input, ...more }, {
    clock: (ms) => vi.setSystemTime(ms),
    activities: {
      startRamp: () => free, rampStanding: () => free, stepRamp: () => "moved", watchRampStep: watches,
      concludeRampStep: () => ({ verdict: "pass", sentence: "checkout: errors 0.4 % with it, 0.4 % without" }), ...activities,
    },
  });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  return () => vi.useRealTimers();
});

describe("a ramp goes up", () => {
  it("step by step, each as long as it bakes, and is complete", async () => {
    const told = await begin();
    await told.until(60 * minute);
    expect(told.story(quiet)).toEqual([
      "0 startRamp", "0 stepRamp", "600 concludeRampStep", "600 passRampStep", "600 stepRamp", "1200 concludeRampStep", "1200 passRampStep",
      "1200 endRamp",
    ]);
    expect([told.outcome, told.inputsOf("endRamp")]).toMatchObject(["completed", [{ outcome: "completed" }]]);
    expect(told.inputsOf("passRampStep")).toMatchObject([
      { step: 0, sentence: "checkout: errors 0.4 % with it, 0.4 % without" },
      { step: 1 },
    ]);
  });

  it("not where another run carries it, and from where a lost one stood", async () => {
    expect((await begin({ startRamp: () => "taken" })).outcome).toBe("taken");
    const told = await begin(
      { startRamp: () => ({ ...free, step: 1, passed: 0 }) },
      { replaces: { runId: "run-0", reason: "its run is gone" } },
    );
    expect(told.inputsOf("startRamp")).toMatchObject([{ replaces: { runId: "run-0" } }]);
    expect(told.inputsOf("stepRamp")).toMatchObject([{ step: 1 }]);
  });

  it("not past somebody who ended it", async () => {
    const told = await begin({ rampStanding: inTurn(free, { ...free, over: true }) });
    await told.until(minute);
    await told.signal(signalNames.rampChanged);
    expect([told.outcome, told.inputsOf("endRamp")]).toEqual(["over", []]);
  });
});

describe("a ramp that is held or killed", () => {
  it("waits, looks again by itself, and bakes the step anew when it goes on", async () => {
    const told = await begin({ rampStanding: inTurn(free, held, held, free) });
    await told.until(9 * minute);
    await told.signal(signalNames.rampChanged);
    await told.until(9 * minute + 29_000);
    expect(told.inputsOf("stepRamp")).toHaveLength(1);
    await told.until(9 * minute + 60_000);
    expect(told.inputsOf("stepRamp")).toHaveLength(2);
    await told.until(19 * minute);
    expect(told.inputsOf("concludeRampStep")).toEqual([]);
    await told.until(20 * minute);
    expect(told.inputsOf("concludeRampStep")).toMatchObject([{ since: new Date(10 * minute).toISOString() }]);
  });

  it("by news that change nothing bakes on with what is left", async () => {
    const told = await begin();
    await told.until(4 * minute);
    await told.signal(signalNames.rampChanged);
    await told.until(10 * minute);
    expect(told.inputsOf("concludeRampStep")).toMatchObject([{ since: new Date(0).toISOString() }]);
  });

  it("while it steps takes the step after the release", async () => {
    const told = await begin({ rampStanding: inTurn(free, { ...free, killed: true }, free), stepRamp: inTurn("killed", "moved") });
    await told.until(minute);
    expect(told.story(["rampStanding"])).toEqual(["0 startRamp", "0 stepRamp", "30 stepRamp", "30 watchRampStep"]);
  });

  it("for weeks goes on as another run, which takes this one's place", async () => {
    const told = await begin({ rampStanding: () => held });
    told.grows();
    await told.until(minute);
    expect(told.failure).toBeInstanceOf(ContinuedAsNew);
    expect(told.failure).toMatchObject({ input: { rampId: input.rampId, replaces: { runId: "run-1" } } });
  });
});

describe("the judge's word", () => {
  it("that a guardrail failed takes the share back at once", async () => {
    const told = await begin({ watchRampStep: () => ({ word: "fail", reason: "checkout: errors 0.4 → 0.9 %", incidentId: null }) });
    expect([told.outcome, told.inputsOf("endRamp")]).toMatchObject([
      "wentBack",
      [{ outcome: "wentBack", reason: "checkout: errors 0.4 → 0.9 %" }],
    ]);
    expect(told.inputsOf("holdRamp")).toEqual([]);
  });

  it("that a guardrail failed at the end of a bake does, too", async () => {
    const told = await begin({ concludeRampStep: () => ({ verdict: "fail", sentence: "checkout: errors 0.4 → 0.9 %" }) });
    await told.until(10 * minute);
    expect([told.outcome, told.inputsOf("endRamp")]).toMatchObject(["wentBack", [{ reason: "checkout: errors 0.4 → 0.9 %" }]]);
  });

  it("that a signal failed holds it; whoever lets it go on has seen that", async () => {
    const told = await begin({
      watchRampStep: once({ word: "signal", reason: "slower", incidentId: null }), rampStanding: inTurn(free, held, free),
    });
    expect(told.inputsOf("holdRamp")).toMatchObject([{ step: 0, round: 1, reason: "slower", incidentId: null }]);
    await told.until(minute);
    expect(told.inputsOf("watchRampStep").at(-1)).toMatchObject({ accepted: true });
  });

  it("that an incident is open holds it for that incident, and accepts nothing", async () => {
    const told = await begin({
      watchRampStep: once({ word: "incident", reason: "INC-7 is open", incidentId: "i" }), rampStanding: inTurn(free, held, free),
    });
    expect(told.inputsOf("holdRamp")).toMatchObject([{ incidentId: "i" }]);
    await told.until(minute);
    expect(told.inputsOf("watchRampStep").at(-1)).toMatchObject({ accepted: false });
  });

  it("that it cannot tell extends the bake once, then asks a person; after that the step passes", async () => {
    const told = await begin({
      concludeRampStep: () => ({ verdict: "inconclusive", sentence: "too few customers" }),
      rampStanding: inTurn(free, free, held, free),
    });
    await told.until(10 * minute);
    expect(told.inputsOf("holdRamp")).toEqual([]);
    await told.until(20 * minute);
    expect(told.inputsOf("holdRamp")).toMatchObject([{ reason: "too few customers" }]);
    await told.until(31 * minute);
    expect(told.inputsOf("passRampStep")).toMatchObject([{ step: 0, sentence: "too few customers" }]);
  });

  it("that a signal failed at the end asks a person without more time", async () => {
    const told = await begin({ concludeRampStep: () => ({ verdict: "signal", sentence: "slower" }), rampStanding: inTurn(free, held) });
    await told.until(10 * minute);
    expect(told.inputsOf("holdRamp")).toMatchObject([{ reason: "slower" }]);
  });

  it("that never comes, as the watch itself fails, ends the run: it is taken up again from the log", async () => {
    const told = await begin({ watchRampStep: () => Promise.reject(new Error("no worker")) });
    expect([told.outcome, told.failure]).toEqual([undefined, expect.any(Error)]);
  });
});
