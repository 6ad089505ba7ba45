import type { ChatCommandEvent, ChatEvent, ChatUserEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import type { Known } from "../graphql/context.ts";
import type { Slice } from "../slice.ts";
import { chatMutations } from "./chatMutations.ts";
import { chatRoute } from "./chatRoute.ts";
import { chatById, ChatQueries, chatUserById, ChatUserQueries, toChat, toChatUser } from "./chatType.ts";

const sentences: Sentences<ChatEvent | ChatUserEvent | ChatCommandEvent> = {
  ChatConnected: ({ name }, { by }) => `${by} connected the chat ${name}`,
  ChatDisconnected: ({ reason }, { by }) => `${by} disconnected a chat${because(reason)}`,
  ChatUserLinked: ({ name, personId }, { person }) => `${person(personId)} is ${name === "" ? "somebody" : name} in a chat`,
  ChatUserUnlinked: ({ personId }, { by, person }) => `${by} unlinked ${person(personId)} from a chat`,
  ChatCommandAnswered: ({ verb }, { by }) => `${by} asked in a chat: ${verb}`,
};

const telling: Telling<ChatEvent | ChatUserEvent | ChatCommandEvent> = {
  ChatConnected: "followers", ChatDisconnected: "followers", ChatUserLinked: "followers", ChatUserUnlinked: "followers",
  ChatCommandAnswered: { silent: "what it led to has events of its own" },
};

const shown: Known["shown"] = {
  ChatConnected: ({ sealedWebhook, sealedSigningSecret, ...data }) => ({
    ...data, isTold: sealedWebhook !== null, takesCommands: sealedSigningSecret !== null,
  }),
  ChatCommandAnswered: ({ sealedAnswer, ...data }) => data,
};

/** Chats: they hear of incidents, and people speak to Ballast from them. */
export const chatSlice = {
  records: {
    Chat: {
      category: "chat", find: chatById, of: toChat, name: (scope, id) => chatById(scope, id)?.name ?? "a chat", view: "chats",
      history: { none: "what lets others in stands in its events" }, search: { none: "there are few" }, servicesOf: null,
    },
    ChatUser: {
      category: "chatUser", find: chatUserById, of: toChatUser, name: (scope, id) => chatUserById(scope, id)?.name ?? "somebody in a chat",
      view: { none: "they stand with their chat", instead: "/chats" }, history: { none: "it stands in the log" },
      search: { none: "they stand with their chat" }, servicesOf: null,
    },
  },
  resolvers: [ChatQueries, ChatUserQueries],
  mutations: chatMutations,
  routes: [chatRoute],
  sentences,
  telling,
  shown,
} satisfies Slice;
