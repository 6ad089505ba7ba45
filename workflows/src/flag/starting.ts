import { flagDecider } from "@ballast/domain/flag";
import { targetingDecider, isGoing } from "@ballast/domain/targeting";
import { foldEvents, foldRecord, type Log, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import {
  taskQueues, workflowIds, workflowNames, type Due, type LostRun, type RampFlagInput, type WhenDueInput,
} from "@ballast/schema/workflows";
import type { Reaction } from "../reactor/slice.ts";
import { startOnce } from "../reactor/starting.ts";

type Again = { readonly again: boolean };

/** What a ramp that goes on in this record is carried with; null where none does. */
export async function rampInput(log: Log, targetingId: string): Promise<RampFlagInput | null> {
  const { events } = await log.read(streamName("targeting", targetingId));
  const targeting = foldEvents(targetingDecider, events);
  if (targeting.status === "absent" || !isGoing(targeting.ramp)) return null;
  const { rampId, plan } = targeting.ramp;
  const asked = events.findLast(({ event }) => event.type === "RampPlanned" && event.data.rampId === rampId);
  const flag = await foldRecord(log, flagDecider, targeting.flagId);
  if (asked === undefined || flag.status !== "managed") return null;
  const { $correlationId: correlationId, actor } = asked.metadata;
  return {
    targetingId, flagId: targeting.flagId, rampId, key: flag.key, environment: targeting.environment, plan, requestEventId: asked.eventId,
    correlationId, actor,
  };
}

/** Starts the run that carries a ramp, in a lost one's place where there was one. */
export const startRamp = (
  { temporal }: Reaction,
  input: RampFlagInput,
  { again, replaces }: Again & { readonly replaces?: LostRun | undefined },
): Promise<boolean> =>
  startOnce(temporal, workflowNames.rampFlag, {
    workflowId: workflowIds.ramp(input.rampId),
    taskQueue: taskQueues.delivery,
    workflowIdReusePolicy: again ? "ALLOW_DUPLICATE" : "REJECT_DUPLICATE",
    args: [{ ...input, ...(replaces && { replaces }) }],
  });

/** Starts what waits for a moment; each has a run of its own. */
export const startDue = (
  { temporal }: Reaction,
  { recorded: { eventId, metadata }, due, index }: { readonly recorded: RecordedEvent; readonly due: Due; readonly index: number },
  { again }: Again,
): Promise<boolean> => {
  const input: WhenDueInput = { due, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor };
  return startOnce(temporal, workflowNames.whenDue, {
    workflowId: workflowIds.due(eventId, index), taskQueue: taskQueues.delivery,
    workflowIdReusePolicy: again ? "ALLOW_DUPLICATE" : "REJECT_DUPLICATE", args: [input],
  });
};
