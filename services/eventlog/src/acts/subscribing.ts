import { randomUUID } from "node:crypto";
import { reachDecider, subscriberDecider } from "@ballast/domain/subscriber";
import { streamName, type SubscriberChannel } from "@ballast/schema";
import type { Log } from "../connectLog.ts";
import { handle, type HandlingContext } from "../handle.ts";
import { idOf } from "../ids.ts";
import type { KeyRing } from "../keyRing.ts";
import { foldRecord } from "../record.ts";

/** An address as two of the same are the same: mail whatever its case, a webhook as its URL is asked for, without a fragment. */
function sameAddress(channel: SubscriberChannel, address: string): string {
  if (channel === "mail") return address.trim().toLowerCase();
  const url = new URL(address.trim());
  url.hash = "";
  return url.href;
}

/** Whose address this is on a page. Who has not the installation's key cannot tell by the id whether somebody is there. */
export const subscriberIdOf = (
  keys: KeyRing,
  { statusPageId, channel, address }: { readonly statusPageId: string; readonly channel: SubscriberChannel; readonly address: string },
): string => idOf(subscriberDecider, statusPageId, channel, keys.sign("subscriber", sameAddress(channel, address)));

/** What stands in the address at which a subscriber's messages are stopped: nobody can guess it, and it holds as long as the key. */
export const stopTokenOf = (keys: KeyRing, subscriberId: string): string => keys.sign("unsubscribe", subscriberId);

/** What stands in the address at which somebody confirms what they asked for. */
export const confirmTokenOf = (keys: KeyRing, subscriberId: string, askId: string): string =>
  keys.sign("confirm", `${subscriberId}.${askId}`);

/** What messages to a webhook are signed with, as Standard Webhooks writes it. */
export const webhookSecretOf = (keys: KeyRing, subscriberId: string): string =>
  `whsec_${Buffer.from(keys.sign("webhook", subscriberId), "base64url").toString("base64")}`;

/** Where a subscriber is reached; null where that was taken away, or was sealed under another key. */
export async function addressOf(log: Log, keys: KeyRing, subscriberId: string): Promise<string | null> {
  const reach = await foldRecord(log, reachDecider, subscriberId);
  return reach.status === "absent" || reach.sealed === null ? null : keys.open(reach.sealed);
}

/** Keeps an address, sealed, or takes it away: the stream keeps its last event only, so that nothing old is left. */
export async function setReach(
  log: Log, { subscriberId, sealed }: { readonly subscriberId: string; readonly sealed: string | null }, context: HandlingContext,
): Promise<void> {
  await log.setMaxCount(streamName("reach", subscriberId), 1);
  // Each try has an id of its own: what was set, taken away and set again is the newest.
  await handle(log, {
    aggregate: reachDecider, id: subscriberId, command: { type: "SetReach", subscriberId, sealed },
    context: { ...context, commandId: randomUUID() },
  });
}
