import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

const chatFields = graphql(`
  fragment ChatFields on Chat { id name isTold takesCommands answerHost upTo connected commandUrl revision services { id slug } }
`);
/** A room of a chat. */
export type Chat = ResultOf<typeof chatFields>;

export const chatsDocument = graphql(`query Chats { chats { ...ChatFields } }`, [chatFields]);
export const chatDocument = graphql(`
  query Chat($id: ID!) { chat(id: $id) { ...ChatFields users { id name user linked changedAt person { id name } } } }
`, [chatFields]);
export const chatLinkDocument = graphql(`query ChatLink($token: String!) { chatLinkAsked(token: $token) { name user chat } }`);
/** Somebody who speaks from a chat. */
export type ChatUser = NonNullable<ResultOf<typeof chatDocument>["chat"]>["users"][number];
export const chatEvents = ["ChatConnected", "ChatDisconnected", "ChatUserLinked", "ChatUserUnlinked"];

export const connectChat = command("connectChat", "chat { id } url");
export const disconnectChat = command("disconnectChat");
export const linkChatUser = command("linkChatUser");
export const unlinkChatUser = command("unlinkChatUser");
