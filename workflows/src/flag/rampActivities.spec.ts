import { ids, RevisionConflict } from "@ballast/eventlog";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { PartsWithFlags } from "../parts.ts";
import { cohort, FlagWorld, ramp, rampId, serviceId, targetingId } from "../specification/flagWorld.ts";
import { endRamp, holdRamp } from "./holdAndEnd.ts";
import { rampActivities } from "./ramp.activities.ts";

vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);
const clock = vi.hoisted(() => ({ wait: (_: number): void => undefined }));
vi.mock("node:timers/promises", () => ({ setTimeout: (ms: number) => Promise.resolve(clock.wait(ms)) }));

let world: FlagWorld;
beforeEach(async () => {
  world = new FlagWorld();
  clock.wait = (ms) => void (world.now += ms);
  await world.opened();
});
const run = { ramp, workflowId: `ramp/${rampId}`, runId: "run-1", replaces: null };

describe("carrying a ramp", () => {
  it("is claimed by one run; another one is told that it is taken", async () => {
    await world.flagWith();
    await world.planned();
    expect(await rampActivities(world.every).startRamp(run)).toEqual({ over: false, held: false, killed: false, step: -1, passed: -1 });
    expect(await rampActivities(world.every).startRamp({ ...run, runId: "run-2" })).toBe("taken");
    expect(
      await rampActivities(world.every).startRamp({ ...run, runId: "run-2", replaces: { runId: "run-1", reason: "gone" } }),
    ).toMatchObject({ over: false });
  });

  it("moves the share with what that does to whom, in the ramp's name and on behalf of who asked", async () => {
    await world.flagWith();
    await world.planned();
    await rampActivities(world.every).stepRamp({ ramp, step: 0 });
    expect(world.changes).toMatchObject([{ parts: 10_000 }]);
    const stepped = world.memory.events.findLast(({ event }) => event.type === "RolloutStepped");
    expect(stepped).toMatchObject({
      event: { data: { from: 5_000, to: 10_000, rampId, cohort } }, metadata: { actor: { means: "workflow", onBehalfOf: { name: "Ana" } } },
    });
  });

  it("waits while the flag is killed", async () => {
    await world.flagWith();
    await world.planned();
    await world.kill();
    expect(await rampActivities(world.every).stepRamp({ ramp, step: 0 })).toBe("killed");
    expect(await rampActivities(world.every).rampStanding({ ramp })).toMatchObject({ killed: true });
  });

  it("waits where the flag is killed, or somebody holds it, in the very moment in which it moves; what else goes wrong is no kill", async () => {
    await world.flagWith();
    await world.planned();
    const between = (happens: () => Promise<void>): PartsWithFlags => {
      const { log, ...others } = world.every;
      const append: typeof log.append = async (stream) => {
        await happens();
        throw new RevisionConflict(stream, null);
      };
      let first = true;
      return {
        ...others,
        log: {
          ...log,
          append: (...asked) => {
            const write = first ? append : log.append;
            first = false;
            return write(...asked);
          },
        },
      };
    };
    expect(await rampActivities(between(() => world.kill())).stepRamp({ ramp, step: 0 })).toBe("killed");
    await world.turn({ type: "ReleaseKills", now: world.at(), targetingId, killIds: [ids.part("k", "x")], reason: "over", cohort });
    const hold = { type: "HoldRamp", now: world.at(), targetingId, rampId, reason: "not now", incidentId: null } as const;
    expect(await rampActivities(between(() => world.turn(hold))).stepRamp({ ramp, step: 0 })).toBe("held");
    expect(await rampActivities(world.every).stepRamp({ ramp, step: 0 })).toBe("held");
    await world.turn({ ...hold, type: "ResumeRamp" });
    const away = () => Promise.reject(new Error("the log is away"));
    await expect(rampActivities(between(away)).stepRamp({ ramp, step: 0 })).rejects.toThrow("the log is away");
    expect(await world.targeting()).toMatchObject({ rules: { rollout: { parts: 5_000 } } });
  });

  it("stands where its record says: the step it is in, and the last one that passed", async () => {
    await world.flagWith();
    await world.planned();
    const act = rampActivities(world.every);
    await act.startRamp(run);
    await act.stepRamp({ ramp, step: 0 });
    expect(await act.rampStanding({ ramp })).toEqual({ over: false, held: false, killed: false, step: 0, passed: -1 });
    await act.passRampStep({ ramp, step: 0, sentence: "shop: errors 0 % with it" });
    expect(world.all("RampStepPassed")).toMatchObject([{ step: 0, sentence: "shop: errors 0 % with it" }]);
    await act.stepRamp({ ramp, step: 1 });
    expect(await act.rampStanding({ ramp })).toMatchObject({ step: 1, passed: 0 });
  });

  it("is over where nothing is known of it, or another ramp has its place", async () => {
    const act = rampActivities(world.every);
    expect(await act.rampStanding({ ramp })).toEqual({ over: true, held: false, killed: false, step: -1, passed: -1 });
    await world.flagWith();
    expect(await act.rampStanding({ ramp })).toMatchObject({ over: true });
    await world.planned();
    expect(await act.rampStanding({ ramp })).toMatchObject({ over: false });
    expect(await act.rampStanding({ ramp: { ...ramp, rampId: ids.part("r", "other") } })).toMatchObject({ over: true });
    await act.endRamp({ ramp, outcome: "completed", reason: "every step passed" });
    expect(await act.rampStanding({ ramp })).toMatchObject({ over: true });
  });

  it("that has come to its end says so to the flag's owner, and how many have it", async () => {
    await world.flagWith();
    await world.planned();
    await rampActivities(world.every).stepRamp({ ramp, step: 0 });
    await rampActivities(world.every).endRamp({ ramp, outcome: "completed", reason: "every step passed" });
    expect(world.changes.at(-1)).toMatchObject({ parts: 10_000 });
    expect((await world.targeting()).ramp).toMatchObject({ state: "completed" });
    expect(world.sent).toMatchObject([{ to: "ana@shop.test", subject: "one-page-pay has reached 10 % in production" }]);
    expect(world.sent[0]?.text).toContain("Every step of its ramp passed.");
  });

  it("is over when it was stopped, or the flag archived", async () => {
    await world.flagWith();
    await world.planned();
    await world.archive();
    expect(await rampActivities(world.every).rampStanding({ ramp })).toMatchObject({ over: true });
  });

  it("goes back to where it began, and its owner hears why", async () => {
    await world.flagWith();
    await world.planned();
    await rampActivities(world.every).stepRamp({ ramp, step: 0 });
    await endRamp(world.every, { ramp, outcome: "wentBack", reason: "errors 0.4 → 0.9 %" }, new AbortController().signal);
    expect(await world.targeting()).toMatchObject({
      rules: { rollout: { parts: 5_000 } }, ramp: { state: "wentBack", outcome: "errors 0.4 → 0.9 %" },
    });
    expect(world.changes.at(-1)).toMatchObject({ parts: 5_000 });
    expect(world.sent).toMatchObject([{ to: "ana@shop.test", subject: "one-page-pay went back to 5 % in production" }]);
    expect(world.sent[0]?.text).toContain("4 known customers are back");
  });

  it("asks its owner where a person is to decide, and nobody where an incident holds it", async () => {
    await world.flagWith();
    await world.planned();
    const { signal } = new AbortController();
    await holdRamp(world.every, { ramp, step: 0, round: 1, reason: "slower", incidentId: null }, signal);
    expect(world.sent).toMatchObject([{ subject: "one-page-pay waits for you in production" }]);
    expect(world.sent[0]?.text).toMatch(/^Its ramp is held: slower\.\nLet it go on, or stop it\.\n/u);
    await holdRamp(world.every, { ramp, step: 0, round: 2, reason: "INC-7 is open", incidentId: ids.incident("i") }, signal);
    expect(world.sent).toHaveLength(1);
    expect(await world.targeting()).toMatchObject({ ramp: { holds: [{ reason: "slower" }, { reason: "INC-7 is open" }] } });
  });
});
describe("an incident on one of the flag's services", () => {
  it("holds the ramp before its next step, and lets it go on when it has ended", async () => {
    await world.flagWith();
    await world.planned();
    const incidentId = await world.troubled();
    const act = rampActivities(world.every);
    expect(await act.stepRamp({ ramp, step: 0 })).toBe("incident");
    expect(await world.targeting()).toMatchObject({
      ramp: { state: "held", holds: [{ reason: "INC-7 is open", incidentId }] },
    });
    expect(await act.rampStanding({ ramp })).toMatchObject({ held: true });
    await world.calmed(incidentId);
    expect(await act.rampStanding({ ramp })).toMatchObject({ held: false });
  });

  it("does not let go what a person or the judge holds, nor what another incident does", async () => {
    await world.flagWith();
    await world.planned();
    const incidentId = await world.troubled();
    const act = rampActivities(world.every);
    await act.stepRamp({ ramp, step: 0 });
    await act.holdRamp({ ramp, step: 0, round: 1, reason: "slower", incidentId: null });
    expect(await act.rampStanding({ ramp })).toMatchObject({ held: true });
    expect((await world.targeting()).ramp?.holds).toHaveLength(2);
    await world.calmed(incidentId);
    expect(await act.rampStanding({ ramp })).toMatchObject({ held: true });
    expect((await world.targeting()).ramp?.holds).toMatchObject([{ reason: "slower", incidentId: null }]);
  });

  it("on any of them counts, and on another service none", async () => {
    await world.service("billing", "Billing");
    await world.flagWith({ serviceIds: [ids.service("billing")] });
    await world.planned();
    await world.troubled();
    const act = rampActivities(world.every);
    expect(await act.stepRamp({ ramp, step: 0 })).toBe("moved");
    world = new FlagWorld();
    await world.opened();
    await world.service("billing", "Billing");
    await world.flagWith({ serviceIds: [ids.service("billing"), serviceId] });
    await world.planned();
    await world.troubled();
    expect(await rampActivities(world.every).stepRamp({ ramp, step: 0 })).toBe("incident");
  });
});

describe("watching a step", () => {
  const watched = () => ({ ramp, step: 0, since: world.at(), accepted: false });
  /** Customers within the share fail from a moment on. */
  const failing = (from: number): void => world.sees({ within: () => (world.now >= from ? 40 : 0), without: () => 0 });

  it("looks twenty times in a bake, and ends with what the judge says", async () => {
    await world.flagWith();
    const begun = world.now;
    failing(begun + 10_000);
    expect(await rampActivities(world.every).watchRampStep(watched())).toMatchObject({
      word: "fail", incidentId: null, reason: expect.stringMatching(/^shop: 40 %/u) as string,
    });
    expect(world.now - begun).toBe(12_000);
  });

  it("asks for incidents each quarter of a minute, and ends with one that has begun", async () => {
    await world.flagWith();
    const begun = world.now;
    failing(Infinity);
    const incidentId = await world.troubled();
    expect(await rampActivities(world.every).watchRampStep(watched())).toEqual({ word: "incident", incidentId, reason: "INC-7 is open" });
    expect(world.now - begun).toBe(15_000);
  });

  it("concludes at the end of the bake", async () => {
    await world.flagWith();
    failing(Infinity);
    const step = watched();
    world.now += 60_000;
    expect(await rampActivities(world.every).concludeRampStep(step)).toMatchObject({ verdict: "pass" });
  });
});
