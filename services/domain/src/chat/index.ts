export { chatCommandDecider, chatDecider, type Chat, type ChatCommand, type ConnectedChat } from "./chatDecider.ts";
export { chatUserDecider, type ChatUser, type KnownChatUser } from "./chatUserDecider.ts";
export { readChatCommand, type AskedInChat } from "./readChatCommand.ts";
