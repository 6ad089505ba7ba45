import type { ReminderStage, Role } from "@ballast/schema";
import { Temporal } from "temporal-polyfill";
import { firstInstantAt } from "../oncall/index.ts";

/** When who is told of an action that is not done. All in days; `hour` is on the clock of whoever is told. */
export interface EscalationPolicy {
  readonly beforeDays: number;
  /** Its owner hears again so often while it is late. */
  readonly againEveryDays: number;
  /** One more of those above its owner hears, each time it is later by so many. */
  readonly upAfterDays: number;
  readonly hour: number;
}
export const usualEscalation: EscalationPolicy = { beforeDays: 2, againEveryDays: 7, upAfterDays: 7, hour: 9 };

/** Somebody who may be told. */
export interface Reached {
  readonly personId: string;
  readonly timeZone: string;
}

/** Somebody is to be told at a moment; `on` is the day on their clock. */
export interface DueReminder {
  readonly personId: string;
  readonly at: string;
  readonly on: string;
  readonly stage: ReminderStage;
}

/** What is known of a person for the chain. */
export interface Placed extends Reached {
  readonly status: "active" | "left";
  readonly roles: readonly Role[];
  readonly reportsTo: string | null;
}

/**
 * The owner, to whom they report, and so on, up to the first TPM, who runs the program. Who has left hears nothing, and whom they reported
 * to does; a circle ends where it closes.
 */
export async function escalationChain<Known extends Placed>(
  ownerId: string,
  personOf: (id: string) => Promise<Known | null>,
): Promise<readonly Known[]> {
  const chain: Known[] = [];
  const asked = new Set<string>();
  for (let next: string | null = ownerId; next !== null && !asked.has(next);) {
    asked.add(next);
    const person: Known | null = await personOf(next);
    if (person === null) break;
    if (person.status === "active") chain.push(person);
    // An owner who is the TPM ends it as well: nobody stands above who runs the program.
    next = person.status === "active" && person.roles.includes("tpm") ? null : person.reportsTo;
  }
  return chain;
}

/** A day for which a message is meant, counted from the promised one. */
interface Meant {
  readonly person: Reached;
  readonly offset: number;
  readonly stage: ReminderStage;
}

/** The next moment after an instant (ms) at which somebody is to be told, with all who are; none where the chain is empty. */
export function nextReminders(
  { dueOn, after }: { readonly dueOn: string; readonly after: number },
  chain: readonly Reached[],
  policy: EscalationPolicy = usualEscalation,
): readonly DueReminder[] {
  const late = Math.floor((after - Date.parse(dueOn)) / DAY_MS);
  const ahead = meantDays(chain, late, policy)
    .map((meant) => dueReminder(meant, dueOn, policy))
    .filter(({ at }) => Date.parse(at) > after);
  const first = Math.min(...ahead.map(({ at }) => Date.parse(at)));
  // Two that a weekend has moved to the same morning are one: the later says more.
  const byPerson = new Map(ahead.filter(({ at }) => Date.parse(at) === first).map((reminder) => [reminder.personId, reminder]));
  return [...byPerson.values()];
}

const DAY_MS = 86_400_000;

/** In order of their days. Of what comes again for ever, what lies around the day that is looked at. */
function meantDays(
  chain: readonly Reached[],
  late: number,
  { beforeDays, againEveryDays, upAfterDays }: EscalationPolicy,
): readonly Meant[] {
  const [owner, ...above] = chain;
  if (owner === undefined) return [];
  const turn = Math.max(1, Math.floor(late / againEveryDays) - 1);
  const again = [turn, turn + 1, turn + 2, turn + 3].map((nth) => nth * againEveryDays);
  return [
    { person: owner, offset: -beforeDays, stage: "before" as const },
    { person: owner, offset: 0, stage: "due" as const },
    ...[1, ...again].map((offset) => ({ person: owner, offset, stage: "overdue" as const })),
    ...above.map((person, index) => ({ person, offset: (index + 1) * upAfterDays, stage: "escalated" as const })),
  ].toSorted((one, other) => one.offset - other.offset);
}

/** Nobody is told at a weekend: what is meant for one comes on Monday, and what is to come ahead of the day on Friday. */
function dueReminder({ person, offset, stage }: Meant, dueOn: string, { hour }: EscalationPolicy): DueReminder {
  const meant = Temporal.PlainDate.from(dueOn).add({ days: offset });
  const weekend = meant.dayOfWeek - 5;
  const day = weekend <= 0 ? meant : stage === "before" ? meant.subtract({ days: weekend }) : meant.add({ days: 3 - weekend });
  const at = firstInstantAt(day.toPlainDateTime({ hour }), person.timeZone);
  return { personId: person.personId, at: new Date(at).toISOString(), on: day.toString(), stage };
}
