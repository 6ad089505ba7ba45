import { chatDecider, chatUserDecider, type Chat, type ChatUser } from "@ballast/domain/chat";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type RowOf } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** A room of a chat, what lets others in sealed: views show none of that. */
export type ChatRow = RowOf<Chat> & { readonly changedAt: string };
/** Somebody in a chat who is somebody here, and since when. */
export type ChatUserRow = RowOf<ChatUser> & { readonly changedAt: string };

const room = rowIsState(chatDecider, ({ metadata }) => ({ changedAt: metadata.occurredAt }));
const user = rowIsState(chatUserDecider, ({ metadata }) => ({ changedAt: metadata.occurredAt }));

// What is sealed leaves no history here; the log has it.
const chatProjection = defineProjection({
  kind: "chat", history: false,
  columns: {
    name: { type: "text", of: (row: ChatRow) => row.name.toLowerCase(), index: true },
    connected: { type: "integer", of: (row) => Number(row.status === "connected") },
  },
  handlers: { ChatConnected: room, ChatDisconnected: room },
});
const chatUserProjection = defineProjection({
  kind: "chatUser",
  columns: {
    chatId: { type: "text", of: (row: ChatUserRow) => row.chatId, index: true },
    personId: { type: "text", of: (row) => row.personId, index: true },
    linked: { type: "integer", of: (row) => Number(row.status === "linked") },
  },
  handlers: { ChatUserLinked: user, ChatUserUnlinked: user },
});

/** Queries over chats, as they are now. */
export type ChatQueries = ReturnType<typeof chatQueries>;

function chatQueries(db: () => Database) {
  const [rooms, users] = [tableOf(db, chatProjection), tableOf(db, chatUserProjection)];
  return {
    get: (id: string) => rooms.get(id),
    user: users.get,
    /** Those that are connected, by name. */
    all: () => rooms.all([is("connected", 1)], { sort: { column: "name", descending: false } }),
    /** Who is somebody here: of a chat, of a person, or of all. */
    users: ({ chatId, personId, asOf }: {
      readonly chatId?: string | undefined; readonly personId?: string | undefined; readonly asOf?: AsOf | undefined;
    }) => users.all([is("chatId", chatId), is("personId", personId), is("linked", 1)], { asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly chats: ChatQueries;
  }
  interface Rows {
    readonly chat: ChatRow;
    readonly chatUser: ChatUserRow;
  }
}

/** Chats that hear of incidents, and who speaks from them. */
export const chatSlice = defineSlice({ projections: [chatProjection, chatUserProjection], queries: { chats: chatQueries } });
