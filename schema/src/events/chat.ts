import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, reason, severity, text, uuid } from "../scalars.ts";

/** A host as URLs have it, without a port. */
export const hostName = z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/, "write a host, as hooks.slack.com");

/** A room of a chat that hears of incidents, and from which people speak to Ballast. What lets others in is sealed. */
export const chatEvents = {
  ChatConnected: defineEvent({
    type: "ChatConnected",
    schema: z.object({
      chatId: uuid, name: line,
      /** Where it is told, as Slack's incoming webhooks are; null: it is told nothing. */
      sealedWebhook: text.nullable(),
      /** What its slash commands are signed with; null: none are taken. */
      sealedSigningSecret: text.nullable(),
      /** The only host to which an answer goes that took too long. */
      answerHost: hostName,
      /** Whose incidents it hears of; empty: everybody's. */
      serviceIds: z.array(uuid).max(100),
      /** Of this severity or worse. */
      upTo: severity,
    }),
  }),
  ChatDisconnected: defineEvent({ type: "ChatDisconnected", schema: z.object({ chatId: uuid, reason }) }),
};
export type ChatEvent = EventsOf<typeof chatEvents>;

const id = { chatUserId: uuid };

/** Somebody in a chat who is somebody here: what they say there they say with that person's rights. */
export const chatUserEvents = {
  /** `linkId`: the link that was pressed, which works once. */
  ChatUserLinked: defineEvent({
    type: "ChatUserLinked",
    schema: z.object({
      ...id, chatId: uuid, team: z.string().max(100), user: z.string().min(1).max(100), name: z.string().max(200), personId: uuid,
      linkId: uuid,
    }),
  }),
  ChatUserUnlinked: defineEvent({ type: "ChatUserUnlinked", schema: z.object({ ...id, personId: uuid }) }),
};
export type ChatUserEvent = EventsOf<typeof chatUserEvents>;

/** A command that came from a chat, once: sent again, it gets the answer that stands here, sealed, as it may tell of anything. */
export const chatCommandEvents = {
  ChatCommandAnswered: defineEvent({
    type: "ChatCommandAnswered",
    schema: z.object({
      chatCommandId: uuid, chatId: uuid, personId: uuid, verb: z.string().max(40), at: instant, sealedAnswer: z.string().max(40_000),
    }),
  }),
};
export type ChatCommandEvent = EventsOf<typeof chatCommandEvents>;
