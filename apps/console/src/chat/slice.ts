import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** Chats that hear of incidents, and who speaks from them. */
export const chat: Slice = {
  views: [
    view("/chats", () => import("./ChatsView.tsx").then((m) => m.ChatsView)),
    view("/chats/:id", () => import("./ChatView.tsx").then((m) => m.ChatView)),
    view("/chat-link", () => import("./ChatLinkView.tsx").then((m) => m.ChatLinkView)),
  ],
  place: { key: "chats", to: "/chats", label: "Chats", icon: "reviews", keys: "g g", heading: "Settings" },
  records: { chat: { type: "Chat", icon: "reviews", list: "/chats" }, chatUser: { type: "ChatUser", icon: "reviews", list: "/chats" } },
  verbs: [{
    name: "chats", sayings: ["chats", "chat", "connect a chat"],
    offer: (_, { go }) => Promise.resolve([{ id: "chats", title: "Chats", group: "Go to", icon: "reviews", run: () => go("/chats") }]),
  }],
};
