import type { ChatUserEvent, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";

/** Somebody in a chat who is, or was, somebody here. */
export interface KnownChatUser extends DataOf<"ChatUserLinked"> {
  readonly status: "linked" | "unlinked";
}
export type ChatUser = { readonly status: "absent" } | KnownChatUser;

export type ChatUserCommand =
  | ({ readonly type: "LinkChatUser"; readonly now: string } & DataOf<"ChatUserLinked">)
  | ({ readonly type: "UnlinkChatUser"; readonly now: string } & Pick<DataOf<"ChatUserUnlinked">, "chatUserId">);

function evolve(user: ChatUser, event: ChatUserEvent): ChatUser {
  if (event.type === "ChatUserLinked") return { status: "linked", ...event.data };
  return user.status === "absent" ? user : { ...user, status: "unlinked" };
}

function decide(command: ChatUserCommand, user: ChatUser): readonly ChatUserEvent[] {
  if (command.type === "UnlinkChatUser") {
    if (user.status === "absent") throw new Rejection("NOT_FOUND", "nobody is linked so", ["chatUserId"]);
    const { chatUserId, personId } = user;
    return user.status === "unlinked" ? [] : [{ type: "ChatUserUnlinked", data: { chatUserId, personId } }];
  }
  const { type, now, ...data } = command;
  if (user.status !== "absent" && user.linkId === data.linkId) {
    if (user.status === "linked" && user.personId === data.personId) return [];
    throw new Rejection("INVALID_INPUT", "this link was used: ask for another one in the chat", ["token"]);
  }
  return [{ type: "ChatUserLinked", data }];
}

/** Somebody in a chat, by what the chat calls them. */
export const chatUserDecider = aggregate("chatUser", {
  initialState: { status: "absent" } as ChatUser, evolve, decide,
  keyOf: (chatId: string, team: string, user: string) => [chatId, team, user],
});
