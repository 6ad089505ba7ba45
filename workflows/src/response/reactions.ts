import { incidentDecider } from "@ballast/domain";
import { gathered, handle, ids, type Gathering, type Log, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import {
  signalNames, workflowIds, workflowNames, type RespondToIncidentInput, type TellOfPageInput,
} from "@ballast/schema/workflows";
import { bring, type Messages } from "../reactor/openMessages.ts";
import type { Reaction, WorkflowSlice } from "../reactor/slice.ts";
import { signalIfRunning, startOnce } from "../reactor/starting.ts";
import { systemActor } from "../systemActor.ts";
import { afterCallsMs, callAtOnce, startPaging } from "./callAtOnce.ts";
import { carriedBy } from "./options.ts";
import { lookingAgainOf, startLooking } from "./openLookings.ts";

/** Whatever happens to an incident, its response looks again. */
const look = async ({ id }: RecordedEvent, { temporal }: Reaction): Promise<void> =>
  void (await signalIfRunning(temporal, { workflowId: workflowIds.incident(id), signal: signalNames.incidentChanged }));

/** So many incidents at the same time are no storm. */
const few = 3;
/** How many of them are just being called for, by this worker. */
let calling = 0;

/**
 * Whom an incident calls at once is called before it is answered. Where many others are being called for meanwhile, its response begins
 * when they have been: what it does next, holding deploys and calling a commander, takes of the same machine.
 */
async function callAndAnswer(recorded: RecordedEvent, reaction: Reaction): Promise<void> {
  calling += 1;
  const isStorm = calling > few;
  const called = callAtOnce(recorded, reaction).finally(() => void (calling -= 1));
  // Where the page cannot be asked for from here its response begins all the same, and asks for it until it can be.
  await Promise.allSettled([called]);
  await answer(recorded, reaction, isStorm ? { startDelay: afterCallsMs } : {});
  await called;
}

const answerAgain = (recorded: RecordedEvent, reaction: Reaction): Promise<void> => answer(recorded, reaction, {});

async function answer(
  recorded: RecordedEvent, { temporal, policy }: Reaction, begins: { readonly startDelay?: number },
): Promise<void> {
  const workflowId = workflowIds.incident(recorded.id);
  const input: RespondToIncidentInput = {
    incidentId: recorded.id, requestEventId: recorded.eventId, correlationId: recorded.metadata.$correlationId,
    actor: recorded.metadata.actor, policy,
  };
  const start = () =>
    startOnce(temporal, workflowNames.respondToIncident, {
      workflowId, ...carriedBy, workflowIdReusePolicy: "ALLOW_DUPLICATE", args: [input], ...begins,
    });
  const tell = () => signalIfRunning(temporal, { workflowId, signal: signalNames.incidentChanged });
  // Reopened before the response had ended: the running one goes on. It may end between the two calls: then it can be started.
  if (!(await start()) && !(await tell()) && !(await start())) await tell();
}

const acknowledged = ({ id }: RecordedEvent, { temporal }: Reaction): Promise<boolean> =>
  signalIfRunning(temporal, { workflowId: workflowIds.page(id), signal: signalNames.acknowledged });

/** A provider's word need not be waited for any longer. */
const receipt = ({ id }: RecordedEvent, key: string, { temporal }: Reaction): Promise<boolean> =>
  signalIfRunning(temporal, { workflowId: workflowIds.page(id), signal: signalNames.receipt, args: [key] });

/** Whoever had a page that is handed on is told. */
export const handedOn: Messages = {
  PageHandedOn: ({ event: { data }, eventId, metadata }) => ({
    workflowId: workflowIds.handedOn(eventId), workflow: workflowNames.tellOfPage,
    input: { ...data, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor } satisfies TellOfPageInput,
  }),
};
const tellOfHandingOn = bring(handedOn).PageHandedOn;

/** Incidents are answered; whoever asked for a page, it is sent; an answer stops it and becomes the incident's milestone. */
export const responseReactions: WorkflowSlice["reactions"] = {
  IncidentDeclared: callAndAnswer,
  IncidentReopened: answerAgain,
  IncidentStateChanged: look,
  IncidentMerged: look,
  SeveritySet: look,
  RoleTaken: look,
  RoleLeft: look,
  EntryAdded: look,
  UpdatePosted: look,
  UpdateWithdrawn: look,
  ServicesNamed: look,
  PageRequested: ({ event, eventId, metadata }, { temporal }) => {
    const { pageId, incidentId, policy } = event.data;
    return startPaging(temporal, {
      pageId, incidentId, policy, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
    });
  },
  // One that waits for hours to begin is called for anew by then: its response waits for that moment from here on.
  PageStepClaimed: async ({ id, event: { data } }, reaction) => {
    if (data.urgency?.level === "low") await lookAtIncidentOf(id, reaction);
  },
  // What waits for hours is not to wait for what they were before.
  SupportHoursSet: async (_, reaction) => {
    for (const pageId of await waitingForHours(reaction.log)) await lookAtIncidentOf(pageId, reaction);
  },
  PageAcknowledged: async (recorded, reaction) => {
    await acknowledged(recorded, reaction);
    if (!recorded.event.data.late) await recordAcknowledgement(recorded, reaction);
  },
  PageDelivered: async (recorded, reaction) => void (await receipt(recorded, recorded.event.data.key, reaction)),
  PageNotDelivered: async (recorded, reaction) => void (await receipt(recorded, recorded.event.data.key, reaction)),
  PageStopped: async (recorded, reaction) => void (await acknowledged(recorded, reaction)),
  // What it called for goes on with another page, and its incident looks again.
  PageHandedOn: async (recorded, reaction) => {
    await acknowledged(recorded, reaction);
    await tellOfHandingOn?.(recorded, reaction);
  },
  LookAgainSet: async (recorded, reaction) => {
    const input = lookingAgainOf(recorded);
    if (input !== null) await startLooking(reaction, input, { again: false });
  },
};

/** The response that a page belongs to looks again. */
async function lookAtIncidentOf(pageId: string, { log, temporal }: Reaction): Promise<void> {
  const { events } = await log.read(streamName("page", pageId), { max: 1 });
  const request = events[0]?.event;
  if (request?.type !== "PageRequested") return;
  await signalIfRunning(temporal, { workflowId: workflowIds.incident(request.data.incidentId), signal: signalNames.incidentChanged });
}

/** Pages whose newest step waits for support hours, and that nothing has ended. */
const waiting: Gathering<Set<string>> = {
  filter: { types: ["PageStepClaimed", "PageAcknowledged", "PageStopped", "PageHandedOn"] },
  nothing: () => new Set(),
  note: (found, { event, id }) => {
    if (event.type === "PageStepClaimed" && event.data.urgency?.level === "low") found.add(id);
    else found.delete(id);
  },
};

const waitingForHours = async (log: Log): Promise<readonly string[]> => [...(await gathered(log, waiting))];

/** The first human answer is a milestone of the incident. */
async function recordAcknowledgement(recorded: RecordedEvent, { log, now, temporal }: Reaction): Promise<void> {
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
