import type { RecordedEvent } from "@ballast/eventlog";
import { workflowIds, workflowNames, type TellChatsInput } from "@ballast/schema/workflows";
import type { Message, Messages } from "../reactor/openMessages.ts";
import { afterCallsMs } from "./callAtOnce.ts";

const news = ({ id, event, eventId, metadata }: RecordedEvent): Message => ({
  workflowId: workflowIds.chats(eventId), workflow: workflowNames.tellChats,
  input: {
    incidentId: id, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
  } satisfies TellChatsInput,
  ...(event.type === "IncidentDeclared" && { waitsMs: afterCallsMs }),
});

/** What chats are told of incidents: what happens to one as a whole, and what is said of it. */
export const chatNews: Messages = {
  IncidentDeclared: news, IncidentReopened: news, IncidentStateChanged: news, IncidentMerged: news, SeveritySet: news, UpdatePosted: news,
};
