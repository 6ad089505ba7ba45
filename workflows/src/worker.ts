import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, Worker, type NativeConnection, type WorkerOptions } from "@temporalio/worker";
import { taskQueues } from "@ballast/schema/workflows";
import { deployActivities } from "./deploy/deploy.activities.ts";
import { heartbeats } from "./heartbeatTimes.ts";
import type { WorkerParts } from "./parts.ts";
import { asActivities } from "./refusals.ts";
import { incidentActivities } from "./response/incident.activities.ts";
import { pageActivities } from "./response/page.activities.ts";
import { sendingActivities } from "./response/sending.activities.ts";
import { rollbackActivities } from "./rollback/rollback.activities.ts";

/** Where workers poll and what they run. */
export interface Workers {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly parts: WorkerParts;
  /** Prebuilt bundle of the workflows; bundled on the spot when there is none (development, tests). */
  readonly bundle: string | null;
}

/** One worker a queue, so that rollbacks have slots of their own whatever else is going on. */
export async function createWorkers({ connection, namespace, parts, bundle }: Workers): Promise<readonly Worker[]> {
  const workflowBundle: WorkerOptions["workflowBundle"] =
    bundle !== null && existsSync(bundle) ? { codePath: bundle } : await bundleWorkflowCode({ workflowsPath: fileURLToPath(new URL("./workflows.ts", import.meta.url)) });
  // One thread a queue: each holds the whole workflow code, and loading it is what a restarted worker waits for.
  // After a kill -9 the next worker takes over within a second instead of ten.
  const common = { connection, namespace, workflowBundle, stickyQueueScheduleToStartTimeout: "1 second", shutdownGraceTime: "2 seconds", ...heartbeats, maxConcurrentWorkflowTaskExecutions: 20, workflowThreadPoolSize: 1 } as const;
  return Promise.all([
    Worker.create({ ...common, taskQueue: taskQueues.delivery, activities: asActivities(deployActivities(parts)), maxConcurrentActivityTaskExecutions: 200 }),
    Worker.create({ ...common, taskQueue: taskQueues.rollback, activities: asActivities(rollbackActivities(parts)), maxConcurrentActivityTaskExecutions: 50 }),
    Worker.create({ ...common, taskQueue: taskQueues.response, activities: asActivities({ ...incidentActivities(parts), ...pageActivities(parts) }), maxConcurrentActivityTaskExecutions: 100 }),
    // Waits for other people's servers, at most ten seconds each: however many of them hang, there is a slot for the next.
    Worker.create({ connection, namespace, taskQueue: taskQueues.sending, activities: asActivities(sendingActivities(parts)), ...heartbeats, shutdownGraceTime: "2 seconds", maxConcurrentActivityTaskExecutions: 1_000 }),
  ]);
}
