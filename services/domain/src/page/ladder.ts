import { wakes, wakingChannels, type Contacts, type PageChannel } from "@ballast/schema";
import { addressBy } from "../addressBy.ts";

/** Who a rotation has on call, at the moment of sending. */
export interface OnCall {
  /** Several where layers overlap: all of them are called. */
  readonly now: readonly string[];
  readonly next: string | null;
  /** Everybody who takes turns. */
  readonly members: readonly string[];
}

/** Whom an incident concerns. */
export interface Concerned {
  /** Of all its services, each once. */
  readonly rotations: readonly OnCall[];
  /** Called by name besides. */
  readonly personIds: readonly string[];
  /** Who is here, with how they can be reached; who has left is not among them. */
  readonly contacts: ReadonlyMap<string, Contacts>;
  /** Everybody who answers incidents. */
  readonly everybody: readonly string[];
}

/** Whom each step of what is built in calls, each person once. */
export type Ladder = Readonly<Record<"person" | "next" | "everyone", readonly string[]>> & {
  /** Why the first call goes to everyone; null where the steps are climbed one by one. */
  readonly straightToEveryone: string | null;
};

/** Ways to reach a person, the inbox of the console first. */
export const channelsOf = (contacts: Contacts): readonly PageChannel[] => [
  "inbox", ...wakingChannels.filter((channel) => addressBy(contacts, channel) !== null),
];

/** Whether one of somebody's channels can wake them. */
export function canWake(contacts: Concerned["contacts"], id: string): boolean {
  const found = contacts.get(id);
  return found !== undefined && channelsOf(found).some(wakes);
}

/**
 * Person → next person → everyone, over the rotations of all services. Where no rotation is named, or nobody of those
 * concerned has a channel that can wake them, the first call goes to everybody who answers incidents: somebody must hear.
 */
export function ladderOf({ rotations, personIds, contacts, everybody }: Concerned): Ladder {
  const here = (ids: readonly (string | null)[]): readonly string[] =>
    [...new Set(ids.filter((id) => id !== null))].filter((id) => contacts.has(id));
  const person = here([...rotations.flatMap(({ now }) => now), ...personIds]);
  const next = here(rotations.map((rotation) => rotation.next)).filter((id) => !person.includes(id));
  const concerned = here([...person, ...next, ...rotations.flatMap(({ members }) => members)]);
  if (concerned.some((id) => canWake(contacts, id))) return { person, next, everyone: concerned, straightToEveryone: null };
  const why =
    concerned.length > 0
      ? "nobody concerned has a channel that can wake them"
      : rotations.length > 0
        ? "nobody is left in the rotation"
        : "no rotation answers for it";
  return { person, next, everyone: here([...concerned, ...everybody]), straightToEveryone: why };
}
