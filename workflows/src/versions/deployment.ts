import { setTimeout as wait } from "node:timers/promises";
import { defineSearchAttributeKey } from "@temporalio/common";
import type { Client } from "@temporalio/client";
import { deploymentName } from "./workflowCode.ts";

/** Where a worker's versions are known. */
export interface Deployment {
  readonly temporal: Client;
  readonly namespace: string;
}

/** gRPC's "not found" and "failed precondition": the engine has not seen this version poll yet. */
const notSeenYet: ReadonlySet<unknown> = new Set([5, 9]);

/**
 * Has whatever begins from now on, and what is not pinned to a version, carried by this one. Waits until the engine has seen its workers.
 */
export async function becomeCurrent({ temporal, namespace }: Deployment, buildId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await temporal.workflowService.setWorkerDeploymentCurrentVersion({
        namespace, deploymentName, buildId, ignoreMissingTaskQueues: true,
      });
      return;
    } catch (error) {
      if (!notSeenYet.has(codeOf(error))) throw error;
      await wait(100, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** The version that is current; null where there is none, as in an engine whose database is new. */
export async function currentVersion({ temporal, namespace }: Deployment): Promise<string | null> {
  try {
    const { workerDeploymentInfo } = await temporal.workflowService.describeWorkerDeployment({ namespace, deploymentName });
    return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? null;
  } catch (error) {
    if (codeOf(error) === 5) return null;
    throw error;
  }
}

/** Lists of the engine name a run's version in an attribute: deployment, colon, build. */
const versionAttribute = defineSearchAttributeKey("TemporalWorkerDeploymentVersion", "KEYWORD");
const prefix = `${deploymentName}:`;

/** Runs that are pinned to a version and go on: only that one finishes them. */
export async function pinnedRuns({
  temporal,
}: Deployment): Promise<readonly { readonly workflowId: string; readonly runId: string; readonly buildId: string }[]> {
  const found: { workflowId: string; runId: string; buildId: string }[] = [];
  for await (const { workflowId, runId, typedSearchAttributes } of temporal.workflow.list({
    query: "ExecutionStatus = 'Running' AND TemporalWorkflowVersioningBehavior = 'Pinned'",
  })) {
    const version = typedSearchAttributes.get(versionAttribute);
    const buildId = version?.startsWith(prefix) === true ? version.slice(prefix.length) : "";
    if (buildId !== "") found.push({ workflowId, runId, buildId });
  }
  return found;
}

/** Has a run carried by the current version although another began it: nothing else is left that could. Its history is replayed there. */
export async function moveToCurrent(
  { temporal, namespace }: Deployment,
  { workflowId, runId }: { readonly workflowId: string; readonly runId: string },
): Promise<void> {
  await temporal.workflowService.updateWorkflowExecutionOptions({
    namespace, workflowExecution: { workflowId, runId }, workflowExecutionOptions: { versioningOverride: { autoUpgrade: true } },
    updateMask: { paths: ["versioning_override"] },
  });
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
