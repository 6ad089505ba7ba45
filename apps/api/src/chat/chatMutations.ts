import { Rejection } from "@ballast/domain";
import { chatDecider, chatUserDecider } from "@ballast/domain/chat";
import { foldRecord, idOf as idFrom } from "@ballast/eventlog";
import { hostName, severity } from "@ballast/schema";
import { z } from "zod";
import { allows } from "../auth/permissions.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, idField, intField, lineField, listOf, optional, otherwise, reasonField } from "../commands/inputFields.ts";
import { registered, serviceField } from "../commands/named.ts";
import { writtenAnew } from "../commands/writtenAnew.ts";
import { readLink } from "./linking.ts";

const secretOf = (schema: z.ZodType<string>, description: string) => optional(field(() => String, schema, description));

const connectChat = defineMutation({
  name: "connectChat",
  description: "Connects a room of a chat, or connects it otherwise: it hears of incidents, and people speak to Ballast from it by a slash command. What of webhook and signing secret is left out stays as it is.",
  permission: "integration.write",
  record: "Chat",
  input: {
    chatId: optional(idField("Chat", "Which one; a new one unless told.")),
    name: lineField("What people call it: #incidents."),
    webhookUrl: secretOf(
      z.url({ protocol: /^https?$/ }).max(2_000), "Slack's incoming webhook of the room, where it is told of incidents.",
    ),
    signingSecret: secretOf(
      z.string().trim().min(16).max(200), "The app's signing secret, by which its slash commands are known to be its own.",
    ),
    answerHost: otherwise(
      field(() => String, hostName, "The host to which answers go that take longer than a chat waits."), "hooks.slack.com",
    ),
    services: otherwise(listOf(serviceField("A service whose incidents it hears of; all of them unless told."), 100), []),
    upTo: otherwise(intField("Of this severity or worse; 3 unless told.", severity), 3),
  },
  secrets: ["webhookUrl", "signingSecret"],
  extras: { url: { type: () => String, nullable: false, description: "The address to enter as the slash command's request URL." } },
  touches: () => null,
  async act(run, { chatId: given, name, webhookUrl, signingSecret, answerHost, services, upTo }, { log, keys, publicUrl }) {
    const id = await writtenAnew(log, chatDecider, { given, fresh: idFrom(chatDecider, run.commandId), field: "chatId" });
    const url = `${publicUrl.replace(/\/$/u, "")}/hooks/chat/${id}`;
    // Sealed anew it would be another text, and a retry another command.
    if (await run.earlier(chatDecider, id)) return { id, url };
    const before = await foldRecord(log, chatDecider, id);
    const kept = before.status === "absent" ? { sealedWebhook: null, sealedSigningSecret: null } : before;
    const known = await Promise.all(services.map((service) => registered(log, service)));
    const same = (sealed: string | null, plain: string | null): string | null =>
      plain === null || (sealed !== null && keys.open(sealed) === plain) ? sealed : keys.seal(plain);
    await run.handle({
      aggregate: chatDecider, id, guarded: true,
      command: {
        type: "ConnectChat", now: run.now, chatId: id, name, answerHost, upTo, serviceIds: known.map(({ serviceId }) => serviceId),
        sealedWebhook: same(kept.sealedWebhook, webhookUrl), sealedSigningSecret: same(kept.sealedSigningSecret, signingSecret),
      },
    });
    return { id, url };
  },
});

const disconnectChat = defineMutation({
  name: "disconnectChat",
  description: "Disconnects a room: it is told nothing more, and nothing is taken from it. Its webhook and secret are forgotten.",
  permission: "integration.write",
  record: "Chat",
  input: { chatId: idField("Chat", "Which one."), reason: reasonField("Why.") },
  touches: () => null,
  async act(run, { chatId, reason }) {
    await run.handle({
      aggregate: chatDecider, id: chatId, guarded: true, command: { type: "DisconnectChat", now: run.now, chatId, reason },
    });
    return { id: chatId };
  },
});

const linkChatUser = defineMutation({
  name: "linkChatUser",
  description: "Says that somebody in a chat is you: what they say there they say with your rights. By the link that the chat shows them, which works once, within ten minutes.",
  permission: "person.self",
  record: "ChatUser",
  input: { token: field(() => String, z.string().min(1).max(2_000), "What stands in the link.") },
  secrets: ["token"],
  touches: () => null,
  async act(run, { token }, { log, keys }) {
    // A token may carry fewer rights than its person, and would give them all away.
    if (run.principal.means === "api-token")
      throw new Rejection("NOT_ALLOWED", "a chat is linked by a person who is signed in, not by a token");
    const { linkId, chatId, team, user, name } = readLink(keys, { token, now: run.now });
    const chat = await foldRecord(log, chatDecider, chatId);
    if (chat.status !== "connected") throw new Rejection("NOT_FOUND", "this chat is not connected any more", ["token"]);
    const id = idFrom(chatUserDecider, chatId, team, user);
    await run.handle({
      aggregate: chatUserDecider, id, guarded: true,
      command: { type: "LinkChatUser", now: run.now, chatUserId: id, chatId, team, user, name, personId: run.by, linkId },
    });
    return { id };
  },
});

const unlinkChatUser = defineMutation({
  name: "unlinkChatUser",
  description: "Somebody in a chat is nobody here any more: by oneself, or by an administrator.",
  permission: "person.self",
  record: "ChatUser",
  input: { chatUserId: idField("ChatUser", "Who.") },
  touches: () => null,
  async act(run, { chatUserId }, { log }) {
    const user = await foldRecord(log, chatUserDecider, chatUserId);
    if (user.status !== "absent" && user.personId !== run.by && !allows(run.principal.roles, "integration.write"))
      throw new Rejection("NOT_ALLOWED", "this is somebody else: they unlink it themselves, or an administrator does", ["chatUserId"]);
    await run.handle({
      aggregate: chatUserDecider, id: chatUserId, guarded: true, command: { type: "UnlinkChatUser", now: run.now, chatUserId },
    });
    return { id: chatUserId };
  },
});

export const chatMutations: readonly Mutation[] = [connectChat, disconnectChat, linkChatUser, unlinkChatUser];
