import type { RecordedEvent } from "@ballast/eventlog";
import type { BallastEvent } from "@ballast/schema";
import { allows } from "../auth/permissions.ts";
import type { Scope } from "../graphql/scope.ts";
import { mayKnow } from "../incidents/visibleIncidents.ts";

/** Whether a scope may see an event: those of private incidents and of their pages only who may know of the incident. */
export function mayRead(recorded: RecordedEvent, scope: Scope): boolean {
  const incidentId = incidentOf(recorded, scope);
  return incidentId === null || mayKnow(scope, incidentId);
}

function incidentOf({ category, id, event }: RecordedEvent, { context }: Scope): string | null {
  if (category === "incident") return id;
  if (category !== "page") return null;
  return event.type === "PageRequested" ? event.data.incidentId : (context.readModel.pages.get(id)?.incidentId ?? null);
}

/** A payload without what lets others in or write to people. */
export function shownData(event: BallastEvent, { principal }: Scope): object {
  switch (event.type) {
    case "CredentialSet":
      return { ...event.data, hash: "" };
    case "IntegrationAdded":
      return { ...event.data, keyHash: null, sealedSecret: null };
    case "PersonJoined":
    case "ContactsSet":
      if (event.data.personId === principal.person.id || allows(principal.roles, "person.write")) return event.data;
      return { ...event.data, contacts: { ...event.data.contacts, chatWebhookUrl: null } };
    case "PageSent":
      return { ...event.data, address: event.data.channel === "mail" ? event.data.address : "" };
    default:
      return event.data;
  }
}
