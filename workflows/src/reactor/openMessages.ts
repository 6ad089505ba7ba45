import type { RecordedEvent } from "@ballast/eventlog";
import { taskQueues } from "@ballast/schema/workflows";
import type { Client } from "@temporalio/client";
import { doFor, eventsIn, type ByEvent } from "./byEvent.ts";
import type { OpenRecords, Reaction, WorkflowSlice } from "./slice.ts";
import { runOf, startOnce } from "./starting.ts";

/** A run that brings one message, or asks for one thing, and ends. */
export interface Message {
  readonly workflowId: string;
  /** The workflow's name. */
  readonly workflow: string;
  readonly input: object;
  /** So long it waits before it begins, ms: who is told of an incident hears of it after who is called for it. */
  readonly waitsMs?: number;
}

/** What each event is to bring to somebody; null where nobody is to hear of it. */
export type Messages = ByEvent<readonly [], Message | null>;

/** Begins it once. What was lost with its run was not brought: then another run may have its name. */
const begin = (temporal: Client, { workflowId, workflow, input, waitsMs }: Message): Promise<boolean> =>
  startOnce(temporal, workflow, {
    workflowId, taskQueue: taskQueues.delivery, workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY", args: [input],
    ...(waitsMs !== undefined && { startDelay: waitsMs }),
  });

/** A run is looked at after so long, ms: it takes seconds, unless a channel is away. */
const afterMs = 5 * 60_000;
/** The engine knows what it has ended for a day: within half of that, a run that it knows nothing of is lost, ms. */
export const forMs = 12 * 60 * 60_000;

/** Reactions that begin them. */
export function bring(messages: Messages): WorkflowSlice["reactions"] {
  const begun = async (recorded: RecordedEvent, { temporal }: Reaction): Promise<void> => {
    const message = doFor(messages, recorded) ?? null;
    if (message !== null) await begin(temporal, message);
  };
  return Object.fromEntries(eventsIn([messages]).map((type) => [type, begun]));
}

/** Messages whose run is lost before it brought them: of them the log says what they are about, and not that they were heard. */
export function openMessages(messages: Messages): OpenRecords {
  const open = new Map<string, { readonly message: Message; readonly sinceMs: number }>();
  const note = (recorded: RecordedEvent): void => {
    const message = doFor(messages, recorded) ?? null;
    if (message !== null) open.set(message.workflowId, { message, sinceMs: Date.parse(recorded.metadata.recordedAt) });
  };
  return {
    notes: Object.fromEntries(eventsIn([messages]).map((type) => [type, note])),
    candidates(now) {
      for (const [id, { sinceMs }] of open) if (now - sinceMs > forMs) open.delete(id);
      return [...open].filter(([, { sinceMs }]) => now - sinceMs >= afterMs).map(([id]) => id);
    },
    async look({ temporal }, id) {
      const found = open.get(id);
      if (found === undefined) return null;
      const { running, done, fate } = await runOf(temporal, id);
      if (done) open.delete(id);
      return running || done || !(await begin(temporal, found.message)) ? null : fate;
    },
  };
}
