import { randomUUID } from "node:crypto";
import { Rejection } from "@ballast/domain";
import { mayBeAsked, subscriberDecider, type SubscriberCommand } from "@ballast/domain/subscriber";
import { addressOf, foldRecord, handle, ids, setReach, subscriberIdOf } from "@ballast/eventlog";
import type { StatusPageRow } from "@ballast/readmodel/statusPage";
import { subscriberChannel, webLink, type Actor, type SubscriberChannel, type SubscriberScope } from "@ballast/schema";
import { z } from "zod";
import type { ApiServer } from "../../graphql/context.ts";
import { wordsOf } from "../languages/index.ts";

/** So many hear of a page at most; and so many have asked to, and did not confirm it yet. */
export const MOST_SUBSCRIBERS = 20_000;

const mailAddress = z.email().max(254);

/** An address that its channel takes; null for any other text. */
export function addressFor(channel: SubscriberChannel, given: string): string | null {
  const address = given.trim();
  if (channel === "mail") return mailAddress.safeParse(address).success ? address : null;
  const isLink = webLink.safeParse(address).success;
  return isLink && new URL(address).username === "" && new URL(address).password === "" ? address : null;
}

/** What of a page is named by `g:ID`, `c:ID` or `all`; null where nothing of that is on it. */
export function scopeOf({ groups, components }: StatusPageRow, parts: readonly string[]): SubscriberScope | null {
  const named = (kind: string): ReadonlySet<string> =>
    new Set(parts.flatMap((part) => (part.startsWith(`${kind}:`) ? [part.slice(2).toLowerCase()] : [])));
  const [groupIds, componentIds] = [named("g"), named("c")];
  const scope = {
    groupIds: groups.flatMap(({ groupId }) => (groupIds.has(groupId) ? [groupId] : [])),
    componentIds: components.flatMap(({ componentId }) => (componentIds.has(componentId) ? [componentId] : [])),
  };
  if (scope.groupIds.length > 0 || scope.componentIds.length > 0) return scope;
  return groupIds.size > 0 || componentIds.size > 0 ? null : scope;
}

/** Who reads a page and is signed in nowhere. */
export const reader: Actor = { personId: null, name: "A reader", means: "webhook" };
export const byTime: Actor = { personId: null, name: "Subscriptions", means: "system" };

type Server = Pick<ApiServer, "log" | "keys" | "now" | "readModel">;

async function give(server: Server, command: SubscriberCommand, actor: Actor): Promise<string> {
  const commandId = randomUUID();
  const { position } = await handle(server.log, {
    aggregate: subscriberDecider, id: command.subscriberId, command,
    context: { commandId, actor, now: server.now().toISOString(), correlationId: commandId, causationId: ids.part(commandId, "request") },
  });
  return position;
}

/** Notes that somebody asked for updates at this address: a message goes there that asks whether they meant it. */
export async function askFor(
  server: Server,
  { page, channel, address, scope }: {
    readonly page: StatusPageRow; readonly channel: SubscriberChannel; readonly address: string; readonly scope: SubscriberScope;
  },
): Promise<void> {
  const statusPageId = page.id;
  const { subscribers } = server.readModel;
  if (subscribers.unconfirmed(statusPageId) >= MOST_SUBSCRIBERS || subscribers.heard(statusPageId) >= MOST_SUBSCRIBERS)
    throw new Rejection("RATE_LIMITED", "too many hear of this page");
  const subscriberId = subscriberIdOf(server.keys, { statusPageId, channel, address });
  // Where nobody will be asked, no address is kept either: it may have been taken away a minute ago.
  if (!mayBeAsked(await foldRecord(server.log, subscriberDecider, subscriberId), server.now().toISOString())) return;
  // First where they are reached: what asks them finds it there. As they wrote it themselves, where they hear of it already.
  const kept = await addressOf(server.log, server.keys, subscriberId);
  await keepReach(server, { subscriberId, address: kept ?? address }, reader);
  const { message } = wordsOf(page.language);
  await give(server, {
    type: "AskSubscription", subscriberId, statusPageId, channel, scope, askId: randomUUID(), at: server.now().toISOString(),
    asking: { subject: message.confirmSubject(page.name), text: message.confirmText(page.name), link: message.confirmLink },
  }, reader);
}

/** Keeps an address, sealed under the installation's key; null takes it away. */
export async function keepReach(
  { log, keys, now }: Server, { subscriberId, address }: { readonly subscriberId: string; readonly address: string | null }, actor: Actor,
): Promise<void> {
  const commandId = randomUUID();
  await setReach(log, { subscriberId, sealed: address === null ? null : keys.seal(address) }, {
    commandId, actor, now: now().toISOString(), correlationId: commandId, causationId: ids.part(commandId, "request"),
  });
}

/** @throws Rejection NOT_FOUND of what was not asked for, or too long ago */
export const confirm = (server: Server, subscriberId: string, askId: string): Promise<string> =>
  give(server, { type: "ConfirmSubscription", subscriberId, askId, now: server.now().toISOString() }, reader);

/** Nothing is sent any more. The address goes first: where the rest is lost, there is none to send to. */
export async function stop(
  server: Server, subscriberId: string, by: { readonly actor: Actor; readonly as: "themselves" | "time" },
): Promise<void> {
  await keepReach(server, { subscriberId, address: null }, by.actor);
  await give(server, { type: "RemoveSubscriber", subscriberId, by: by.as }, by.actor);
}

/** A channel by its word. */
export const channelOf = (word: string | null): SubscriberChannel | null => subscriberChannel.safeParse(word).data ?? null;
