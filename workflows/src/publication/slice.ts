import { incidentDecider } from "@ballast/domain";
import { publicationDecider, UNDO_MS } from "@ballast/domain/publication";
import { handle, idOf, ids, type RecordedEvent } from "@ballast/eventlog";
import type { PublicationSubject } from "@ballast/schema";
import {
  workflowIds, workflowNames, type AskToConfirmInput, type SendMailingInput, type TellSubscribersInput,
} from "@ballast/schema/workflows";
import { bring, openMessages, type Message, type Messages } from "../reactor/openMessages.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { publishingActivities } from "./publishing.activities.ts";
import { releasingActivities } from "./releasing.activities.ts";

const requestedBy = ({ eventId, metadata }: Pick<RecordedEvent, "eventId" | "metadata">) => ({
  requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
});

/** A run that waits until it cannot be taken back any more, and lets it go out. */
function telling(recorded: RecordedEvent, subject: PublicationSubject, occasion: string): Message {
  const publicationId = idOf(publicationDecider, subject, occasion);
  const input: TellSubscribersInput = {
    publicationId, subject, waitUntil: new Date(Date.parse(recorded.metadata.recordedAt) + UNDO_MS).toISOString(), ...requestedBy(recorded),
  };
  return { workflowId: workflowIds.publication(publicationId), workflow: workflowNames.tellSubscribers, input };
}

/** What comes from elsewhere is history: nobody is told of it. */
const isImported = ({ metadata: { source } }: Pick<RecordedEvent, "metadata">): boolean => source !== undefined;

const messages: Messages = {
  UpdatePosted(recorded) {
    const { incidentId, updateId, visibility } = recorded.event.data;
    if (visibility !== "public" || isImported(recorded)) return null;
    return telling(recorded, { kind: "update", incidentId, updateId, maintenanceId: null }, "");
  },
  /** What was said to the public while it had no impact was told to nobody: it is once the incident stands on a page. */
  PublicImpactSet(recorded) {
    const { incidentId, from, to } = recorded.event.data;
    if (from !== "none" || to === "none" || isImported(recorded)) return null;
    return telling(recorded, { kind: "update", incidentId, updateId: null, maintenanceId: null }, recorded.eventId);
  },
  IncidentStateChanged(recorded) {
    const { incidentId, to } = recorded.event.data;
    if (to !== "resolved" || isImported(recorded)) return null;
    return telling(recorded, { kind: "resolved", incidentId, updateId: null, maintenanceId: null }, recorded.eventId);
  },
  IncidentMerged(recorded) {
    const { incidentId } = recorded.event.data;
    if (isImported(recorded)) return null;
    return telling(recorded, { kind: "merged", incidentId, updateId: null, maintenanceId: null }, recorded.eventId);
  },
  /** Once: other words for it, or other times, are no news. */
  MaintenanceAnnounced(recorded) {
    const { maintenanceId } = recorded.event.data;
    return isImported(recorded) ? null : telling(recorded, { kind: "announced", incidentId: null, updateId: null, maintenanceId }, "");
  },
  MailingListed(recorded) {
    const { mailingId } = recorded.event.data;
    const input: SendMailingInput = { mailingId, ...requestedBy(recorded) };
    return { workflowId: workflowIds.mailing(mailingId), workflow: workflowNames.sendMailing, input };
  },
  SubscriptionAsked(recorded) {
    const { subscriberId, statusPageId, askId } = recorded.event.data;
    const input: AskToConfirmInput = { subscriberId, statusPageId, askId, ...requestedBy(recorded) };
    return { workflowId: workflowIds.confirmation(askId), workflow: workflowNames.askToConfirm, input };
  },
};

/** What subscribers of status pages are told: nobody waits for it, and pages go before it. */
export const publicationSlice: WorkflowSlice = {
  reactions: {
    ...bring(messages),
    /** Who takes it back writes two records: where they were lost in between, the incident hears of it here. */
    async PublicationWithdrawn({ event: { data: { incidentId, updateId } }, eventId, metadata }, { log, now }) {
      if (incidentId === null || updateId === null) return;
      await handle(log, {
        aggregate: incidentDecider, id: incidentId,
        command: { type: "WithdrawUpdate", now: now().toISOString(), incidentId, updateId },
        context: {
          commandId: ids.command("withdrawn", eventId), actor: metadata.actor, now: now().toISOString(),
          correlationId: metadata.$correlationId, causationId: eventId,
        },
      });
    },
  },
  follow: () => [openMessages(messages)],
  activities: { delivery: releasingActivities, publishing: publishingActivities },
};
