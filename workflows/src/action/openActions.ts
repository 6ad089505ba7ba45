import { actionDecider, isOpenAction } from "@ballast/domain/action";
import { foldRecord, type RecordedEvent } from "@ballast/eventlog";
import { signalNames, taskQueues, workflowIds, workflowNames, type ChaseActionInput } from "@ballast/schema/workflows";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { runOf, signalIfRunning, startOnce } from "../reactor/starting.ts";
import { Turns } from "../reactor/turns.ts";

/** Whether somebody has to do it by a day: then its run waits for that. */
async function isPromised({ log }: Pick<Reaction, "log">, actionId: string): Promise<boolean> {
  const action = await foldRecord(log, actionDecider, actionId);
  return isOpenAction(action) && action.status === "open";
}

/** What a run begins with. */
export interface Beginning {
  readonly again: boolean;
  readonly requestEventId: string;
  readonly correlationId: string;
  readonly actor: ChaseActionInput["actor"];
}

/** Starts the run of an action that is promised; where one runs, tells it that there is news. */
async function start(reaction: Reaction, actionId: string, beginning: Beginning): Promise<boolean> {
  const input: ChaseActionInput = { actionId, ...beginning };
  return startOnce(reaction.temporal, workflowNames.chaseAction, {
    // One that has ended may have been reopened: what it finds, the log says.
    workflowId: workflowIds.action(actionId), taskQueue: taskQueues.delivery, workflowIdReusePolicy: "ALLOW_DUPLICATE", args: [input],
  });
}

/** What a run is told of the event that began it. */
export const beginningOf = ({ eventId, metadata }: RecordedEvent): Omit<Beginning, "again"> => ({
  requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
});

/** What was recorded of an action, for its run. */
export async function follow(recorded: RecordedEvent, reaction: Reaction): Promise<void> {
  const actionId = recorded.id;
  const news = { workflowId: workflowIds.action(actionId), signal: signalNames.actionChanged };
  if (!(await isPromised(reaction, actionId))) return void (await signalIfRunning(reaction.temporal, news));
  if (!(await start(reaction, actionId, { again: false, ...beginningOf(recorded) }))) await signalIfRunning(reaction.temporal, news);
}

/** One that goes on is looked at again after so long, ms: its moments are days apart. */
const lookAgainMs = 10 * 60_000;

/** Actions that are promised: one whose run is lost waits in another one. */
export function openActions(): OpenRecords {
  const open = new Map<string, Omit<Beginning, "again">>();
  const turns = new Turns(lookAgainMs);
  const opened = (recorded: RecordedEvent): void => {
    open.set(recorded.id, beginningOf(recorded));
    turns.add(recorded.id);
  };
  const end = (id: string): void => {
    open.delete(id);
    turns.delete(id);
  };
  const ended = ({ id }: RecordedEvent): void => end(id);
  return {
    notes: {
      ActionRegistered: opened, ActionDescribed: opened, ActionDuePromised: opened, ActionReopened: opened, ActionImportCorrected: opened,
      ActionFinished: ended, ActionDropped: ended,
    },
    candidates: (now) => turns.next(now),
    async look(reaction, id) {
      const beginning = open.get(id);
      if (beginning === undefined) return null;
      turns.looked(id, reaction.now().getTime());
      if (!(await isPromised(reaction, id))) return end(id), null;
      const { running, fate } = await runOf(reaction.temporal, workflowIds.action(id));
      if (running) return null;
      return (await start(reaction, id, { again: true, ...beginning })) ? fate : null;
    },
  };
}
