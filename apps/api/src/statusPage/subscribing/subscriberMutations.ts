import { Rejection } from "@ballast/domain";
import { subscriberDecider } from "@ballast/domain/subscriber";
import { foldRecord, subscriberIdOf, webhookSecretOf } from "@ballast/eventlog";
import type { StatusPageRow } from "@ballast/readmodel/statusPage";
import { line, type SubscriberScope } from "@ballast/schema";
import { z } from "zod";
import { actorOf } from "../../auth/principal.ts";
import { defineMutation, type Mutation } from "../../commands/defineMutation.ts";
import { field, idField, listOf, otherwise, partIdField, reasonField, wordField } from "../../commands/inputFields.ts";
import type { ApiContext } from "../../graphql/context.ts";
import { servicesOfStatusPage } from "../statusPageMutations.ts";
import { SubscriberChannelEnum } from "./subscriberResolver.ts";
import { addressFor, keepReach, MOST_SUBSCRIBERS } from "./subscriptions.ts";

const pageField = idField("StatusPage", "The page.");
const namesField = (description: string) => otherwise(listOf(field(() => String, line, description)), []);

function pageOf({ readModel }: ApiContext, statusPageId: string): StatusPageRow {
  const row = readModel.statusPages.get(statusPageId);
  if (row === undefined) throw new Rejection("NOT_FOUND", "there is no such status page", ["statusPageId"]);
  return row;
}

/** What is named, by what readers call it: by name or by id. */
function scopeNamed(page: StatusPageRow, components: readonly string[], groups: readonly string[]): SubscriberScope {
  const placed = {
    components: page.components.map(({ componentId: id, name }) => ({ id, name })),
    groups: page.groups.map(({ groupId: id, name }) => ({ id, name })),
  };
  const idIn = (path: keyof typeof placed) => (given: string): string => {
    const found = placed[path].find(({ id, name }) => id === given || name.toLowerCase() === given.toLowerCase());
    if (found === undefined) throw new Rejection("NOT_FOUND", `${page.name} has no ${path.slice(0, -1)} "${given}"`, [path]);
    return found.id;
  };
  return { componentIds: [...new Set(components.map(idIn("components")))], groupIds: [...new Set(groups.map(idIn("groups")))] };
}

const addSubscriber = defineMutation({
  name: "addSubscriber",
  description:
    "Adds who agreed elsewhere to hear of a status page, or changes of what they hear: nothing asks them to confirm it. One address by one channel is one subscriber.",
  permission: "subscriber.write",
  record: "StatusPage",
  secrets: ["address"],
  input: {
    statusPageId: pageField,
    channel: wordField(SubscriberChannelEnum, "How they hear of it."),
    address: field(() => String, z.string().trim().min(1).max(2_000), "Where: a mail address, or a webhook's https address."),
    components: namesField("Names of the components that they hear of; with no group either: everything."),
    groups: namesField("Names of the groups that they hear of, with whatever comes to them."),
    reason: reasonField("Where they agreed to it."),
  },
  extras: {
    subscriberId: { type: () => String, nullable: false, description: "Its id." },
    secret: { type: () => String, nullable: true, description: "What messages to a webhook are signed with (Standard Webhooks)." },
  },
  touches: ({ statusPageId }, context) => servicesOfStatusPage(context, statusPageId),
  async act(run, { statusPageId, channel, address: given, components, groups, reason }, context) {
    const page = pageOf(context, statusPageId);
    const address = addressFor(channel, given);
    if (address === null)
      throw new Rejection("INVALID_INPUT", `"${given}" is no ${channel === "mail" ? "mail address" : "address of a webhook"}`, ["address"]);
    const scope = scopeNamed(page, components, groups);
    const subscriberId = subscriberIdOf(context.keys, { statusPageId, channel, address });
    const { subscribers } = context.readModel;
    if (subscribers.get(subscriberId) === undefined && subscribers.heard(statusPageId) >= MOST_SUBSCRIBERS)
      throw new Rejection("TOO_LARGE", `${String(MOST_SUBSCRIBERS)} hear of ${page.name}: those are the most`, ["statusPageId"]);
    const extras = { subscriberId, secret: channel === "webhook" ? webhookSecretOf(context.keys, subscriberId) : null };
    // Repeated, it does not bring back an address that was taken away since.
    if (await run.earlier(subscriberDecider, subscriberId)) return { id: statusPageId, ...extras };
    await keepReach(context, { subscriberId, address }, actorOf(run.principal));
    await run.handle({
      aggregate: subscriberDecider, id: subscriberId,
      command: { type: "AddSubscriber", subscriberId, statusPageId, channel, scope, reason },
    });
    return { id: statusPageId, ...extras };
  },
});

const removeSubscriber = defineMutation({
  name: "removeSubscriber",
  description: "Somebody hears of a status page no more, and their address is taken away.",
  permission: "subscriber.write",
  record: "StatusPage",
  input: { statusPageId: pageField, subscriberId: partIdField("Who, by their id.") },
  touches: ({ statusPageId }, context) => servicesOfStatusPage(context, statusPageId),
  async act(run, { statusPageId, subscriberId }, context) {
    const there = await foldRecord(context.log, subscriberDecider, subscriberId);
    if (there.status === "absent" || there.statusPageId !== statusPageId)
      throw new Rejection("NOT_FOUND", "nobody of that id hears of this page", ["subscriberId"]);
    if (await run.earlier(subscriberDecider, subscriberId)) return { id: statusPageId };
    await keepReach(context, { subscriberId, address: null }, actorOf(run.principal));
    await run.handle({ aggregate: subscriberDecider, id: subscriberId, command: { type: "RemoveSubscriber", subscriberId, by: "hand" } });
    return { id: statusPageId };
  },
});

export const subscriberMutations: readonly Mutation[] = [addSubscriber, removeSubscriber];
