import { proxyActivities } from "@temporalio/workflow";
import type { TellChatsInput } from "@ballast/schema/workflows";
import type { ChatActivities } from "./chats.activities.ts";
import { responseOptions } from "./options.ts";

const { chatsToTell } = proxyActivities<ChatActivities>({
  ...responseOptions, retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
});
// A chat that is away for a quarter of an hour has missed it: what is told later is no news.
const { tellChat } = proxyActivities<ChatActivities>({
  ...responseOptions, retry: { initialInterval: "2 seconds", backoffCoefficient: 2, maximumInterval: "2 minutes", maximumAttempts: 12 },
});

/** Something happened to an incident: each chat that hears of it is told by itself, and holds up no other. */
export async function tellChats(input: TellChatsInput): Promise<void> {
  const chats = await chatsToTell(input);
  await Promise.allSettled(chats.map((chatId) => tellChat({ ...input, chatId })));
}
