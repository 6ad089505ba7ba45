import { environmentDecider } from "@ballast/domain/environment";
import { evaluationDecider } from "@ballast/domain/evaluation";
import { flagDecider } from "@ballast/domain/flag";
import type { TargetingCommand } from "@ballast/domain/targeting";
import { idOf, ids } from "@ballast/eventlog";
import { workflowIds } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import { Following } from "../reactor/openRecords.ts";
import type { Reaction } from "../reactor/slice.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { changing, cohort, flagId, FlagWorld, plan, rampId, rules, targetingId } from "../specification/flagWorld.ts";
import { flagSlice } from "./slice.ts";

const soon = "2026-03-02T10:05:00.000Z";

let world: FlagWorld;
let engine: FakeEngine;
const turn = (command: TargetingCommand): Promise<void> => world.turn(command);
const reaction = (): Reaction => ({
  log: world.parts.log, temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) }, now: () => new Date(world.now),
  policy: {} as Reaction["policy"],
});

/** What a worker knows of that has read the log so far. */
function followed(): Following {
  const following = new Following([flagSlice]);
  for (const event of world.memory.events) following.note(event);
  return following;
}

/** One look at everything that is open, as the worker takes it. */
async function look(following = followed()): Promise<readonly (string | null)[]> {
  const said: (string | null)[] = [];
  for (const records of following.records) {
    for (const id of records.candidates(world.now)) said.push(await records.look(reaction(), id));
  }
  return said;
}

beforeEach(async () => {
  world = new FlagWorld();
  engine = new FakeEngine();
  await world.flagWith();
});

describe("a ramp whose run is lost", () => {
  const start = {
    type: "StartRamp", now: changing.now, targetingId, rampId, requestEventId: ids.part("e", "x"), workflowId: "w", runId: "run-1",
    replaces: null,
  } as const;
  beforeEach(() =>
    turn({
      type: "PlanRamp", ...changing, rampId, plan, reason: null, byPersonId: null,
    }),
  );

  it("is taken up by another run, which takes that one's place", async () => {
    await turn(start);
    expect(await look()).toEqual(["the workflow engine knows nothing of its run"]);
    expect(engine.started).toMatchObject([
      { workflowId: workflowIds.ramp(rampId), name: "rampFlag", input: { targetingId, rampId, replaces: { runId: "run-1" } } },
    ]);
    expect(await look()).toEqual([null]);
  });

  it("is left while it runs, before it has begun, and after its end", async () => {
    expect(await look()).toEqual([null]);
    await turn(start);
    engine.runs.set(workflowIds.ramp(rampId), "RUNNING");
    expect(await look()).toEqual([null]);
    engine.runs.clear();
    await turn({ type: "EndRamp", now: changing.now, targetingId, rampId, outcome: "stopped", reason: "enough", cohort, incidentId: null });
    expect(await look()).toEqual([]);
    expect(engine.started).toEqual([]);
  });
});

describe("a moment that passed without anybody", () => {
  const named = {
    kind: "override", override: { customer: "acme", variant: "on", expiresAt: soon, incidentId: null, reason: "pilot" },
  } as const;
  beforeEach(() => turn({ type: "ChangeFlag", ...changing, change: named, reason: null, deployId: null, incidentId: null }));

  it("is made up for, where what was due is still wanted", async () => {
    expect(await look()).toEqual([]);
    world.now = Date.parse(soon) + 31_000;
    expect(await look()).toEqual(["the workflow engine knows nothing of its run"]);
    expect(engine.started).toMatchObject([{ name: "whenDue", input: { due: { kind: "override", customer: "acme", at: soon } } }]);
  });

  it("is not forgotten where the engine or the log did not answer just then; once started, it is done with", async () => {
    world.now = Date.parse(soon) + 31_000;
    const worker = followed();
    engine.away = true;
    await expect(look(worker)).rejects.toThrow("unavailable");
    engine.away = false;
    engine.refuses = 1;
    await expect(look(worker)).rejects.toThrow("unavailable");
    expect(await look(worker)).toEqual(["the workflow engine knows nothing of its run"]);
    engine.runs.clear();
    expect(await look(worker)).toEqual([]);
    expect(engine.started).toHaveLength(1);
  });

  it("that its run waits for is left to that", async () => {
    world.now = Date.parse(soon) + 31_000;
    const set = world.memory.events.find(({ event }) => event.type === "OverrideSet");
    engine.runs.set(workflowIds.due(set?.eventId ?? "", 0), "RUNNING");
    expect(await look()).toEqual([null]);
    expect(engine.started).toEqual([]);
  });

  it("is another one where the same was set anew, with another end", async () => {
    const later = { ...named, override: { ...named.override, expiresAt: "2026-03-02T10:06:00.000Z" } };
    await turn({ type: "ChangeFlag", ...changing, change: later, reason: null, deployId: null, incidentId: null });
    world.now = Date.parse(soon) + 120_000;
    await look();
    expect(engine.started).toMatchObject([{ input: { due: { at: "2026-03-02T10:06:00.000Z" } } }]);
  });

  it("of a change is made up for where it was approved by then, and not where it was taken back", async () => {
    const changeId = ids.part("c", "later");
    const propose = (id: string, parts: number) =>
      turn({
        type: "ProposeChange", ...changing, changeId: id, change: { kind: "rollout", parts }, reason: "next",
        byPersonId: ids.person("ana"), applyAt: soon, incidentId: null,
      });
    await propose(changeId, 25_000);
    const other = ids.part("c", "taken back");
    await propose(other, 35_000);
    await turn({ type: "DeclineChange", now: changing.now, targetingId, changeId: other, byPersonId: ids.person("ana"), reason: "no" });
    world.now = Date.parse(soon) + 31_000;
    await look();
    expect(engine.started.map(({ input }) => input["due"]).filter((due) => (due as { kind: string }).kind === "change")).toEqual([
      { kind: "change", targetingId, changeId, at: soon },
    ]);
  });

  it("of a flag's end is not told late: nobody knows whether its owner was told", async () => {
    await world.handle({ aggregate: flagDecider, id: flagId }, {
      type: "DescribeFlag", now: world.at(), flagId, description: "", ownerId: ids.person("ana"), expiresAt: soon, serviceIds: [],
      metrics: [], metadata: {},
    });
    world.now = Date.parse(soon) + 31_000;
    expect((await look()).length).toBe(2);
    expect(engine.started.map(({ input }) => (input["due"] as { kind: string }).kind)).toEqual(["override"]);
  });

  it("is over where the record does not want it any more", async () => {
    await turn({
      type: "ChangeFlag", ...changing, change: { kind: "clearOverride", customer: "acme" }, reason: null, deployId: null, incidentId: null,
    });
    world.now = Date.parse(soon) + 31_000;
    expect(await look()).toEqual([null]);
    expect(engine.started).toEqual([]);
  });
});

describe("a flag that nobody needs any more", () => {
  const at = (day: string): void => { world.now = Date.parse(`2026-${day}T12:00:00.000Z`); };
  const everyone = { ...rules, rollout: { parts: 100_000, variants: [{ variant: "on", weight: 1 }] } };
  const settle = () => turn({
    type: "ChangeFlag", ...changing, change: { kind: "rules", rules: everyone }, reason: null, deployId: null, incidentId: null,
  });
  const asked = (hour: string) => {
    const evaluationId = ids.part("evaluations", hour);
    return world.handle(
      { aggregate: evaluationDecider, id: evaluationId },
      {
        type: "CountEvaluations", now: hour, evaluationId, environment: "production", hour,
        counts: [{ flagId, variant: "on", source: "served", count: 3 }],
      },
    );
  };
  const found = () => engine.started.map(({ input }) => (input as { due: object }).due);

  it("is found once it is old and everyone has had the same for long, once a day at most", async () => {
    at("03-02");
    await settle();
    at("03-31");
    expect(await look()).toEqual([null]);
    expect(found()).toEqual([]);
    at("04-02");
    await look();
    await look();
    expect(found()).toEqual([
      { kind: "stale", targetingId, why: "settled", since: "2026-03-02T12:00:00.000Z", at: "2026-04-02T12:00:00.000Z" },
    ]);
  });

  it.each([
    ["in its environment", { everywhere: 1, production: 60 }],
    ["everywhere, and its environment says nothing", { everywhere: 60 }],
  ])("is found later where that is usual %s, and the flag says nothing of its own", async (_, said: Partial<Record<string, number>>) => {
    for (const [name, afterDays = null] of Object.entries(said)) {
      const environment = name === "everywhere" ? null : name;
      const environmentId = idOf(environmentDecider, environment);
      const usual = { type: "SetUsualCleanUp", now: world.at(), environmentId, environment, afterDays, reason: null } as const;
      await world.handle({ aggregate: environmentDecider, id: environmentId }, usual);
    }
    at("03-02");
    await settle();
    at("04-02");
    await look();
    expect(found()).toEqual([]);
    at("05-02");
    await look();
    expect(found()).toMatchObject([{ why: "settled" }]);
  });

  it("is not found again where that stands in its record, and is found to be in use where it is", async () => {
    at("03-02");
    await settle();
    at("04-02");
    await turn({ type: "FindStale", now: world.at(), targetingId, why: "settled", since: world.at() });
    await look();
    expect(found()).toEqual([]);
    await turn({ type: "FindStale", now: world.at(), targetingId, why: null, since: world.at() });
    await turn({ type: "FindStale", now: world.at(), targetingId, why: "unused", since: world.at() });
    await turn({
      type: "ChangeFlag", ...changing, change: { kind: "rollout", parts: 5_000 }, reason: null, deployId: null, incidentId: null,
    });
    at("04-20");
    await asked("2026-04-20T11:00:00.000Z");
    await turn({ type: "FindStale", now: world.at(), targetingId, why: "unused", since: world.at() });
    await look();
    expect(found()).toMatchObject([{ why: null }]);
  });

  it("is found where nobody has asked for long, as far as anybody is counted there at all", async () => {
    at("03-02");
    await turn({
      type: "ChangeFlag", ...changing, change: { kind: "rollout", parts: 5_000 }, reason: null, deployId: null, incidentId: null,
    });
    at("04-10");
    await look();
    expect(found()).toEqual([]);
    await asked("2026-04-05T08:00:00.000Z");
    await look();
    expect(found()).toEqual([]);
    at("04-13");
    await look();
    expect(found()).toMatchObject([{ why: "unused", since: "2026-04-05T08:00:00.000Z" }]);
  });

  it("waits as long as its own record says, and the installation where that says nothing; an archived one is left", async () => {
    at("03-02");
    await settle();
    await world.handle({ aggregate: flagDecider, id: flagId }, { type: "SetFlagCleanUp", now: world.at(), flagId, afterDays: 60 });
    at("04-10");
    await look();
    at("05-02");
    await look();
    expect(found()).toMatchObject([{ why: "settled" }]);
    await world.handle(
      { aggregate: flagDecider, id: flagId },
      { type: "ArchiveFlag", now: world.at(), flagId, reason: "gone", neededBy: [] },
    );
    engine.started.length = 0;
    at("05-10");
    await look();
    expect(found()).toEqual([]);
  });
});
