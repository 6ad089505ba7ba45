import type { ChatCommandEvent, ChatEvent, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** A room that was connected; nothing that lets others in is kept of one that was disconnected. */
export interface ConnectedChat extends DataOf<"ChatConnected"> {
  readonly status: "connected" | "disconnected";
}
export type Chat = { readonly status: "absent" } | ConnectedChat;

export type ChatCommand =
  /** Connects one, or connects it otherwise. */
  | ({ readonly type: "ConnectChat"; readonly now: string } & DataOf<"ChatConnected">)
  | ({ readonly type: "DisconnectChat"; readonly now: string } & DataOf<"ChatDisconnected">);

function evolve(chat: Chat, event: ChatEvent): Chat {
  if (event.type === "ChatConnected") return { status: "connected", ...event.data };
  return chat.status === "absent" ? chat : { ...chat, status: "disconnected", sealedWebhook: null, sealedSigningSecret: null };
}

function decide(command: ChatCommand, chat: Chat): readonly ChatEvent[] {
  if (command.type === "ConnectChat") {
    const { type, now, ...data } = command;
    if (chat.status === "disconnected")
      throw new Rejection("INVALID_INPUT", `${chat.name} was disconnected: connect another one`, ["chatId"]);
    if (data.sealedWebhook === null && data.sealedSigningSecret === null)
      throw new Rejection("INVALID_INPUT", "give its webhook, its signing secret, or both: else it hears and says nothing", ["webhookUrl"]);
    const connected: ChatEvent = { type: "ChatConnected", data };
    return sameContent(chat, evolve(chat, connected)) ? [] : [connected];
  }
  if (chat.status === "absent") throw new Rejection("NOT_FOUND", "there is no such chat", ["chatId"]);
  const { type, now, ...data } = command;
  return chat.status === "disconnected" ? [] : [{ type: "ChatDisconnected", data }];
}

/** A room of a chat. */
export const chatDecider = aggregate("chat", {
  initialState: { status: "absent" } as Chat, evolve, decide, keyOf: (commandId: string) => [commandId],
});

type Answered = { readonly status: "absent" } | ({ readonly status: "answered" } & DataOf<"ChatCommandAnswered">);

/** What came from a chat once: the first answer stands. */
export const chatCommandDecider = aggregate("chatCommand", {
  initialState: { status: "absent" } as Answered,
  evolve: (before: Answered, { data }: ChatCommandEvent): Answered =>
    (before.status === "absent" ? { status: "answered", ...data } : before),
  decide: (
    { type, now, ...data }: { readonly type: "AnswerChatCommand"; readonly now: string } & DataOf<"ChatCommandAnswered">, before: Answered,
  ): readonly ChatCommandEvent[] => (before.status === "absent" ? [{ type: "ChatCommandAnswered", data }] : []),
  keyOf: (chatId: string, triggerId: string) => [chatId, triggerId],
});
