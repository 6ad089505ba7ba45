import type { RecordedEvent } from "@ballast/eventlog";
import { workflowIds, workflowNames, type TellStakeholdersInput } from "@ballast/schema/workflows";
import type { Message, Messages } from "../reactor/openMessages.ts";
import { afterCallsMs } from "./callAtOnce.ts";

const news = ({ id, event, eventId, metadata }: RecordedEvent): Message => ({
  workflowId: workflowIds.stakeholders(eventId), workflow: workflowNames.tellStakeholders,
  input: {
    incidentId: id, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
  } satisfies TellStakeholdersInput,
  ...(event.type === "IncidentDeclared" && { waitsMs: afterCallsMs }),
});

/** What is news to whoever is told of incidents without being called: what happens to one as a whole, no entries and edits. */
export const stakeholderNews: Messages = {
  IncidentDeclared: news, IncidentReopened: news, IncidentStateChanged: news, IncidentMerged: news, SeveritySet: news, UpdatePosted: news,
};
