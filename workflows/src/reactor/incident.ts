import type { RecordedEvent } from "@ballast/eventlog";
import { signalNames, taskQueues, workflowIds, workflowNames, type RespondToIncidentInput } from "@ballast/schema/workflows";
import type { Reaction } from "./reactor.ts";
import { signalIfRunning, startOnce } from "./starting.ts";

/** Incidents: a declared or reopened one is answered; whatever else happens to one, its response looks again. */
export async function reactToIncident(reaction: Reaction, recorded: RecordedEvent): Promise<void> {
  const workflowId = workflowIds.incident(recorded.id);
  const { type } = recorded.event;
  if (type !== "IncidentDeclared" && type !== "IncidentReopened") {
    await signalIfRunning(reaction.temporal, { workflowId, signal: signalNames.incidentChanged });
    return;
  }
  const input: RespondToIncidentInput = {
    incidentId: recorded.id,
    requestEventId: recorded.eventId,
    correlationId: recorded.metadata.$correlationId,
    actor: recorded.metadata.actor,
    policy: reaction.policy,
  };
  const start = () => startOnce(reaction.temporal, workflowNames.respondToIncident, { workflowId, taskQueue: taskQueues.response, workflowIdReusePolicy: "ALLOW_DUPLICATE", args: [input] });
  const tell = () => signalIfRunning(reaction.temporal, { workflowId, signal: signalNames.incidentChanged });
  // Reopened before the response had ended: the running one goes on. It may end between the two calls: then it can be started.
  if (!(await start()) && !(await tell()) && !(await start())) await tell();
}
