import { deployDecider, incidentDecider, laneDecider, pageDecider, serviceDecider, type Aggregate } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import { defaultPagePolicy, type BallastEvent } from "@ballast/schema";
import { defaultResponsePolicy, workflowIds } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeEngine, type Started } from "../specification/fakeEngine.ts";
import { MemoryLog } from "../specification/memoryLog.ts";
import { lookOnce } from "./lostRuns.ts";
import { slices } from "../slices.ts";
import { Following } from "./openRecords.ts";
import type { Reaction } from "./slice.ts";

const minute = 60_000;
const begin = Date.parse("2026-03-02T10:00:00Z");
const serviceId = ids.service("shop");
const place = { laneId: ids.lane(serviceId, "production"), serviceId, environment: "production" };
const release = (version: string) => ({ releaseId: ids.release(serviceId, version), version });
const person = { personId: ids.person("ana"), name: "Ana", means: "console" } as const;
const analysis = {
  minSamples: 1, maxErrorsPer100k: 1, minEffectPer100k: 1, maxP95Ms: null, judgesLatency: false, minSlowerMs: 0, minSlowerPercent: 0,
};
const plan = { steps: [{ percent: 100, customers: [], bakeMs: 1_000, analysis }], soakMs: 0 };

let memory: MemoryLog;
let engine: FakeEngine;
let now: number;
let commands: number;
let quiet: { info: () => void; warn: () => void };

beforeEach(() => {
  memory = new MemoryLog();
  engine = new FakeEngine();
  now = begin;
  commands = 0;
  quiet = { info: () => undefined, warn: () => undefined };
});

async function act<State, Command, Event extends BallastEvent>(
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  command: Command,
): Promise<void> {
  const commandId = ids.command("spec", (commands += 1));
  await handle(memory.asLog(), {
    aggregate, id, command,
    context: { commandId, actor: person, now: new Date(now).toISOString(), correlationId: commandId, causationId: commandId },
  });
}
const at = (): string => new Date(now).toISOString();

/** Any number of workers looks, each with its own idea of what is open. */
async function look(nodes = 1): Promise<readonly Started[]> {
  const reaction: Reaction = {
    log: memory.asLog(), temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) }, now: () => new Date(now),
    policy: defaultResponsePolicy,
  };
  const before = engine.started.length;
  await Promise.all(Array.from({ length: nodes }, async () => {
    const open = new Following(slices);
    for (const event of memory.events) open.note(event);
    await lookOnce(reaction, open, quiet as never);
  }));
  return engine.started.slice(before);
}

const deployId = ids.deploy("d");
const rollbackId = ids.deploy("r");
const deployRun = workflowIds.deploy(deployId);
const rollbackRun = workflowIds.rollback("shop", "production");
const run = { requestEventId: ids.part("e", "request"), runId: "run-1" };

async function requested(): Promise<void> {
  await act(serviceDecider, serviceId, { type: "RegisterService", now: at(), serviceId, slug: "shop", name: "Shop", description: "" });
  await act(laneDecider, place.laneId, { type: "LockLane", now: at(), ...place, service: "shop", deployId, ...release("v2") });
  await act(deployDecider, deployId, {
    type: "RequestDeploy", now: at(), deployId, ...place, ...release("v2"), fromReleaseId: release("v1").releaseId, fromVersion: "v1", plan,
    reason: "", automatic: false, incidentId: null, warnings: [],
  });
}
const started = (): Promise<void> =>act(deployDecider, deployId, { type: "Start", now: at(), deployId, ...run, workflowId: deployRun });

async function rollbackPressed({ direct = false }: { direct?: boolean } = {}): Promise<void> {
  await requested();
  await act(laneDecider, place.laneId, {
    type: "TakeLaneForRollback",
    now: at(),
    ...place,
    service: "shop",
    deployId: rollbackId,
    to: release("v1"),
    factsOf: () => ({ artifactAvailable: true, rollbackSafe: true }),
  });
  await act(deployDecider, rollbackId, {
    type: "RequestRollback", now: at(), deployId: rollbackId, ...place, ...release("v1"), fromReleaseId: release("v2").releaseId,
    fromVersion: "v2", reason: "", automatic: false, incidentId: null, preempts: deployId, direct, warnings: [], stay: false,
  });
  await act(deployDecider, deployId, { type: "Preempt", now: at(), deployId, byDeployId: rollbackId });
}

describe("a deploy", () => {
  it.each([
    ["TERMINATED", "its run was terminated"],
    ["FAILED", "its run failed"],
    ["TIMED_OUT", "its run timed out"],
    ["COMPLETED", "its run ended before its work did"],
    [null, "the workflow engine knows nothing of its run"],
  ])("whose run is %s is taken up from the log, saying how it was lost", async (status, reason) => {
    await requested();
    await started();
    if (status !== null) engine.runs.set(deployRun, status);
    expect(await look()).toMatchObject([
      { workflowId: deployRun, name: "deployRelease", input: { deployId, replaces: { runId: "run-1", reason } } },
    ]);
  });

  it("that is carried is left alone, and so is one that has ended", async () => {
    await requested();
    await started();
    engine.runs.set(deployRun, "RUNNING");
    expect(await look()).toEqual([]);
    engine.runs.set(deployRun, "COMPLETED");
    await act(deployDecider, deployId, { type: "Fail", now: at(), deployId, error: "no" });
    await act(laneDecider, place.laneId, { type: "UnlockLane", now: at(), laneId: place.laneId, deployId, reason: "done" });
    expect(await look()).toEqual([]);
  });

  it("that was only just asked for is about to be started; after a while it is started here", async () => {
    await requested();
    expect(await look()).toEqual([]);
    now += minute;
    const [again] = await look();
    expect(again).toMatchObject({ name: "deployRelease" });
    expect(again?.input).not.toHaveProperty("replaces");
  });

  it("that ended without giving its lane free, or without being measured, is tidied up", async () => {
    await requested();
    await started();
    await act(deployDecider, deployId, { type: "Abort", now: at(), deployId, reason: "no" });
    await act(deployDecider, deployId, {
      type: "RecordRolledBack", now: at(), deployId, toReleaseId: null, toVersion: null, durationMs: 1,
    });
    expect(await look()).toHaveLength(1);
    engine.runs.set(deployRun, "TERMINATED");
    await act(laneDecider, place.laneId, { type: "UnlockLane", now: at(), laneId: place.laneId, deployId, reason: "done" });
    expect(await look()).toHaveLength(1);
    engine.runs.set(deployRun, "TERMINATED");
    now += 61 * minute;
    expect(await look()).toEqual([]);
  });

  it("is started once, however many nodes look", async () => {
    await requested();
    await started();
    expect(await look(3)).toHaveLength(1);
  });

  it("whose run fails again and again is left longer each time", async () => {
    await requested();
    await started();
    const starts: number[] = [];
    let run = 1;
    for (let tries = 0; tries < 40; tries += 1, now += 15_000) {
      engine.runs.set(deployRun, "FAILED");
      if ((await look()).length === 0) continue;
      starts.push((now - begin) / 1_000);
      await act(deployDecider, deployId, {
        type: "ReplaceRun", now: at(), deployId, requestEventId: ids.part("e", "request"), workflowId: deployRun, fromRunId: `run-${run}`,
        toRunId: `run-${(run += 1)}`, reason: "",
      });
    }
    expect(starts).toEqual([0, 15, 30, 60, 105, 195, 360]);
  });

  it("is looked at again later where the engine does not answer", async () => {
    await requested();
    await started();
    engine.away = true;
    expect(await look()).toEqual([]);
    engine.away = false;
    expect(await look()).toHaveLength(1);
  });
});

describe("a rollback", () => {
  it("goes on with the release it had gone on to, and calls nobody again; the deploy it took over from is left to it", async () => {
    await rollbackPressed();
    await act(deployDecider, rollbackId, { type: "Start", now: at(), deployId: rollbackId, ...run, workflowId: rollbackRun });
    await act(deployDecider, rollbackId, {
      type: "FailTarget", now: at(), deployId: rollbackId, ...release("v1"), attempt: 1, error: "dies", output: [],
    });
    await act(deployDecider, rollbackId, { type: "Redirect", now: at(), deployId: rollbackId, ...release("v0"), reason: "" });
    await act(deployDecider, rollbackId, { type: "Escalate", now: at(), deployId: rollbackId, reason: "done" });
    expect(await look()).toMatchObject([
      {
        workflowId: rollbackRun, name: "rollbackService",
        input: { deployId: rollbackId, version: "v0", attempts: 1, escalated: true, replaces: { runId: "run-1" } },
      },
    ]);
  });

  it("by hand whose command died is finished by a run; before that it is left to the command", async () => {
    await rollbackPressed({ direct: true });
    now += 40_000;
    expect(await look()).toEqual([]);
    now += 30_000;
    expect(await look()).toMatchObject([
      { workflowId: rollbackRun, name: "rollbackService", input: { deployId: rollbackId, version: "v1" } },
    ]);
  });

  it("that is done, but was not measured, is measured", async () => {
    await rollbackPressed();
    await act(deployDecider, rollbackId, { type: "Start", now: at(), deployId: rollbackId, ...run, workflowId: rollbackRun });
    await act(deployDecider, rollbackId, { type: "CompleteRollback", now: at(), deployId: rollbackId, durationMs: 1 });
    await act(laneDecider, place.laneId, { type: "UnlockLane", now: at(), laneId: place.laneId, deployId: rollbackId, reason: "done" });
    expect(await look()).toMatchObject([{ workflowId: workflowIds.effect(rollbackId), name: "measureRollback" }]);
    expect(await look()).toEqual([]);
  });
});

describe("an incident and its page", () => {
  const incidentId = ids.incident("i");
  const pageId = ids.page(incidentId, "responders", "response-0");
  const incidentRun = workflowIds.incident(incidentId);
  const pageRun = workflowIds.page(pageId);
  const tell = (command: Parameters<typeof pageDecider.decide>[0]) =>act(pageDecider, pageId, command);

  async function paged(): Promise<void> {
    await act(incidentDecider, incidentId, {
      type: "DeclareIncident", now: at(), incidentId, number: 1, title: "Slow", summary: "", severity: 3, publicImpact: "none",
      serviceIds: [], components: [], impactStartAt: null, drill: false, private: false, declaredAutomatically: false,
    });
    await act(incidentDecider, incidentId, { type: "StartResponse", now: at(), incidentId, ...run, workflowId: incidentRun });
    await tell({
      type: "RequestPage", now: at(), pageId, incidentId, purpose: "responders", severity: 3, rotationIds: [],
      escalations: [], personIds: [], reason: "",
      policy: defaultPagePolicy,
    });
    await tell({ type: "StartPage", now: at(), pageId, ...run, workflowId: pageRun });
    await tell({ type: "ClaimStep", now: at(), pageId, step: "person", round: 0, sends: [], rung: null });
  }

  it("are taken up where they stood, with the moment the step's clock began", async () => {
    await paged();
    now += minute;
    const again = await look(3);
    expect(again).toHaveLength(2);
    expect(again.find(({ workflowId }) => workflowId === pageRun)).toMatchObject({
      name: "pageResponders",
      input: { replaces: { runId: "run-1" }, from: { step: "person", round: 0, claimedAt: new Date(begin).toISOString(), againAt: null } },
    });
    expect(again.find(({ workflowId }) => workflowId === incidentRun)).toMatchObject({
      name: "respondToIncident", input: { requestEventId: run.requestEventId, replaces: { runId: "run-1" } },
    });
  });

  it("at a step that was announced and not claimed, or between two rounds, that is where", async () => {
    await paged();
    await tell({ type: "Escalate", now: at(), pageId, to: "next", round: 0, reason: "" });
    const placeOf = async () => (await look()).find(({ workflowId }) => workflowId === pageRun)?.input["from"];
    expect(await placeOf()).toEqual({ step: "next", round: 0, claimedAt: null, againAt: null });
    engine.runs.set(pageRun, "TERMINATED");
    await tell({ type: "GoUnanswered", now: at(), pageId, round: 0, againAt: "2026-03-02T10:30:00.000Z" });
    expect(await placeOf()).toMatchObject({ againAt: "2026-03-02T10:30:00.000Z" });
  });

  it("of which the page was answered needs no run; an ended incident's open page is stopped by its response", async () => {
    await paged();
    engine.runs.set(incidentRun, "RUNNING");
    await tell({ type: "Acknowledge", now: at(), pageId, personId: ids.person("ana") });
    expect(await look()).toEqual([]);
  });

  it("ended with its page still open: the response comes back and stops it, and no page does", async () => {
    await paged();
    await act(incidentDecider, incidentId, { type: "ChangeState", now: at(), incidentId, to: "cancelled", reason: "" });
    expect((await look()).map(({ name }) => name)).toEqual(["respondToIncident"]);
  });

  it("that is over is not looked at for ever", async () => {
    await paged();
    await tell({ type: "Stop", now: at(), pageId, reason: "" });
    await act(incidentDecider, incidentId, { type: "ChangeState", now: at(), incidentId, to: "cancelled", reason: "" });
    expect(await look()).toEqual([]);
  });
});
