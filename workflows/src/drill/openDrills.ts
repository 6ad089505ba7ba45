import { incidentDecider, isActive } from "@ballast/domain";
import { drillDecider } from "@ballast/domain/drill";
import { foldEvents, foldRecord, type Log, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { signalNames, taskQueues, workflowIds, workflowNames, type RunDrillInput } from "@ballast/schema/workflows";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { runOf, signalIfRunning, startOnce } from "../reactor/starting.ts";

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

/** The plan of a drill that waits or runs, or whose incident was opened again; null of any other. */
async function openPlan(log: Log, drillId: string): Promise<Planned | null> {
  const { events } = await log.read(streamName("drill", drillId));
  const { status } = foldEvents(drillDecider, events);
  const last = events.findLast(({ event: { type } }) => type === "DrillPlanned");
  if (last === undefined || status === "absent") return null;
  const goesOn = status === "planned" || status === "running" || isActive(await foldRecord(log, incidentDecider, drillId));
  return goesOn ? plannedBy(last) : null;
}

/** Whoever expects a drill that does not come is told by its run; where that is lost, by another one. */
export async function tellOfCallingOff(reaction: Reaction, drillId: string): Promise<void> {
  const { events } = await reaction.log.read(streamName("drill", drillId));
  const drill = foldEvents(drillDecider, events);
  const last = events.findLast(({ event: { type } }) => type === "DrillPlanned");
  const plan = last === undefined ? null : plannedBy(last);
  if (plan === null || drill.status !== "calledOff" || drill.begun !== null || drill.toldIds.length === 0) return;
  const said = { workflowId: workflowIds.drill(plan.requestEventId), signal: signalNames.drillCalledOff };
  if (await signalIfRunning(reaction.temporal, said)) return;
  await startDrill(reaction, plan, { again: true });
  await signalIfRunning(reaction.temporal, said);
}

/** A drill whose incident is opened again ends by itself too. */
export async function takeUpDrill(reaction: Reaction, drillId: string): Promise<void> {
  const plan = await openPlan(reaction.log, drillId);
  if (plan !== null) await startDrill(reaction, plan, { again: true });
}

/** One that waits is looked at again after so long, ms: it runs or begins hours from now. */
const lookEveryMs = 60_000;

/** Drills that wait or run: where the run of one is lost, another one goes on. */
export function openDrills(): OpenRecords {
  const open = new Set<string>();
  /** Drills that were planned: their incidents have their ids. */
  const planned = new Set<string>();
  const lookedAt = new Map<string, number>();
  const ended = ({ id }: { readonly id: string }): void => void open.delete(id);
  return {
    notes: {
      DrillPlanned: ({ id }) => {
        planned.add(id);
        open.add(id);
      },
      DrillCalledOff: ended, DrillScored: ended,
      // It goes on, whatever became of it before.
      IncidentReopened: ({ id }) => void (planned.has(id) && open.add(id)),
    },
    candidates: (now) => [...open].filter((id) => now - (lookedAt.get(id) ?? 0) >= lookEveryMs),
    async look(reaction, id) {
      lookedAt.set(id, reaction.now().getTime());
      const plan = await openPlan(reaction.log, id);
      if (plan === null) return void open.delete(id), null;
      const { running, fate } = await runOf(reaction.temporal, workflowIds.drill(plan.requestEventId));
      return running || !(await startDrill(reaction, plan, { again: true })) ? null : fate;
    },
  };
}
