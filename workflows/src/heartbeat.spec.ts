import { asyncLocalStorage, type Context } from "@temporalio/activity";
import { Worker, type NativeConnection, type WorkerOptions } from "@temporalio/worker";
import { taskQueues } from "@ballast/schema/workflows";
import { expect, it, vi } from "vitest";
import { compensationOptions, deployOptions, rollbackOptions, watchOptions } from "./traffic/options.ts";
import { whileAlive } from "./heartbeat.ts";
import { heartbeatEveryMs } from "./heartbeatTimes.ts";
import type { PartsWithFlags } from "./parts.ts";
import { responseOptions } from "./response/options.ts";
import { createWorkers } from "./worker.ts";

/** What each worker is made with. */
async function made(): Promise<readonly WorkerOptions[]> {
  const seen: WorkerOptions[] = [];
  const create = vi.spyOn(Worker, "create").mockImplementation((options) => {
    seen.push(options);
    return Promise.reject(new Error("not started here"));
  });
  // What workers are given is only passed on; that there is a bundle is all that is looked at.
  const nothing: unknown = {};
  await expect(
    createWorkers({
      connection: nothing as NativeConnection, namespace: "default", parts: nothing as PartsWithFlags,
      code: { bundle: { code: "" }, text: "", buildId: "this one" },
    }),
  ).rejects.toThrow("not started here");
  create.mockRestore();
  return seen;
}

it("passes heartbeats on as often as activities send them, three within each time-out", async () => {
  const seen = await made();
  expect(seen.map(({ taskQueue }) => taskQueue).toSorted()).toEqual(Object.values(taskQueues).toSorted());
  for (const { maxHeartbeatThrottleInterval, defaultHeartbeatThrottleInterval } of seen)
    expect([maxHeartbeatThrottleInterval, defaultHeartbeatThrottleInterval]).toEqual([heartbeatEveryMs, heartbeatEveryMs]);
  for (const { workerDeploymentOptions } of seen)
    expect(workerDeploymentOptions).toEqual({
      version: { deploymentName: "ballast", buildId: "this one" }, useWorkerVersioning: true, defaultVersioningBehavior: "AUTO_UPGRADE",
    });
  for (const { heartbeatTimeout } of [deployOptions, watchOptions, compensationOptions, rollbackOptions, responseOptions])
    expect(heartbeatTimeout).toBe(3 * heartbeatEveryMs);
});

it("gives each queue slots of its own, so that rollbacks wait for nobody, and a lost worker's workflows to another within a second", async () => {
  const seen = await made();
  for (const queue of Object.values(taskQueues)) {
    // Messages to subscribers are the one thing that may wait: a mail server that is ours too has room for pages.
    const fits = (slots: number): boolean => (queue === taskQueues.publishing ? slots >= 1 && slots <= 10 : slots >= 50);
    expect(seen.filter(({ taskQueue }) => taskQueue === queue).map((options) => options.maxConcurrentActivityTaskExecutions ?? 0))
      .toEqual([expect.toSatisfy(fits)]);
  }
  const carrying = seen.filter(({ workflowBundle }) => workflowBundle !== undefined);
  expect(carrying.map(({ stickyQueueScheduleToStartTimeout }) => stickyQueueScheduleToStartTimeout)).toEqual([
    "1 second", "1 second", "1 second",
  ]);
});

it("sends none for what is done within a workflow's task, of which nobody would hear", async () => {
  const beats = async (isLocal: boolean): Promise<number> => {
    let told = 0;
    // As much of an activity as is looked at.
    const context: unknown = { info: { isLocal }, heartbeat: () => (told += 1) };
    expect(await asyncLocalStorage.run(context as Context, () => whileAlive(() => "done"))).toBe("done");
    return told;
  };
  expect([await beats(false), await beats(true)]).toEqual([1, 0]);
});
