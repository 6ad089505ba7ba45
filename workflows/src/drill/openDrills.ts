import { drillDecider } from "@ballast/domain/drill";
import { foldEvents, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { taskQueues, workflowIds, workflowNames, type RunDrillInput } from "@ballast/schema/workflows";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { runOf, startOnce } from "../reactor/starting.ts";

type Planned = Omit<RunDrillInput, "again">;

/** What the run of a plan is started with; null of anything else. */
export function plannedBy({ event, eventId, metadata }: RecordedEvent): Planned | null {
  if (event.type !== "DrillPlanned") return null;
  const { drillId, planId, from, until, announced } = event.data;
  return {
    drillId, planId, from, until, announced, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
  };
}

/** Starts the run of a plan. `again`: another one of it was lost. */
export const startDrill = (
  { temporal }: Pick<Reaction, "temporal">, planned: Planned, { again }: { readonly again: boolean },
): Promise<boolean> =>
  startOnce(temporal, workflowNames.runDrill, {
    workflowId: workflowIds.drill(planned.requestEventId), taskQueue: taskQueues.delivery,
    workflowIdReusePolicy: again ? "ALLOW_DUPLICATE" : "REJECT_DUPLICATE", args: [{ ...planned, again } satisfies RunDrillInput],
  });

/** One that waits is looked at again after so long, ms: it runs or begins hours from now. */
const lookEveryMs = 60_000;

/** Drills that wait or run: where the run of one is lost, another one goes on. */
export function openDrills(): OpenRecords {
  const open = new Set<string>();
  const lookedAt = new Map<string, number>();
  const ended = ({ id }: { readonly id: string }): void => void open.delete(id);
  return {
    notes: { DrillPlanned: ({ id }) => void open.add(id), DrillCalledOff: ended, DrillScored: ended },
    candidates: (now) => [...open].filter((id) => now - (lookedAt.get(id) ?? 0) >= lookEveryMs),
    async look(reaction, id) {
      lookedAt.set(id, reaction.now().getTime());
      const { events } = await reaction.log.read(streamName("drill", id));
      const { status } = foldEvents(drillDecider, events);
      const last = events.findLast(({ event: { type } }) => type === "DrillPlanned");
      const planned = last === undefined ? null : plannedBy(last);
      if (planned === null || (status !== "planned" && status !== "running")) return void open.delete(id), null;
      const { running, fate } = await runOf(reaction.temporal, workflowIds.drill(planned.requestEventId));
      return running || !(await startDrill(reaction, planned, { again: true })) ? null : fate;
    },
  };
}
