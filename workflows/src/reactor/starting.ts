import type { Client, WorkflowStartOptions } from "@temporalio/client";
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from "@temporalio/client";

/** Starts a workflow once: that it was started before is as good. Answers whether this call started it. */
export async function startOnce(temporal: Client, name: string, options: WorkflowStartOptions): Promise<boolean> {
  try {
    await temporal.workflow.start(name, options);
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** Signals a workflow; one that has ended has nothing left to hear. */
export async function signalIfRunning(
  temporal: Client,
  { workflowId, signal, args = [] }: { workflowId: string; signal: string; args?: unknown[] },
): Promise<boolean> {
  try {
    await temporal.workflow.getHandle(workflowId).signal(signal, ...args);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** What the engine says of the newest run under a workflow's id. */
export interface KnownRun {
  readonly running: boolean;
  /** It came to its end, where that is all there was to do. */
  readonly done: boolean;
  /** In words, for the record: what became of one that does not run. */
  readonly fate: string;
  readonly deployId: unknown;
}

const fates: Readonly<Partial<Record<string, string>>> = {
  TERMINATED: "its run was terminated", TIMED_OUT: "its run timed out", FAILED: "its run failed", CANCELLED: "its run was cancelled",
  COMPLETED: "its run ended before its work did",
};

/** Looks for the newest run; one that the engine has forgotten, or never had, does not run. */
export async function runOf(temporal: Client, workflowId: string): Promise<KnownRun> {
  try {
    const { status, memo } = await temporal.workflow.getHandle(workflowId).describe();
    return {
      running: status.name === "RUNNING" || status.name === "PAUSED", done: status.name === "COMPLETED",
      fate: fates[status.name] ?? "its run is gone", deployId: memo?.["deployId"],
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      return { running: false, done: false, fate: "the workflow engine knows nothing of its run", deployId: undefined };
    throw error;
  }
}
