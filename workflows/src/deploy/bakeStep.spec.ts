import { ids } from "@ballast/eventlog";
import { signalNames } from "@ballast/schema/workflows";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tell, type ScriptedActivity, type Told } from "../specification/scriptedWorkflow.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { bakeStep, soakRelease, type Bake, type BegunBake } from "./bakeStep.ts";
import { DeployControl } from "./control.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));
const began = "2026-03-02T10:00:00.000Z";
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(began) }));
afterEach(() => void vi.useRealTimers());

const minute = 60_000;
const analysis = {
  minSamples: 1, maxErrorsPer100k: 1, minEffectPer100k: 1, maxP95Ms: null, judgesLatency: false, minSlowerMs: 0, minSlowerPercent: 0,
};
// Its activities are scripted: nothing of it is read but its name.
const deploy: Pick<DeployRef, "deployId"> = { deployId: ids.deploy("d") };
const bake: Bake = {
  deploy: deploy as DeployRef, step: 1, plan: { percent: 10, customers: ["acme"], bakeMs: 10 * minute, analysis }, stretches: 4,
  stableUntil: null,
};
type Watched = Readonly<Record<string, unknown>>;
const unasked: ScriptedActivity = (_, { cancelled }) => cancelled;

/** A step bakes, in the hands of whoever signals. */
function bakes(
  activities: Readonly<Record<string, ScriptedActivity>> = {},
  given: Partial<Bake> = {},
  { old = [], run = bakeStep }: { readonly old?: readonly string[]; readonly run?: typeof bakeStep | typeof soakRelease } = {},
): Promise<Told<unknown>> {
  const listening = (baked: Bake): Promise<unknown> => {
    const control = new DeployControl();
    control.listen(() => undefined);
    control.paused = baked.begun?.pausedByJudge === true;
    return run(control, baked);
  };
  return tell(listening, { ...bake, ...given }, {
    clock: (ms) => void vi.setSystemTime(ms), old, activities: { watchStep: unasked, concludeStep: () => "pass", ...activities },
  });
}
/** A judge that speaks when the spec lets it: the word for the next watch, or for the one under way. */
function judge() {
  let speak: (word: string) => void = () => undefined;
  const watchStep: ScriptedActivity = ((_: Watched, { cancelled }: { cancelled: Promise<never> }) =>
    Promise.race([cancelled, new Promise((resolve) => { speak = resolve; })])) as ScriptedActivity;
  return { watchStep, says: (word: string) => speak(word) };
}
const begun = (change: Partial<BegunBake> = {}): BegunBake => ({
  since: "2026-03-02T09:55:00.000Z", passedMs: 5 * minute, extended: false, judgePauses: 0, pausedByJudge: false, ...change,
});

describe("a step that bakes", () => {
  it("is watched from its first moment, as long as it bakes, and then judged", async () => {
    const told = await bakes();
    await told.until(9 * minute);
    expect(told.inputsOf("watchStep")).toEqual([{
      deploy, step: 1, percent: 10, customers: ["acme"], analysis, since: began, bakeMs: 10 * minute, stretches: 4, stableUntil: began,
    }]);
    expect(told.inputsOf("concludeStep")).toEqual([]);
    await told.until(10 * minute);
    expect([told.story(), told.outcome]).toEqual([["0 watchStep", "600 concludeStep"], "pass"]);
  });

  it("that everybody has is compared with what was before everybody had it", async () => {
    const told = await bakes({}, { stableUntil: "2026-03-02T09:00:00.000Z" });
    expect(told.inputsOf("watchStep")).toMatchObject([{ stableUntil: "2026-03-02T09:00:00.000Z", since: began }]);
  });

  it("ends at once with a look that fails, without a last one", async () => {
    const { watchStep, says } = judge();
    const told = await bakes({ watchStep });
    await told.until(3 * minute);
    says("fail");
    await told.until(3 * minute);
    expect([told.outcome, told.inputsOf("concludeStep")]).toEqual(["fail", []]);
  });

  it("that a person promotes ends at once; what the judge says then stands above the person", async () => {
    for (const [verdict, outcome] of [["inconclusive", "promoted"], ["error", "promoted"], ["fail", "fail"], ["pass", "pass"]]) {
      const told = await bakes({ concludeStep: () => verdict });
      await told.until(minute);
      await told.signal(signalNames.promote, { step: 1, full: false });
      await told.until(minute);
      expect(told.outcome).toBe(outcome);
    }
  });

  it("is not ended by a promotion of the step before it", async () => {
    const told = await bakes();
    await told.signal(signalNames.promote, { step: 0, full: false });
    await told.until(9 * minute);
    expect(told.outcome).toBeUndefined();
  });

  it("fails with a watch that fails, not with one that was told to end and then does", async () => {
    const dies = await bakes({ watchStep: () => Promise.reject(new Error("its worker died")) });
    await dies.until(minute);
    expect(String(dies.failure)).toContain("activity failed");
    const later: ScriptedActivity = (_, { cancelled }) => cancelled.catch(() => Promise.reject(new Error("its worker died")));
    const told = await bakes({ watchStep: later });
    await told.until(10 * minute);
    expect([told.outcome, told.failure]).toEqual(["pass", undefined]);
  });

  it("whose run was lost bakes for what is left, seen since it began", async () => {
    const told = await bakes({}, { begun: begun() });
    expect(told.inputsOf("watchStep")).toMatchObject([{ since: "2026-03-02T09:55:00.000Z", stableUntil: "2026-03-02T09:55:00.000Z" }]);
    await told.until(5 * minute);
    expect([told.story(), told.outcome]).toEqual([["0 watchStep", "300 concludeStep"], "pass"]);
    const long = await bakes({}, { begun: begun({ passedMs: 60 * minute }) });
    await long.until(0);
    expect(long.outcome).toBe("pass");
  });

  it("while it soaks, is watched and judged by nobody at its end", async () => {
    const { watchStep, says } = judge();
    const told = await bakes({ watchStep }, {}, { run: soakRelease });
    await told.until(10 * minute);
    expect([told.outcome, told.inputsOf("concludeStep")]).toEqual(["pass", []]);
    const failing = await bakes({ watchStep }, {}, { run: soakRelease });
    says("fail");
    await failing.until(minute);
    expect(failing.outcome).toBe("fail");
  });
});

describe("a judge that cannot tell", () => {
  const doubts = (...verdicts: readonly string[]): ScriptedActivity => {
    let next = 0;
    return () => verdicts[next++] ?? "pass";
  };

  it("takes as much time again, then pauses and goes on watching, until it can tell", async () => {
    const { watchStep, says } = judge();
    const told = await bakes({ watchStep, concludeStep: doubts("inconclusive", "error"), resumeForJudge: () => true });
    await told.until(10 * minute);
    expect(told.inputsOf("extendBake")).toEqual([{ deploy, step: 1, bakeMs: 20 * minute, reason: "too little traffic for a verdict" }]);
    await told.until(45 * minute);
    expect(told.inputsOf("pauseForJudge")).toEqual([{ deploy, step: 1, round: 1, reason: "the metrics could not be read" }]);
    expect(told.inputsOf("watchStep").at(-1)).toMatchObject({ doubt: true });
    says("clear");
    await told.until(45 * minute);
    expect(told.inputsOf("resumeForJudge")).toEqual([{ deploy, step: 1, round: 1 }]);
    await told.until(55 * minute);
    expect([told.story(["watchStep"]).slice(-2), told.outcome]).toEqual([["2700 resumeForJudge", "3300 concludeStep"], "pass"]);
  });

  it("is believed where it fails the step while it waits for somebody", async () => {
    const { watchStep, says } = judge();
    const told = await bakes({ watchStep, concludeStep: doubts("error", "error") });
    await told.until(30 * minute);
    says("fail");
    await told.until(30 * minute);
    expect(told.outcome).toBe("fail");
  });

  it("asks again and again, each time by a number of its own", async () => {
    const told = await bakes({ concludeStep: doubts("error", "error", "error", "error") });
    for (const at of [20, 40, 60]) {
      await told.until(at * minute);
      await told.signal(signalNames.resume);
    }
    expect(told.inputsOf("extendBake")).toHaveLength(1);
    expect(told.inputsOf("pauseForJudge").map(({ round }) => round)).toEqual([1, 2, 3]);
  });

  it("leaves a pause to the person who made it theirs, and does not end it later", async () => {
    const { watchStep, says } = judge();
    const told = await bakes({ watchStep, concludeStep: doubts("error", "error"), resumeForJudge: () => false });
    await told.until(30 * minute);
    says("clear");
    await told.until(40 * minute);
    expect(told.inputsOf("watchStep").at(-1)).not.toHaveProperty("doubt");
    await told.signal(signalNames.resume);
    await told.until(50 * minute);
    expect([told.inputsOf("resumeForJudge").length, told.outcome]).toEqual([1, "pass"]);
  });

  it("of before waits for a person alone", async () => {
    const told = await bakes({ concludeStep: doubts("error", "error") }, {}, { old: ["the judge's pause ends by itself"] });
    await told.until(30 * minute);
    expect(told.inputsOf("watchStep").at(-1)).not.toHaveProperty("doubt");
    await told.signal(signalNames.resume);
    await told.until(40 * minute);
    expect(told.outcome).toBe("pass");
  });

  it("whose run was lost in its pause goes on in that, counting from there", async () => {
    const { watchStep, says } = judge();
    const lost = begun({ passedMs: 10 * minute, extended: true, judgePauses: 2, pausedByJudge: true });
    const told = await bakes({ watchStep, concludeStep: doubts("error"), resumeForJudge: () => true }, { begun: lost });
    await told.until(minute);
    expect(told.story()).toEqual(["0 watchStep"]);
    says("clear");
    await told.until(minute);
    expect(told.inputsOf("resumeForJudge")).toMatchObject([{ round: 2 }]);
    expect(told.inputsOf("pauseForJudge")).toMatchObject([{ round: 3 }]);
    const failing = await bakes({ watchStep }, { begun: lost });
    says("fail");
    await failing.until(minute);
    expect(failing.outcome).toBe("fail");
    const extended = await bakes({ concludeStep: doubts("error") }, { begun: begun({ passedMs: 10 * minute, extended: true }) });
    await extended.until(minute);
    expect([extended.inputsOf("extendBake"), extended.inputsOf("pauseForJudge")]).toMatchObject([[], [{ round: 1 }]]);
  });
});

describe("when everything gets worse at once", () => {
  const { watchStep, says } = judge();

  it("people are called, the clock stands still until it is over, and what came meanwhile is not counted", async () => {
    const told = await bakes({ watchStep, resumeAfterOutage: () => true });
    await told.until(4 * minute);
    says("elsewhere");
    await told.until(4 * minute);
    expect(told.inputsOf("pauseForOutage")).toMatchObject([{ step: 1, outage: 1, since: began }]);
    expect(told.inputsOf("watchStep").at(-1)).toMatchObject({ outage: true });
    await told.until(60 * minute);
    says("elsewhere");
    await told.until(60 * minute);
    expect(told.inputsOf("resumeAfterOutage")).toEqual([{ deploy, step: 1, outage: 1 }]);
    expect(told.inputsOf("watchStep").at(-1)).toMatchObject({ from: "2026-03-02T11:00:00.000Z", since: began });
    await told.until(66 * minute);
    expect(told.outcome).toBe("pass");
  });

  it("a person may let it go on before that: nobody resumes it once more", async () => {
    const told = await bakes({ watchStep });
    says("elsewhere");
    await told.until(30 * minute);
    await told.signal(signalNames.resume);
    await told.until(40 * minute);
    expect([told.inputsOf("resumeAfterOutage"), told.outcome]).toEqual([[], "pass"]);
  });

  it("a person's own pause goes on after it; runs of before, which are told nothing, go on", async () => {
    for (const [answer, outcome] of [[false, undefined], [undefined, "pass"]] as const) {
      const told = await bakes({ watchStep, resumeAfterOutage: () => answer });
      says("elsewhere");
      await told.until(minute);
      says("elsewhere");
      await told.until(60 * minute);
      expect(told.outcome).toBe(outcome);
    }
  });

  it("it is the release after all where the judge says so then", async () => {
    const told = await bakes({ watchStep });
    says("elsewhere");
    await told.until(minute);
    says("fail");
    await told.until(minute);
    expect(told.outcome).toBe("fail");
  });

  it("each time has a number of its own, also after a lost run's", async () => {
    const told = await bakes({ watchStep, resumeAfterOutage: () => true }, { begun: begun({ judgePauses: 2 }) });
    for (let words = 0; words < 4; words += 1) {
      says("elsewhere");
      await told.until(minute);
    }
    expect(told.inputsOf("pauseForOutage").map(({ outage }) => outage)).toEqual([3, 4]);
  });

  it("while it waits for somebody, it waits for that too; and goes back where it was the release", async () => {
    const doubting = { watchStep, concludeStep: () => "error", resumeAfterOutage: () => true };
    const told = await bakes(doubting);
    await told.until(30 * minute);
    says("elsewhere");
    await told.until(31 * minute);
    expect(told.inputsOf("pauseForOutage")).toHaveLength(1);
    says("elsewhere");
    await told.until(32 * minute);
    expect(told.inputsOf("resumeAfterOutage")).toHaveLength(1);
    const failing = await bakes(doubting);
    await failing.until(30 * minute);
    says("elsewhere");
    await failing.until(31 * minute);
    says("fail");
    await failing.until(31 * minute);
    expect(failing.outcome).toBe("fail");
  });
});
