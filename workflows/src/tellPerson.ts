import { personDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { OutsideChannel, Text } from "@ballast/notifications";
import type { WorkerParts } from "./parts.ts";

/** What somebody is told; `key` names the message, so that a repetition can be dropped by whoever receives it. */
export interface Note {
  readonly text: Text;
  readonly key: string;
  readonly signal: AbortSignal;
}

/**
 * Tells a person by every channel they have. A notice, not a page: a channel that does not take it holds up neither the
 * other nor the work it is about. Answers which took it; null for who is not here any more.
 */
export async function tellPerson(
  parts: WorkerParts,
  personId: string,
  { text, key, signal }: Note,
): Promise<readonly OutsideChannel[] | null> {
  const person = await foldRecord(parts.log, personDecider, personId);
  if (person.status !== "active") return null;
  const addresses = [["mail", person.contacts.email], ["chat", person.contacts.chatWebhookUrl]] as const;
  const told = await Promise.all(addresses.map(async ([channel, to]) => {
    if (to === null) return [];
    try {
      await parts.notifier.deliver({ channel, to, ...text, key: `${key}/${channel}`, signal });
      return [channel];
    } catch (error) {
      signal.throwIfAborted();
      parts.logger.warn({ err: error, channel, key }, "somebody was not told by this channel");
      return [];
    }
  }));
  return told.flat();
}
