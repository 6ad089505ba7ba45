import { type DeployCommand, deployDecider, type LaneCommand, laneDecider, Rejection } from "@ballast/domain";
import { foldRecord, handle, ids } from "@ballast/eventlog";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { specServer, type SpecServer, type SpecPayload } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
});
afterAll(() => spec.close());

const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return "done";
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
};

let slug = "";
let count = 0;
const run = (mutation: string, input: object): Promise<SpecPayload> => spec.run(ada, mutation, input);
const here = { environment: "production" };
const serviceId = (): string => ids.service(slug);
const laneId = (): string => ids.lane(serviceId(), "production");
const release = (version: string) => ({ releaseId: ids.release(serviceId(), version), version });
const lane = () => foldRecord(spec.server.log, laneDecider, laneId());

/** What a workflow would record. */
const context = () => ({
  commandId: crypto.randomUUID(), actor: { personId: null, name: "workflow", means: "workflow" as const },
  now: spec.server.now().toISOString(), correlationId: "spec", causationId: "spec",
});
const toLane = (command: LaneCommand) => handle(spec.server.log, { aggregate: laneDecider, id: laneId(), command, context: context() });
const toDeploy = (id: string, command: DeployCommand) =>
  handle(spec.server.log, { aggregate: deployDecider, id, command, context: context() });

/** A deploy, from its request to the end of its soak. */
async function shipped(version: string): Promise<string> {
  const now = spec.server.now().toISOString();
  const { recordId: deployId } = await run("requestDeploy", { service: slug, ...here, version });
  const named = { now, laneId: laneId(), serviceId: serviceId(), environment: "production", deployId, ...release(version) };
  await toLane({ type: "ServeEveryone", ...named });
  await toLane({ type: "ProveGood", ...named });
  await toLane({ type: "UnlockLane", now, laneId: laneId(), deployId, reason: null });
  return deployId;
}

beforeEach(async () => {
  slug = `checkout-${(count += 1)}`;
  await run("registerService", { slug, name: "Checkout" });
  await run("defineEnvironment", { service: slug, ...here, kind: "production", target: { kind: "fleet" } });
  for (const version of ["v1", "v2", "v3"]) {
    const sha = version.replace("v", "").repeat(7);
    await run("recordRelease", {
      service: slug, version, releasedAt: `2026-11-2${version.replace("v", "")}T08:00:00Z`,
      artifact: { command: "node", args: ["{sample}"] },
      commits: [{ sha, subject: `Work for ${version}`, author: "Ada", authorAt: "2026-11-20T10:00:00Z" }],
    });
  }
});

describe("asking for a deploy", () => {
  it("takes the lane and asks, with the plan of the environment and what serves now", async () => {
    await shipped("v1");
    const { recordId } = await run("requestDeploy", { service: slug, ...here, version: "v2", reason: "because" });
    expect(await foldRecord(spec.server.log, deployDecider, recordId)).toMatchObject({
      request: { kind: "deploy", version: "v2", fromVersion: "v1", reason: "because", plan: { soakMs: 3_600_000 } },
    });
    expect(await lane()).toMatchObject({ lock: { deployId: recordId, version: "v2" } });
  });

  it("is refused while another one runs, for what serves already, without artifact, release or environment", async () => {
    await shipped("v1");
    expect(await codeOf(run("requestDeploy", { service: slug, ...here, version: "v1" }))).toBe("ALREADY_LIVE");
    await run("requestDeploy", { service: slug, ...here, version: "v2" });
    expect(await codeOf(run("requestDeploy", { service: slug, ...here, version: "v3" }))).toBe("DEPLOY_IN_PROGRESS");
    await run("recordRelease", { service: slug, version: "v4" });
    expect(await codeOf(run("requestDeploy", { service: slug, ...here, version: "v4" }))).toBe("NO_ARTIFACT");
    expect(await codeOf(run("requestDeploy", { service: slug, ...here, version: "v9" }))).toBe("NOT_FOUND");
    expect(await codeOf(run("requestDeploy", { service: slug, environment: "staging", version: "v1" }))).toBe("ENVIRONMENT_NOT_DEFINED");
    await run("defineEnvironment", { service: slug, environment: "cloud", kind: "production", target: { kind: "observed" } });
    expect(await codeOf(run("requestDeploy", { service: slug, environment: "cloud", version: "v1" }))).toBe("NOT_DEPLOYABLE");
  });

  it("completes with the same key what a crash left between lane and deploy", async () => {
    const key = { service: slug, ...here, version: "v1", idempotencyKey: "crash" };
    const deployId = ids.deploy(ids.command(ada.person.id, "requestDeploy", "crash"));
    const first = await run("requestDeploy", key);
    expect(first.recordId).toBe(deployId);
    expect(await run("requestDeploy", key)).toMatchObject({ recordId: deployId, replayed: true });
    expect((await spec.server.log.read(`deploy-${deployId}`)).events).toHaveLength(1);
  });

  it("warns of what it still contains of a rolled-back release", async () => {
    await shipped("v1");
    await shipped("v2");
    await toLane({
      type: "FindFaulty", now: spec.server.now().toISOString(), laneId: laneId(), deployId: crypto.randomUUID(), ...release("v2"),
      reason: "errors",
    });
    await toLane({
      type: "ServeEveryone", now: spec.server.now().toISOString(), laneId: laneId(), serviceId: serviceId(), environment: "production",
      deployId: crypto.randomUUID(), ...release("v1"),
    });
    const { recordId } = await run("requestDeploy", { service: slug, ...here, version: "v3" });
    expect(await foldRecord(spec.server.log, deployDecider, recordId)).toMatchObject({
      request: { warnings: ["1 unreverted commit of rolled-back v2"] },
    });
  });
});

describe("steering a deploy", () => {
  it("pauses, resumes and aborts; refuses what does not fit", async () => {
    const { recordId: deployId } = await run("requestDeploy", { service: slug, ...here, version: "v1" });
    expect(await codeOf(run("resumeDeploy", { deployId }))).toBe("NOT_PAUSED");
    await run("pauseDeploy", { deployId, reason: "wait" });
    expect(await codeOf(run("pauseDeploy", { deployId }))).toBe("ALREADY_PAUSED");
    await run("resumeDeploy", { deployId });
    expect(await codeOf(run("promoteDeploy", { deployId }))).toBe("TRANSITION_NOT_ALLOWED");
    expect(await codeOf(run("liftDeployHold", { deployId, reason: "no" }))).toBe("NOT_HELD");
    await run("abortDeploy", { deployId, reason: "wrong one" });
    expect(await foldRecord(spec.server.log, deployDecider, deployId)).toMatchObject({ abort: "wrong one" });
  });

  it("cancels what has not started and gives the lane free", async () => {
    const { recordId: deployId } = await run("requestDeploy", { service: slug, ...here, version: "v1" });
    await run("cancelDeploy", { deployId });
    expect(await foldRecord(spec.server.log, deployDecider, deployId)).toMatchObject({ outcome: "cancelled" });
    expect(await lane()).toMatchObject({ lock: null });
    expect(await codeOf(run("abortDeploy", { deployId, reason: "late" }))).toBe("DEPLOY_NOT_RUNNING");
  });

  it("lifts every hold at once", async () => {
    const { recordId: deployId } = await run("requestDeploy", { service: slug, ...here, version: "v1" });
    const incidents = [crypto.randomUUID(), crypto.randomUUID()];
    for (const incidentId of incidents)
      await toDeploy(deployId, { type: "Hold", now: spec.server.now().toISOString(), deployId, incidentId, reason: "incident" });
    expect((await run("liftDeployHold", { deployId, reason: "unrelated" })).eventIds).toHaveLength(2);
  });
});

describe("rolling back", () => {
  it("goes to the newest release known to be good, whatever lock or hold stands", async () => {
    await shipped("v1");
    await shipped("v2");
    const { recordId: running } = await run("requestDeploy", { service: slug, ...here, version: "v3" });
    await toLane({
      type: "Hold", now: spec.server.now().toISOString(), laneId: laneId(), deployId: running, ...release("v3"), reason: "held",
    });
    const { recordId, attached } = await run("rollbackService", { service: slug, ...here, reason: "errors" });
    expect(attached).toBe(false);
    expect(await foldRecord(spec.server.log, deployDecider, recordId)).toMatchObject({
      request: {
        kind: "rollback", version: "v2", fromVersion: "v3", preempts: running, deadlineAt: "2026-11-23T09:05:00.000Z", direct: false,
      },
    });
  });

  it("joins the rollback that runs, also when both were pressed at once", async () => {
    await shipped("v1");
    await shipped("v2");
    const presses = await Promise.all(["a", "b", "c", "d"].map(() => run("rollbackService", { service: slug, ...here })));
    expect(new Set(presses.map(({ recordId }) => recordId)).size).toBe(1);
    expect(presses.filter(({ attached }) => attached === false)).toHaveLength(1);
    expect((await run("rollbackService", { service: slug, ...here, toVersion: "v1" })).attached).toBe(true);
  });

  it("gives way to a press that names another release, also one that never came here", async () => {
    await shipped("v1");
    await shipped("v2");
    const former = await run("rollbackService", { service: slug, ...here });
    const { recordId, attached } = await run("rollbackService", { service: slug, ...here, toVersion: "v3", stay: true });
    expect(attached).toBe(false);
    expect(await lane()).toMatchObject({ lock: { deployId: recordId, version: "v3", kind: "rollback" } });
    expect(await foldRecord(spec.server.log, deployDecider, recordId)).toMatchObject({
      request: { version: "v3", fromVersion: "v2", preempts: former.recordId, stay: true, warnings: ["v3 never served anybody here."] },
    });
  });

  it("goes to a release again that was rolled back here, deployed again and proved good", async () => {
    await shipped("v1");
    await toLane({
      type: "FindFaulty", now: spec.server.now().toISOString(), laneId: laneId(), deployId: crypto.randomUUID(), ...release("v2"),
      reason: "errors",
    });
    await shipped("v2");
    await shipped("v3");
    const { recordId } = await run("rollbackService", { service: slug, ...here });
    expect(await foldRecord(spec.server.log, deployDecider, recordId)).toMatchObject({ request: { version: "v2", fromVersion: "v3" } });
  });

  it("asks for the same rollback when it is tried again after the lane was taken and no more", async () => {
    await shipped("v1");
    await shipped("v2");
    const { recordId: running } = await run("requestDeploy", { service: slug, ...here, version: "v3" });
    const press = { service: slug, ...here, idempotencyKey: `torn-${slug}` };
    const append = spec.server.log.append.bind(spec.server.log);
    const torn = vi
      .spyOn(spec.server.log, "append")
      .mockImplementation((stream, ...rest) =>
        stream.startsWith("deploy-") ? Promise.reject(new Error("torn")) : append(stream, ...rest),
      );
    await expect(run("rollbackService", press)).rejects.toThrow("torn");
    torn.mockRestore();
    const { recordId } = await run("rollbackService", press);
    expect(await foldRecord(spec.server.log, deployDecider, recordId)).toMatchObject({
      request: { version: "v2", fromVersion: "v3", preempts: running },
    });
  });

  it("answers a repeated key with its own rollback, also when that has ended", async () => {
    await shipped("v1");
    await shipped("v2");
    const press = { service: slug, ...here, idempotencyKey: `press-${slug}` };
    const { recordId: deployId } = await run("rollbackService", press);
    const now = spec.server.now().toISOString();
    await toLane({
      type: "ServeEveryone", now, laneId: laneId(), serviceId: serviceId(), environment: "production", deployId, ...release("v1"),
    });
    await toLane({ type: "UnlockLane", now, laneId: laneId(), deployId, reason: null });
    expect(await run("rollbackService", press)).toMatchObject({ recordId: deployId, replayed: true });
    expect(await codeOf(run("rollbackService", { service: slug, ...here }))).toBe("NO_ROLLBACK_TARGET");
  });

  it("leaves a hold that a person releases with a reason", async () => {
    await shipped("v1");
    expect(await codeOf(run("releaseHold", { service: slug, ...here, reason: "fixed" }))).toBe("NOT_HELD");
    await toLane({
      type: "Hold", now: spec.server.now().toISOString(), laneId: laneId(), deployId: crypto.randomUUID(), ...release("v1"),
      reason: "v1 failed",
    });
    expect(await codeOf(run("requestDeploy", { service: slug, ...here, version: "v2" }))).toBe("LANE_HELD");
    expect((await run("releaseHold", { service: slug, ...here, reason: "fixed" })).recordId).toBe(laneId());
    expect(await codeOf(run("requestDeploy", { service: slug, ...here, version: "v2" }))).toBe("done");
  });

  it("refuses an incident and a version that are not there", async () => {
    await shipped("v1");
    expect(await codeOf(run("rollbackService", { service: slug, ...here, incidentId: crypto.randomUUID() }))).toBe("NOT_FOUND");
    expect(await codeOf(run("rollbackService", { service: slug, ...here, toVersion: "v1" }))).toBe("ALREADY_LIVE");
    expect(await codeOf(run("rollbackService", { service: slug, ...here, toVersion: "nine" }))).toBe("NOT_FOUND");
  });
});
