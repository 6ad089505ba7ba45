import { DeliveryError } from "@ballast/delivery";
import { workflowIds } from "@ballast/schema/workflows";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEngine, type Engine } from "../harness/engine.ts";
import { liveStory } from "../harness/liveStory.ts";
import type { Story } from "../harness/story.ts";
import { until } from "../harness/until.ts";

/** A rollback whose target does not come up: the five minutes, the call for people, and that it is never given up. */
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

/** v2 serves everybody, and v1 does not come up again. */
async function stuck(name: string): Promise<Story> {
  const story = await liveStory(engine, name);
  const deployId = await story.deploy("v2");
  await story.untilDeploy(deployId, ({ status }) => status === "ended");
  await story.freeLane();
  engine.disturbances.target(name, { restore: () => Promise.reject(new DeliveryError("RELEASE_CRASHED", "v1 dies at start", "Look at its log")) });
  return story;
}

const fiveMinutesAgo = (): string => new Date(Date.now() - 5 * 60_000).toISOString();

describe("a rollback that is not done in time", () => {
  it("calls people five minutes after the press, cannot be cancelled, and goes on until it is done", async () => {
    const story = await stuck("stubborn");
    const rollback = await story.rollback("v1", fiveMinutesAgo());
    await until(async () => (await story.facts(`deploy-${rollback}`)).includes("RollbackEscalated"));
    const incidentId = await until(async () => (await story.incidents())[0]);
    expect(await story.incident(incidentId)).toMatchObject({ severity: 2, summary: expect.stringContaining("not done after five minutes") as string });
    await until(() => engine.sent.some(({ to, subject }) => to === "ana@example.org" && subject.includes("stubborn")));

    await engine.temporal.workflow.getHandle(workflowIds.rollback("stubborn", "production")).cancel();
    engine.disturbances.target("stubborn");
    await until(async () => (await story.facts(`deploy-${rollback}`)).includes("RollbackCompleted"));
    expect(await story.observed()).toEqual({ stable: "v1", canary: undefined });
    expect((await story.facts(`deploy-${rollback}`)).filter((fact) => fact === "RollbackEscalated")).toHaveLength(1);
  });

  it("pages within the incident that is open already, whose first page may long be answered", async () => {
    const story = await stuck("second-trouble");
    const incidentId = await story.declare({ severity: 3, number: 900 });
    const first = await until(() => story.pageOf(incidentId));
    await story.acknowledge(first);
    await story.rollback("v1", fiveMinutesAgo());
    await until(async () => {
      const newest = await story.pageOf(incidentId);
      return newest !== undefined && newest !== first;
    });
    expect(await story.incidents()).toEqual([incidentId]);
    engine.disturbances.target("second-trouble");
    await until(async () => (await story.observed()).stable === "v1");
  });
});
