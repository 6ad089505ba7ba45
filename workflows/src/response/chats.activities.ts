import { incidentDecider, type DeclaredIncident } from "@ballast/domain";
import { chatDecider, type ConnectedChat } from "@ballast/domain/chat";
import { foldRecord, gathered, type Gathering } from "@ballast/eventlog";
import { DeliveryRefused, NoAnswer } from "@ballast/notifications";
import { streamName } from "@ballast/schema";
import type { TellChatsInput } from "@ballast/schema/workflows";
import { isolated } from "@ballast/schema/isolated";
import { cancellable, whileAlive } from "../heartbeat.ts";
import type { WorkerParts } from "../parts.ts";
import { redactionFor } from "../redactionFor.ts";
import { saying } from "./stakeholders.activities.ts";

/** What one chat is told. */
export interface TellChatInput extends TellChatsInput {
  readonly chatId: string;
}

/** The activities of `tellChats`. */
export interface ChatActivities {
  /** Ids of the chats that hear of it; of private incidents none does. */
  chatsToTell(input: TellChatsInput): Promise<readonly string[]>;
  /** Tells one of them, once: what may have arrived is not sent again. */
  tellChat(input: TellChatInput): Promise<void>;
}

export const chatActivities = (parts: WorkerParts): ChatActivities => ({
  chatsToTell: (input) => whileAlive(() => chatsToTell(parts, input)),
  tellChat: (input) => cancellable((signal) => tellChat(parts, input, signal)),
});

const isTold = (chat: ConnectedChat, incident: DeclaredIncident): boolean =>
  chat.status === "connected" && chat.sealedWebhook !== null && !incident.declaration.private
  && (incident.severity ?? incident.declaration.severity) <= chat.upTo
  && (chat.serviceIds.length === 0 || chat.serviceIds.some((id) => incident.serviceIds.includes(id)));

/** Every chat that was ever connected. */
const connected: Gathering<Set<string>> = {
  filter: { types: ["ChatConnected"] }, nothing: () => new Set(), note: (found, { id }) => void found.add(id),
};

async function chatsToTell({ log }: WorkerParts, { incidentId }: TellChatsInput): Promise<readonly string[]> {
  const incident = await foldRecord(log, incidentDecider, incidentId);
  if (incident.status !== "declared" || incident.declaration.private) return [];
  const all = [...await gathered(log, connected)];
  const chats = await Promise.all(all.map(async (id) => ({ id, chat: await foldRecord(log, chatDecider, id) })));
  return chats.flatMap(({ id, chat }) => (chat.status !== "absent" && isTold(chat, incident) ? [id] : []));
}

async function tellChat(
  parts: WorkerParts, { incidentId, chatId, requestEventId }: TellChatInput, signal: AbortSignal,
): Promise<void> {
  const incident = await foldRecord(parts.log, incidentDecider, incidentId);
  const chat = await foldRecord(parts.log, chatDecider, chatId);
  if (incident.status !== "declared" || chat.status === "absent" || !isTold(chat, incident)) return;
  const to = chat.sealedWebhook === null ? null : (parts.keys()?.open(chat.sealedWebhook) ?? null);
  if (to === null) return parts.logger.warn({ chatId }, "a chat's webhook cannot be opened: it was sealed under another key");
  const { events } = await parts.log.read(streamName("incident", incidentId));
  const happened = events.find(({ eventId }) => eventId === requestEventId);
  const said = happened === undefined ? null : saying(happened);
  if (said === null) return;
  const redact = await redactionFor(parts, incident);
  const severity = incident.severity === null ? "" : `, severity ${String(incident.severity)}`;
  const drill = incident.declaration.drill ? "DRILL: " : "";
  const subject = redact(`${drill}INC-${String(incident.declaration.number)} ${said.what}${severity}: ${isolated(incident.title)}`);
  try {
    await parts.notifier.deliver({
      channel: "chat", to, subject, text: redact(said.more), link: `${parts.publicUrl}/incidents/${incidentId}`,
      key: `chats/${requestEventId}/${chatId}`, signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    // What will never be taken, and what may have arrived, is not sent again.
    if (!(error instanceof DeliveryRefused) && !(error instanceof NoAnswer)) throw error;
    parts.logger.warn({ err: error, chatId }, "a chat was not told of an incident");
  }
}
