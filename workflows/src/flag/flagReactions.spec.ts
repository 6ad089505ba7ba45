import { ids, type RecordedEvent } from "@ballast/eventlog";
import { signalNames, workflowIds } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import { reactTo } from "../reactor/reactor.ts";
import type { Reaction } from "../reactor/slice.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { changing, cohort, flagId, FlagWorld, rampId, targetingId } from "../specification/flagWorld.ts";
import { flagSlice } from "./slice.ts";

let world: FlagWorld;
let engine: FakeEngine;
const rampRun = workflowIds.ramp(rampId);
beforeEach(async () => {
  world = new FlagWorld();
  engine = new FakeEngine();
  await world.opened();
});
/** The reactor meets the newest event of this name. */
async function react(type: RecordedEvent["event"]["type"]): Promise<RecordedEvent> {
  const recorded = world.memory.events.findLast(({ event }) => event.type === type);
  if (recorded === undefined) throw new Error(`no ${type}`);
  const reaction: Reaction = {
    log: world.parts.log, temporal: engine.asClient(), flags: world.parts.flags, now: () => new Date(world.now),
    policy: {} as Reaction["policy"],
  };
  await reactTo([flagSlice], reaction, recorded);
  return recorded;
}
const end = () =>
  world.turn({ type: "EndRamp", now: world.at(), targetingId, rampId, outcome: "stopped", reason: "enough", cohort, incidentId: null });

describe("a ramp that was planned", () => {
  beforeEach(async () => {
    await world.flagWith();
    await world.planned();
  });

  it("is carried by one run, in the name of who planned it", async () => {
    const asked = await react("RampPlanned");
    await react("RampPlanned");
    expect(engine.started).toMatchObject([{
      workflowId: rampRun, name: "rampFlag",
      input: {
        targetingId, flagId, rampId, key: "one-page-pay", environment: "production", requestEventId: asked.eventId,
        correlationId: asked.metadata.$correlationId, actor: asked.metadata.actor,
      },
    }]);
    expect(engine.started[0]?.input).not.toHaveProperty("replaces");
  });

  it("is not begun once it has ended, nor another in its place", async () => {
    await end();
    await react("RampPlanned");
    const first = world.memory.events.find(({ event }) => event.type === "RampPlanned");
    await world.turn({ type: "PlanRamp", ...changing, rampId: ids.part("r", "next"), plan: planOf(), reason: null, byPersonId: null });
    const reaction: Reaction = {
      log: world.parts.log, temporal: engine.asClient(), flags: world.parts.flags, now: () => new Date(world.now),
      policy: {} as Reaction["policy"],
    };
    if (first !== undefined) await reactTo([flagSlice], reaction, first);
    expect(engine.started).toEqual([]);
    await react("RampPlanned");
    expect(engine.started).toMatchObject([{ workflowId: workflowIds.ramp(ids.part("r", "next")) }]);
  });
  const planOf = () => world.all("RampPlanned")[0]?.plan ?? { steps: [] };

  it("is told of holds, kills and its end; where no run goes on, nobody is", async () => {
    await world.kill();
    await react("KillEngaged");
    expect(engine.signals).toEqual([]);
    await react("RampPlanned");
    await react("KillEngaged");
    await end();
    await react("RampEnded");
    expect(engine.signals).toEqual([
      { workflowId: rampRun, signal: signalNames.rampChanged, args: [] },
      { workflowId: rampRun, signal: signalNames.rampChanged, args: [] },
    ]);
    await react("KillEngaged");
    expect(engine.signals).toHaveLength(2);
  });
});

describe("what has a moment of its own", () => {
  const at = "2026-03-03T10:00:00.000Z";

  it("waits for it in a run of its own: a flag's end, and the end of what a customer gets by name", async () => {
    await world.flagWith({ expiresAt: at });
    await react("FlagRegistered");
    const override = { customer: "acme", variant: "on", expiresAt: at, incidentId: null, reason: "pilot" } as const;
    await world.turn({
      type: "ChangeFlag", ...changing, change: { kind: "override", override }, reason: null, deployId: null, incidentId: null,
    });
    const set = await react("OverrideSet");
    expect(engine.started.map(({ input }) => input["due"])).toEqual([
      { kind: "flag", flagId, at }, { kind: "override", targetingId, customer: "acme", at },
    ]);
    expect(engine.started[1]).toMatchObject({
      workflowId: workflowIds.due(set.eventId, 0), name: "whenDue",
      input: { requestEventId: set.eventId, correlationId: set.metadata.$correlationId, actor: set.metadata.actor },
    });
  });

  it("is nothing where there is no end", async () => {
    await world.flagWith();
    await react("FlagRegistered");
    expect(engine.started).toEqual([]);
  });
});

describe("a deploy that goes back", () => {
  it("takes every flag back that was changed for it, each in a run of its own", async () => {
    await world.baking();
    const { deployId } = world.deploy;
    await world.flagWith();
    const change = { kind: "rollout", parts: 25_000 } as const;
    await world.turn({ type: "ChangeFlag", ...changing, change, reason: "with v2", deployId, incidentId: null });
    await world.tell({
      type: "BeginRollback", now: world.at(), deployId, reason: "failed", automatic: true, toReleaseId: null, toVersion: null,
    });
    const began = await react("RollbackBegan");
    expect(engine.started).toMatchObject([{
      workflowId: workflowIds.due(began.eventId, 0), input: { due: { kind: "rollback", targetingId, deployId, at: world.at() } },
    }]);
  });

  it("leaves flags alone that were changed for nothing, or for another", async () => {
    await world.baking();
    await world.flagWith();
    const change = { kind: "rollout", parts: 25_000 } as const;
    await world.turn({ type: "ChangeFlag", ...changing, change, reason: null, deployId: ids.deploy("other"), incidentId: null });
    await react("DeployRequested");
    await world.tell({
      type: "BeginRollback", now: world.at(), deployId: world.deploy.deployId, reason: "failed", automatic: true, toReleaseId: null,
      toVersion: null,
    });
    await react("RollbackBegan");
    expect(engine.started).toEqual([]);
  });
});
