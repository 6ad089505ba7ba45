import { acceptanceMoments, riskDecider } from "@ballast/domain/risk";
import { foldEvents } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { taskQueues, workflowIds, workflowNames, type AcceptRiskInput } from "@ballast/schema/workflows";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { runOf, startOnce } from "../reactor/starting.ts";
import { Turns } from "../reactor/turns.ts";

/** An acceptance that was approved: of which risk. */
export interface Approved {
  readonly riskId: string;
  readonly acceptanceId: string;
}

/** What the run of an acceptance is started with; null where it is over, or nobody approved it. */
async function inputOf({ log }: Pick<Reaction, "log">, { riskId, acceptanceId }: Approved): Promise<Omit<AcceptRiskInput, "again"> | null> {
  const { events } = await log.read(streamName("risk", riskId));
  const risk = foldEvents(riskDecider, events);
  const acceptance = risk.status === "absent" ? undefined : risk.acceptances.find((known) => known.acceptanceId === acceptanceId);
  const asked = events.find(({ event }) => event.type === "AcceptanceApproved" && event.data.acceptanceId === acceptanceId);
  if (acceptance === undefined || asked === undefined || (acceptance.state !== "approved" && acceptance.state !== "active")) return null;
  const { $correlationId: correlationId, actor } = asked.metadata;
  return {
    riskId, acceptanceId, moments: acceptanceMoments(acceptance).map(({ at }) => at), requestEventId: asked.eventId, correlationId, actor,
  };
}

/** Starts the run of an acceptance; one that is over has none. */
export async function startAcceptance(reaction: Reaction, approved: Approved, { again }: { readonly again: boolean }): Promise<boolean> {
  const input = await inputOf(reaction, approved);
  return input !== null && startOnce(reaction.temporal, workflowNames.acceptRisk, {
    workflowId: workflowIds.acceptance(approved.acceptanceId), taskQueue: taskQueues.delivery,
    workflowIdReusePolicy: again ? "ALLOW_DUPLICATE" : "REJECT_DUPLICATE", args: [{ ...input, again }],
  });
}

/** One that goes on is looked at again after so long, ms: its moments are days apart. */
const lookAgainMs = 10 * 60_000;

/** Acceptances that go on: one whose run is lost waits in another one, which makes up for what has passed. */
export function openAcceptances(): OpenRecords {
  const open = new Map<string, Approved>();
  const turns = new Turns(lookAgainMs);
  const end = (id: string): void => {
    open.delete(id);
    turns.delete(id);
  };
  const ended = ({ event }: { readonly event: { readonly data: { readonly acceptanceId: string } } }): void =>
    end(event.data.acceptanceId);
  return {
    notes: {
      AcceptanceApproved: ({ event: { data: { riskId, acceptanceId } } }) => {
        open.set(acceptanceId, { riskId, acceptanceId });
        turns.add(acceptanceId);
      },
      AcceptanceExpired: ended,
      AcceptanceWithdrawn: ended,
    },
    candidates: (now) => turns.next(now),
    async look(reaction, id) {
      const approved = open.get(id);
      if (approved === undefined) return null;
      turns.looked(id, reaction.now().getTime());
      if ((await inputOf(reaction, approved)) === null) return end(id), null;
      const { running, fate } = await runOf(reaction.temporal, workflowIds.acceptance(id));
      if (running) return null;
      return (await startAcceptance(reaction, approved, { again: true })) ? fate : null;
    },
  };
}
