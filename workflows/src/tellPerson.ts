import { personDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { OutsideChannel, Text } from "@ballast/notifications";
import type { Telling } from "./heartbeat.ts";
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

/** So many people are told at a time. */
const AT_ONCE = 10;

/**
 * Tells several people, some at a time: who is reached by a channel that hangs keeps nobody else waiting for longer than that one's limit.
 * Whom a try before this one has told is left out, so that one whose time was up goes on where it was instead of telling everybody again.
 * @throws what somebody could not be told by, once everybody else was seen to: a try that has failed tells nobody beside the next one
 */
export async function tellEach(
  parts: WorkerParts, people: Iterable<string>,
  { telling, noteOf }: { readonly telling: Telling; readonly noteOf: (personId: string) => Omit<Note, "signal"> },
): Promise<void> {
  const waiting = [...new Set(people)].map((personId) => ({ personId, note: noteOf(personId) }))
    .filter(({ note }) => !telling.done.has(note.key));
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !telling.signal.aborted; next = waiting.shift()) {
      try {
        await tellPerson(parts, next.personId, { ...next.note, signal: telling.signal });
        telling.note(next.note.key);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, lane));
  telling.signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}
