import { Worker, type NativeConnection, type WorkerOptions } from "@temporalio/worker";
import { taskQueues } from "@ballast/schema/workflows";
import { expect, it, vi } from "vitest";
import { compensationOptions, deployOptions, rollbackOptions, watchOptions } from "./traffic/options.ts";
import { heartbeatEveryMs } from "./heartbeatTimes.ts";
import type { PartsWithFlags } from "./parts.ts";
import { responseOptions } from "./response/options.ts";
import { createWorkers } from "./worker.ts";

it("passes heartbeats on as often as activities send them, three within each time-out", async () => {
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
