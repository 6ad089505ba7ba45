import type { RecordedEvent } from "@ballast/eventlog";
import { signalNames, taskQueues, workflowIds, workflowNames } from "@ballast/schema/workflows";
import { forMs } from "../reactor/openMessages.ts";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { runOf, signalIfRunning, startOnce } from "../reactor/starting.ts";
import { beginningOf, type Beginning } from "./openActions.ts";

/** Somebody is to be told of an action on a day. */
interface Reminder {
  readonly actionId: string;
  readonly personId: string;
  readonly on: string;
}

/** Begins the message of a day, or adds to the one that is being put together. */
async function tellAs(
  { temporal }: Pick<Reaction, "temporal">, { actionId, personId, on }: Reminder, { again, ...beginning }: Beginning,
): Promise<void> {
  const workflowId = workflowIds.actionsOfDay(personId, on);
  const begun = await startOnce(temporal, workflowNames.tellOfActions, {
    workflowId, taskQueue: taskQueues.delivery,
    // What the day's message is lost with is no message: then another run may have its name.
    workflowIdReusePolicy: again ? "ALLOW_DUPLICATE_FAILED_ONLY" : "REJECT_DUPLICATE", args: [{ personId, on, actionId, ...beginning }],
  });
  // Who has had their message of the day hears of it with the next one.
  if (!begun) await signalIfRunning(temporal, { workflowId, signal: signalNames.actionDue, args: [actionId] });
}

/** Somebody is to be told on a day: with everything else of that day. */
export async function tellOnDay(recorded: RecordedEvent, reminder: Reminder, reaction: Pick<Reaction, "temporal">): Promise<void> {
  await tellAs(reaction, reminder, { again: false, ...beginningOf(recorded) });
}

/** The message of a day to a person, of which the log says only what it is to be about. */
interface Telling {
  readonly reminders: Reminder[];
  readonly beginning: Omit<Beginning, "again">;
  readonly sinceMs: number;
}

/** What was put together is looked at after so long, ms: collecting takes two minutes. */
const afterMs = 5 * 60_000;
/** Messages of a day whose run is lost before it sent them. */
export function openTellings(): OpenRecords {
  const open = new Map<string, Telling>();
  return {
    notes: {
      ActionReminded: (recorded) => {
        const { actionId, personId, on } = recorded.event.data;
        const id = workflowIds.actionsOfDay(personId, on);
        const known = open.get(id) ?? {
          reminders: [], beginning: beginningOf(recorded), sinceMs: Date.parse(recorded.metadata.recordedAt),
        };
        open.set(id, { ...known, reminders: [...known.reminders, { actionId, personId, on }] });
      },
    },
    candidates(now) {
      for (const [id, { sinceMs }] of open) if (now - sinceMs > forMs) open.delete(id);
      return [...open].filter(([, { sinceMs }]) => now - sinceMs >= afterMs).map(([id]) => id);
    },
    async look(reaction, id) {
      const telling = open.get(id);
      if (telling === undefined) return null;
      const { running, done, fate } = await runOf(reaction.temporal, id);
      if (done) open.delete(id);
      if (running || done) return null;
      for (const reminder of telling.reminders) await tellAs(reaction, reminder, { again: true, ...telling.beginning });
      return fate;
    },
  };
}
