import type { BallastEvent } from "@ballast/schema";
import { allows } from "../auth/permissions.ts";
import type { Scope } from "../graphql/scope.ts";

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
