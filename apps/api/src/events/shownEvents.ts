import type { BallastEvent } from "@ballast/schema";
import { allows } from "../auth/permissions.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";
import { mayKnow } from "../incident/visibleIncidents.ts";

/** Whether an id is that of an incident which the scope must not know of. */
const isHiddenIncident = oncePerScope((scope, id): boolean => scope.context.readModel.incidents.get(id)?.private === true && !mayKnow(scope, id));

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A value with every id of a hidden incident blanked: holds, links, numbers and others name incidents. */
function withoutHidden(value: unknown, scope: Scope): unknown {
  if (typeof value === "string") return uuidPattern.test(value) && isHiddenIncident(scope, value) ? "" : value;
  if (Array.isArray(value)) return value.map((one) => withoutHidden(one, scope));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutHidden(inner, scope)]));
}

/** Whether somebody may see this event in full: its story, too, leads to an incident that it names. */
export const namesHidden = ({ data }: BallastEvent, scope: Scope): boolean => scope.viewer !== "all" && JSON.stringify(withoutHidden(data, scope)) !== JSON.stringify(data);

/** A payload without what lets others in or write to people, and without what names private incidents to others. */
export function shownData(event: BallastEvent, scope: Scope): object {
  const data = withoutSecrets(event, scope);
  return scope.viewer === "all" ? data : Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withoutHidden(value, scope)]));
}

function withoutSecrets(event: BallastEvent, { principal }: Scope): object {
  switch (event.type) {
    case "CredentialSet":
      return { ...event.data, hash: "" };
    case "IntegrationAdded":
      return { ...event.data, keyHash: null, sealedSecret: null };
    case "SignInsFailed":
      return allows(principal.roles, "person.write") ? event.data : { ...event.data, addresses: [] };
    case "PersonJoined":
    case "ContactsSet":
      if (allows(principal.roles, "person.write") || event.data.personId === principal.person.id) return event.data;
      return { ...event.data, contacts: { ...event.data.contacts, chatWebhookUrl: null } };
    case "PageSent":
      return { ...event.data, address: event.data.channel === "mail" ? event.data.address : "" };
    default:
      return event.data;
  }
}
