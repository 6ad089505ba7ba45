import { Worker, type NativeConnection, type WorkerInterceptors, type WorkerOptions } from "@temporalio/worker";
import { taskQueues } from "@ballast/schema/workflows";
import { heartbeats } from "./heartbeatTimes.ts";
import type { PartsWithFlags } from "./parts.ts";
import { asActivities } from "./refusals.ts";
import { slices } from "./slices.ts";
import type { FormerWorker } from "./versions/formerVersions.ts";
import { deploymentName, type WorkflowCode } from "./versions/workflowCode.ts";

/** Where workers poll and what they run. */
export interface Workers {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly parts: PartsWithFlags;
  readonly code: WorkflowCode;
  /** How activities take part in traces; absent where nobody receives them. */
  readonly interceptors?: Pick<WorkerInterceptors, "activity"> | undefined;
}

/**
 * Every worker is of a version. A deploy is pinned to the one that began it (`deployRelease` says so), as its history is
 * long and its code changes; everything else goes on with the current one, guarded by `patched` and recorded histories.
 */
const versioned = (buildId: string): Pick<WorkerOptions, "workerDeploymentOptions"> => ({
  workerDeploymentOptions: { version: { deploymentName, buildId }, useWorkerVersioning: true, defaultVersioningBehavior: "AUTO_UPGRADE" },
});

// One thread a queue: each holds the whole workflow code, and loading it is what a restarted worker waits for.
// After a kill -9 the next worker takes over within a second instead of ten.
const commonTo = ({ connection, namespace, code, interceptors = {} }: Workers) =>
  ({
    connection, interceptors, namespace, workflowBundle: code.bundle, ...versioned(code.buildId),
    stickyQueueScheduleToStartTimeout: "1 second", shutdownGraceTime: "2 seconds", ...heartbeats, maxConcurrentWorkflowTaskExecutions: 20,
    workflowThreadPoolSize: 1,
  }) as const;

const activitiesFor = (queue: keyof typeof taskQueues, parts: PartsWithFlags): object =>
  asActivities(Object.assign({}, ...slices.map(({ activities }) => activities[queue]?.(parts))) as object);

/** One worker a queue, so that rollbacks have slots of their own whatever else is going on. */
export async function createWorkers(workers: Workers): Promise<readonly Worker[]> {
  const { connection, namespace, parts, code, interceptors = {} } = workers;
  const common = commonTo(workers);
  return Promise.all([
    deliveryWorker(workers),
    Worker.create({
      ...common, taskQueue: taskQueues.rollback, activities: activitiesFor("rollback", parts), maxConcurrentActivityTaskExecutions: 50,
    }),
    Worker.create({
      ...common, taskQueue: taskQueues.response, activities: activitiesFor("response", parts), maxConcurrentActivityTaskExecutions: 100,
    }),
    // Waits for other people's servers, at most ten seconds each: however many of them hang, there is a slot for the next.
    Worker.create({
      connection, namespace, interceptors, taskQueue: taskQueues.sending, ...versioned(code.buildId),
      activities: activitiesFor("sending", parts), ...heartbeats, shutdownGraceTime: "2 seconds",
      maxConcurrentActivityTaskExecutions: 1_000,
    }),
    // Messages to subscribers: some at a time, so that a mail server that is ours too has room for pages.
    Worker.create({
      connection, namespace, interceptors, taskQueue: taskQueues.publishing, ...versioned(code.buildId),
      activities: activitiesFor("publishing", parts), ...heartbeats, shutdownGraceTime: "2 seconds",
      maxConcurrentActivityTaskExecutions: 8,
    }),
  ]);
}

/** Carries deploys; of a former version it is all that is needed: nothing else is pinned. */
const deliveryWorker = (workers: Workers): Promise<Worker> =>
  Worker.create({
    ...commonTo(workers), taskQueue: taskQueues.delivery, activities: activitiesFor("delivery", workers.parts),
    maxConcurrentActivityTaskExecutions: 200,
  });

/** A worker that finishes the deploys that a former version began. */
export async function startFormerWorker(workers: Workers): Promise<FormerWorker> {
  const worker = await deliveryWorker(workers);
  const running = worker.run();
  return { stop: () => (worker.shutdown(), running) };
}
