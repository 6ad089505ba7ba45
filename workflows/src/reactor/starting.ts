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
export async function signalIfRunning(temporal: Client, { workflowId, signal, args = [] }: { workflowId: string; signal: string; args?: unknown[] }): Promise<boolean> {
  try {
    await temporal.workflow.getHandle(workflowId).signal(signal, ...args);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
