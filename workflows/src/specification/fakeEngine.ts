import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from "@temporalio/client";

/** What a workflow was started with. */
export interface Started {
  readonly workflowId: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** So long it waits before it begins, ms; undefined: it begins at once. */
  readonly startDelay?: number | undefined;
}

/** What a running workflow was told. */
export interface Told {
  readonly workflowId: string;
  readonly signal: string;
  readonly args: readonly unknown[];
}

const unavailable = (): Error => Object.assign(new Error("unavailable"), { code: 14 });

/** An engine that knows of a run what it is told, and runs what is started in it. */
export class FakeEngine {
  readonly runs = new Map<string, string>();
  readonly started: Started[] = [];
  readonly signals: Told[] = [];
  away = false;
  /** So many starts are refused from now on, as by an engine that has just gone. */
  refuses = 0;

  asClient(): Client {
    const workflow = {
      getHandle: (workflowId: string) => ({
        describe: () => {
          if (this.away) return Promise.reject(unavailable());
          const name = this.runs.get(workflowId);
          return name === undefined
            ? Promise.reject(new WorkflowNotFoundError("not found", workflowId, undefined))
            : Promise.resolve({ status: { name }, memo: {} });
        },
        signal: (signal: string, ...args: unknown[]) => {
          if (this.runs.get(workflowId) !== "RUNNING")
            return Promise.reject(new WorkflowNotFoundError("not found", workflowId, undefined));
          this.signals.push({ workflowId, signal, args });
          return Promise.resolve();
        },
      }),
      start: (
        name: string,
        { workflowId, args, startDelay }: { workflowId: string; args: [Readonly<Record<string, unknown>>]; startDelay?: number },
      ) => {
        if (this.away || this.refuses > 0) {
          this.refuses -= 1;
          return Promise.reject(unavailable());
        }
        if (this.runs.get(workflowId) === "RUNNING")
          return Promise.reject(new WorkflowExecutionAlreadyStartedError("runs", workflowId, name));
        this.runs.set(workflowId, "RUNNING");
        this.started.push({ workflowId, name, input: args[0], ...(startDelay !== undefined && { startDelay }) });
        return Promise.resolve({});
      },
    };
    // Only what taking up asks of a client is there.
    const client: unknown = { workflow };
    return client as Client;
  }
}
