import { incidentDecider } from "@ballast/domain";
import { handle, ids, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { signalNames, taskQueues, workflowIds, workflowNames, type PageRespondersInput } from "@ballast/schema/workflows";
import { systemActor } from "../systemActor.ts";
import type { Reaction } from "./reactor.ts";
import { signalIfRunning, startOnce } from "./starting.ts";

/** Pages: whoever asked for one, it is sent; an answer stops it and becomes the incident's milestone. */
export async function reactToPage(reaction: Reaction, recorded: RecordedEvent): Promise<void> {
  const { event } = recorded;
  const workflowId = workflowIds.page(recorded.id);
  if (event.type === "PageRequested") {
    const { pageId, incidentId, policy } = event.data;
    const input: PageRespondersInput = { pageId, incidentId, policy, requestEventId: recorded.eventId, correlationId: recorded.metadata.$correlationId, actor: recorded.metadata.actor };
    await startOnce(reaction.temporal, workflowNames.pageResponders, { workflowId, taskQueue: taskQueues.response, workflowIdReusePolicy: "REJECT_DUPLICATE", args: [input] });
    return;
  }
  await signalIfRunning(reaction.temporal, { workflowId, signal: signalNames.acknowledged });
  if (event.type === "PageAcknowledged" && !event.data.late) await recordAcknowledgement(reaction, recorded);
}

/** The first human answer is a milestone of the incident. */
async function recordAcknowledgement({ log, now, temporal }: Reaction, recorded: RecordedEvent): Promise<void> {
  const { events } = await log.read(streamName("page", recorded.id), { max: 1 });
  const request = events[0]?.event;
  if (request?.type !== "PageRequested") return;
  const { incidentId } = request.data;
  const at = recorded.metadata.occurredAt;
  await handle(log, {
    aggregate: incidentDecider,
    id: incidentId,
    command: { type: "ReachMilestone", now: now().toISOString(), incidentId, milestone: "acknowledged", at, basis: "observed" },
    context: {
      commandId: ids.command("acknowledged", recorded.eventId), actor: systemActor("reactor"), now: now().toISOString(),
      occurredAt: at, correlationId: recorded.metadata.$correlationId, causationId: recorded.eventId,
    },
  });
  await signalIfRunning(temporal, { workflowId: workflowIds.incident(incidentId), signal: signalNames.incidentChanged });
}
