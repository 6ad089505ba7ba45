import type { KeyRing } from "@ballast/eventlog";
import { uuid } from "@ballast/schema";
import { sameText } from "../auth/secrets.ts";

/** A way into an incident, as its address has it. */
export interface JoinSecret {
  readonly incidentId: string;
  readonly linkId: string;
}

const signatureOf = (keys: KeyRing, { incidentId, linkId }: JoinSecret): string => keys.sign("joinLink", `${incidentId}.${linkId}`);

/** Where whoever has it is asked to join. It can be told again: what it needs is the installation's key. */
export const joinUrl = ({ keys, publicUrl }: { readonly keys: KeyRing; readonly publicUrl: string }, link: JoinSecret): string =>
  `${publicUrl.replace(/\/$/u, "")}/join/${link.incidentId}.${link.linkId}.${signatureOf(keys, link)}`;

/** The way in that an address is of; null where this installation never gave it. */
export function readJoinSecret(keys: KeyRing, given: string): JoinSecret | null {
  const [incidentId = "", linkId = "", ...rest] = given.split(".");
  if (!uuid.safeParse(incidentId).success || !uuid.safeParse(linkId).success) return null;
  return sameText(rest.join("."), signatureOf(keys, { incidentId, linkId })) ? { incidentId, linkId } : null;
}
