import { DeliveryError, fleetTarget, type Restore } from "@ballast/delivery";
import { workflowIds } from "@ballast/schema/workflows";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { startEngine, type Engine } from "../harness/engine.ts";
import { storiesOf, type Live } from "../harness/liveStory.ts";
import { atOnce, quickPlan, type Story } from "../harness/story.ts";
import { until } from "../harness/until.ts";

/** A rollback that has it hard: the five minutes, the call for people, the ways out, and that it is never given up. */
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const it = storiesOf(() => engine);

/** v2 serves everybody, as v1 did before. */
async function shippedTwice(live: Live, name: string): Promise<Story> {
  const story = await live(name, { plan: atOnce });
  const deployId = await story.deploy("v2");
  await story.untilDeploy(deployId, ({ status }) => status === "ended");
  await story.freeLane();
  return story;
}

/** The same, and the target does not answer when it is to go back. */
async function stuck(live: Live, name: string): Promise<Story> {
  const story = await shippedTwice(live, name);
  engine.disturbances.target(name, {
    restore: () => Promise.reject(new DeliveryError("TARGET_UNREACHABLE", "the fleet does not answer", "Look at its log")),
  });
  return story;
}

/** From now on these versions die at start. */
function breaks(name: string, ...versions: string[]): void {
  const real = fleetTarget(engine.lane(name, "production"));
  const crashed = (version: string) =>
    new DeliveryError("RELEASE_CRASHED", `${version} dies at start: exited with code 1: Error: no database`, "Look at its log").withOutput([
      "Error: no database",
    ]);
  engine.disturbances.target(name, {
    restore: (request: Restore) =>
      request.release !== undefined && versions.includes(request.release.version)
        ? Promise.reject(crashed(request.release.version))
        : real.restore(request),
  });
}

const isOver = ({ status }: { status: string }): boolean => status === "ended";

const fiveMinutesAgo = (): string => new Date(Date.now() - 5 * 60_000).toISOString();

describe.concurrent("a rollback that is not done in time", () => {
  it("calls people five minutes after the press, cannot be cancelled, and goes on until it is done", async ({ live }) => {
    const story = await stuck(live, "stubborn");
    const rollback = await story.rollback("v1", { pressedAt: fiveMinutesAgo() });
    await until(async () => (await story.facts(`deploy-${rollback}`)).includes("RollbackEscalated"));
    const incidentId = await until(async () => (await story.incidents())[0]);
    expect(await story.incident(incidentId)).toMatchObject({
      severity: 2, summary: expect.stringContaining("not done after five minutes") as string,
    });
    await until(() => engine.sent.some(({ to, subject }) => to === "ana@example.org" && subject.includes("stubborn")));

    await engine.temporal.workflow.getHandle(workflowIds.rollback("stubborn", "production")).cancel();
    engine.disturbances.target("stubborn");
    await until(async () => (await story.facts(`deploy-${rollback}`)).includes("RollbackCompleted"));
    expect(await story.observed()).toEqual({ stable: "v1", canary: undefined });
    expect((await story.facts(`deploy-${rollback}`)).filter((fact) => fact === "RollbackEscalated")).toHaveLength(1);
  });

  it("pages within the incident that is open already, whose first page may long be answered", async ({ live }) => {
    const story = await stuck(live, "second-trouble");
    const incidentId = await story.declare({ severity: 3, number: 900 });
    const first = await until(() => story.pageOf(incidentId));
    await story.acknowledge(first);
    await story.rollback("v1", { pressedAt: fiveMinutesAgo() });
    await until(async () => {
      const newest = await story.pageOf(incidentId);
      return newest !== undefined && newest !== first;
    });
    expect(await story.incidents()).toEqual([incidentId]);
    engine.disturbances.target("second-trouble");
    await until(async () => (await story.observed()).stable === "v1");
  });
});

describe.concurrent("a rollback whose target does not start", () => {
  it("says why and goes on to the next older good release; the deploy that it ended names what serves then", async ({ live }) => {
    const story = await shippedTwice(live, "next-older");
    await story.plan(quickPlan(60_000));
    const deploy = await story.deploy("v3");
    await story.untilDeploy(deploy, (state) => state.status === "going" && state.phase === "baking");
    breaks("next-older", "v2");
    const rollback = await story.rollback("v2");
    expect(await story.untilDeploy(rollback, isOver)).toMatchObject({
      outcome: "succeeded", target: { version: "v1" }, failedTargets: [{ version: "v2", attempt: 1, output: ["Error: no database"] }],
    });
    expect(await story.observed()).toEqual({ stable: "v1", canary: undefined });
    expect(await story.untilDeploy(deploy, isOver)).toMatchObject({ outcome: "rolledBack", preemptedBy: rollback });
    const { events } = await engine.log.read(`deploy-${deploy}`);
    expect(events.find(({ event }) => event.type === "DeployRolledBack")?.event.data).toMatchObject({ toVersion: "v1" });
    expect(await story.freeLane()).toMatchObject({ serving: { version: "v1" }, hold: { version: "v3" } });
    expect(await story.facts(`deploy-${rollback}`)).not.toContain("RollbackEscalated");
  });

  it("calls people at once where none is left, with the cause, and gives way to whoever names another", async ({ live }) => {
    const story = await shippedTwice(live, "nothing-left");
    await story.release("v0");
    breaks("nothing-left", "v1");
    const former = await story.rollback("v1");
    const incidentId = await until(async () => (await story.incidents())[0]);
    expect(await story.incident(incidentId)).toMatchObject({
      summary: expect.stringMatching(/cannot be carried out: v1 does not start: .*no database/) as string,
    });
    const rollback = await story.rollback("v0");
    expect(await story.untilDeploy(former, isOver)).toMatchObject({ outcome: "preempted", preemptedBy: rollback });
    expect(await story.untilDeploy(rollback, isOver)).toMatchObject({ outcome: "succeeded" });
    expect(await story.observed()).toEqual({ stable: "v0", canary: undefined });
    expect(await story.freeLane()).toMatchObject({ serving: { version: "v0" }, hold: { version: "v2", deployId: rollback } });
  });
});
