import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { historyToJSON } from "@temporalio/common/lib/proto-utils";
import { workflowIds } from "@ballast/schema/workflows";
import { startEngine, type Engine } from "./engine.ts";
import { quickPlan, Story } from "./story.ts";
import { until } from "./until.ts";

/**
 * Records workflow histories for the replay tests: one real run of each kind of story. Run it after a change that is
 * meant to change the workflows, and keep the old files: deploys in flight were begun by the old code.
 */
const folder = fileURLToPath(new URL("../../workflows/histories/", import.meta.url));
const stamp = new Date().toISOString().slice(0, 10);

async function keep(engine: Engine, name: string, workflowId: string): Promise<void> {
  const handle = engine.temporal.workflow.getHandle(workflowId);
  await until(async () => (await handle.describe()).status.name !== "RUNNING");
  const history = await handle.fetchHistory();
  writeFileSync(`${folder}${name}.${stamp}.json`, `${historyToJSON(history)}\n`);
  process.stdout.write(`${name}\n`);
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const engine = await startEngine();
  try {
    const story = new Story(engine, "recorded");
    await story.begin({ thresholds: { pageErrorsPer100k: 500, pageCustomers: 5 } });
    for (const [version, behaviour] of [["v1", "healthy"], ["v2", "healthy"], ["v3", "failing"]] as const) await story.release(version, behaviour);
    await story.untilDeploy(await story.deploy("v1"), ({ status }) => status === "ended");
    await story.freeLane();
    const healthy = await story.deploy("v2");
    await story.untilDeploy(healthy, ({ status }) => status === "ended");
    await story.freeLane();
    await keep(engine, "deployRelease.succeeded", workflowIds.deploy(healthy));
    const rollback = await story.rollback("v1");
    await story.untilDeploy(rollback, (deploy) => deploy.status === "ended" && deploy.effect !== null);
    await keep(engine, "rollbackService.done", workflowIds.rollback("recorded", "production"));
    await keep(engine, "measureRollback.done", workflowIds.effect(rollback));
    await story.releaseHold("seen");
    const failing = await story.deploy("v3");
    await story.untilDeploy(failing, ({ status }) => status === "ended");
    await keep(engine, "deployRelease.rolledBack", workflowIds.deploy(failing));
    await recordResponse(engine, story);
    await story.releaseHold("seen");
    await story.plan(quickPlan(60_000));
    const aborted = await story.deploy("v2");
    await story.untilDeploy(aborted, (deploy) => deploy.status === "going" && deploy.phase === "baking");
    await story.tell(aborted, { type: "Abort", now: story.now(), deployId: aborted, reason: "recorded" });
    await keep(engine, "deployRelease.aborted", workflowIds.deploy(aborted));
  } finally {
    await engine.stop();
  }
}

async function recordResponse(engine: Engine, story: Story): Promise<void> {
  const incidentId = await until(async () => (await story.incidents())[0]);
  const pageId = await until(() => story.pageOf(incidentId));
  await until(() => engine.sent.length > 0);
  await story.acknowledge(pageId);
  await keep(engine, "pageResponders.answered", workflowIds.page(pageId));
  await story.resolve(incidentId);
  await keep(engine, "respondToIncident.resolved", workflowIds.incident(incidentId));
}

await main();
process.exit(0);
