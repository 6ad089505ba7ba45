import type { RecordedEvent } from "@ballast/eventlog";
import { taskQueues, workflowIds, workflowNames, type LookAgainInput } from "@ballast/schema/workflows";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { runOf, startOnce } from "../reactor/starting.ts";

/** What the run of somebody who wants to look again is started with; null where they said that they do not any more. */
export function lookingAgainOf({ event, eventId, metadata }: RecordedEvent): LookAgainInput | null {
  if (event.type !== "LookAgainSet" || event.data.at === null) return null;
  const { pageId, personId, at } = event.data;
  return { pageId, personId, at, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor };
}

/** Starts the run that waits for the moment. `again`: another one of it was lost. */
export const startLooking = (
  { temporal }: Pick<Reaction, "temporal">, input: LookAgainInput, { again }: { readonly again: boolean },
): Promise<boolean> =>
  startOnce(temporal, workflowNames.lookAgain, {
    workflowId: workflowIds.lookAgain(input.requestEventId), taskQueue: taskQueues.response,
    workflowIdReusePolicy: again ? "ALLOW_DUPLICATE_FAILED_ONLY" : "REJECT_DUPLICATE", args: [input],
  });

/** One that waits is looked at again after so long, ms. */
const lookEveryMs = 60_000;
/** What was due longer ago is no longer looked at, ms: the engine forgets what has ended after a day. */
const forMs = 12 * 60 * 60_000;

/** Moments at which somebody wants to look again: where the run that waits for one is lost, another one does. */
export function openLookings(): OpenRecords {
  const open = new Map<string, LookAgainInput>();
  const lookedAt = new Map<string, number>();
  const keyOf = ({ pageId, personId }: { readonly pageId: string; readonly personId: string }): string => `${pageId}/${personId}`;
  return {
    notes: {
      LookAgainSet: (recorded) => {
        const input = lookingAgainOf(recorded);
        if (input === null) open.delete(keyOf(recorded.event.data));
        else open.set(keyOf(input), input);
      },
      PageHandedOn: ({ id }) => {
        for (const [key, { pageId }] of open) if (pageId === id) open.delete(key);
      },
    },
    candidates(now) {
      for (const [key, { at }] of open) if (now - Date.parse(at) > forMs) open.delete(key);
      return [...open.keys()].filter((key) => now - (lookedAt.get(key) ?? 0) >= lookEveryMs);
    },
    async look(reaction, key) {
      const input = open.get(key);
      if (input === undefined) return null;
      lookedAt.set(key, reaction.now().getTime());
      const { running, done, fate } = await runOf(reaction.temporal, workflowIds.lookAgain(input.requestEventId));
      if (done) open.delete(key);
      return running || done || !(await startLooking(reaction, input, { again: true })) ? null : fate;
    },
  };
}
