import { awaitsEnd, exemptionMoments, readinessDecider } from "@ballast/domain/readiness";
import { foldEvents } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { signalNames, taskQueues, workflowIds, workflowNames, type EndExemptionInput } from "@ballast/schema/workflows";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { runOf, signalIfRunning, startOnce } from "../reactor/starting.ts";
import { Turns } from "../reactor/turns.ts";

/** An exemption that was granted: of which service's readiness. */
interface Granted {
  readonly readinessId: string;
  readonly exemptionId: string;
}

/** What the run of an exemption is started with; null where it is over, or nobody granted it. */
async function inputOf(
  { log, now }: Pick<Reaction, "log" | "now">, { readinessId, exemptionId }: Granted,
): Promise<Omit<EndExemptionInput, "again"> | null> {
  const { events } = await log.read(streamName("readiness", readinessId));
  const known = foldEvents(readinessDecider, events);
  const exemption = known.status === "absent" ? undefined : known.exemptions.find((one) => one.exemptionId === exemptionId);
  const granted = events.find(({ event }) => event.type === "ExemptionGranted" && event.data.exemptionId === exemptionId);
  if (known.status === "absent" || exemption === undefined || granted === undefined) return null;
  if (!awaitsEnd(known, exemption, now().toISOString())) return null;
  const { $correlationId: correlationId, actor } = granted.metadata;
  return {
    readinessId, exemptionId, moments: exemptionMoments(exemption).map(({ at }) => at), requestEventId: granted.eventId, correlationId,
    actor,
  };
}

/** Starts the run of an exemption; one that is over has none. */
export async function startExemption(reaction: Reaction, granted: Granted, { again }: { readonly again: boolean }): Promise<boolean> {
  const input = await inputOf(reaction, granted);
  return input !== null && startOnce(reaction.temporal, workflowNames.endExemption, {
    workflowId: workflowIds.exemption(granted.exemptionId), taskQueue: taskQueues.delivery,
    workflowIdReusePolicy: again ? "ALLOW_DUPLICATE" : "REJECT_DUPLICATE", args: [{ ...input, again }],
  });
}

/** Nobody has to hear of its end any more. */
export const endRun = ({ temporal }: Reaction, exemptionId: string): Promise<boolean> =>
  signalIfRunning(temporal, { workflowId: workflowIds.exemption(exemptionId), signal: signalNames.exemptionEnded });

/** One that goes on is looked at again after so long, ms: its moments are days apart. */
const lookAgainMs = 10 * 60_000;

/** Exemptions that go on: one whose run is lost waits in another one, which makes up for what has passed. */
export function openExemptions(): OpenRecords {
  const open = new Map<string, Granted>();
  const turns = new Turns(lookAgainMs);
  const ended = (exemptionId: string): void => {
    open.delete(exemptionId);
    turns.delete(exemptionId);
  };
  return {
    notes: {
      ExemptionGranted: ({ event: { data: { readinessId, exemptionId } } }) => {
        open.set(exemptionId, { readinessId, exemptionId });
        turns.add(exemptionId);
      },
      ExemptionEnded: ({ event: { data } }) => ended(data.exemptionId),
      ExemptionNoticed: ({ event: { data } }) => void (data.daysLeft === 0 && ended(data.exemptionId)),
    },
    candidates: (now) => turns.next(now),
    async look(reaction, id) {
      const granted = open.get(id);
      if (granted === undefined) return null;
      turns.looked(id, reaction.now().getTime());
      if ((await inputOf(reaction, granted)) === null) return ended(id), null;
      const { running, fate } = await runOf(reaction.temporal, workflowIds.exemption(id));
      if (running) return null;
      return (await startExemption(reaction, granted, { again: true })) ? fate : null;
    },
  };
}
