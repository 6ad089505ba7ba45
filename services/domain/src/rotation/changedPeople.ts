import type { RotationLayer } from "@ballast/schema";
import { onCallAt } from "../oncall/schedule.ts";
import { turnsOf } from "../oncall/turns.ts";
import { dateOf, localDayAt, wallMinuteAt } from "../oncall/wallClock.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { heldAt, withLayer } from "./layers.ts";

/** Who takes the shift that somebody gives up who no longer takes turns. */
export type Taker = { readonly personId: string; readonly takerId: string };

/** Who takes turns from now on, in order. */
export type PeopleChange = { readonly people: readonly string[]; readonly takers: readonly Taker[] };

/**
 * The versions of a layer, out of those that it has, that say so, the first one first. The pager stays with who has it
 * until the next hand-over, then goes to who follows them in the new order. Whoever was removed while on call hands over
 * at once, to their taker, else to the next of the old order who is left. What is planned for later follows: nobody who
 * was removed comes back by it.
 */
export function changedLayers(layers: readonly RotationLayer[], change: PeopleChange, now: string): readonly RotationLayer[] {
  const first = nextLayer(layers, change, now);
  const before = peopleFrom(layers, now);
  const joins = {
    takers: change.takers,
    gone: new Set(before.filter((person) => !change.people.includes(person))),
    come: change.people.filter((person) => !before.includes(person)),
  };
  return layers
    .filter(({ effectiveFrom }) => instantOf(effectiveFrom) > instantOf(first.effectiveFrom))
    .reduce<readonly RotationLayer[]>(
      (changed, planned) => {
        const people = continues(planned, first)
          ? inTurn(changed.reduce(withLayer, layers), planned, change.people)
          : joined(planned.people, joins);
        return [...changed, { ...planned, people: [...(people.length === 0 ? change.people : people)] }];
      },
      [first],
    );
}

/** Whoever takes turns in a layer now, or will in an order that goes on from it: who is left out of a new order is removed. */
export function peopleFrom(layers: readonly RotationLayer[], now: string): readonly string[] {
  return [...new Set(ordersFrom(layers, now).flatMap(({ people }) => people))];
}

/** A layer's order as it was left last: a change of people holds from a hand-over to come, and the next one builds on it. */
export const latestOrder = (layers: readonly RotationLayer[], now: string): readonly string[] =>
  ordersFrom(layers, now).at(-1)?.people ?? [];

/** Whether two orders go round the same way, wherever they begin. */
export const sameOrder = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.some((_, first) => sameContent(beginningWith(one, first), other));

function ordersFrom(layers: readonly RotationLayer[], now: string): readonly RotationLayer[] {
  const moment = instantOf(now);
  const ahead = layers.filter(({ effectiveFrom }) => instantOf(effectiveFrom) > moment);
  const first = heldAt(layers, moment) ?? ahead[0];
  return first === undefined ? [] : [first, ...ahead.filter((layer) => layer !== first && continues(layer, first))];
}

function nextLayer(layers: readonly RotationLayer[], { people, takers }: PeopleChange, now: string): RotationLayer {
  const moment = instantOf(now);
  const held = heldAt(layers, moment);
  const layer = held ?? layers.find(({ effectiveFrom }) => instantOf(effectiveFrom) > moment);
  if (layer === undefined) throw new Error("a rotation has a layer from its beginning on");
  if (held === undefined || people.length === 0) return { ...layer, people: [...people] };
  const turns = turnsOf(held);
  if (turns.begins > moment) return { ...held, effectiveFrom: now, people: [...people] };
  const { from, to, personId } = turns.from(moment).next().value;
  const has = personId === null ? -1 : people.indexOf(personId);
  if (has >= 0)
    return {
      ...held, ...beginningAt(held, to), effectiveFrom: new Date(to).toISOString(),
      people: beginningWith(people, (has + 1) % people.length),
    };
  return {
    ...held, ...beginningAt(held, from), effectiveFrom: now,
    people: beginningWith(people, successor(held.people, personId, { people, takers })),
  };
}

/** A layer whose first turn begins at that beginning of one of its turns; turns of hours begin anywhere in the day. */
function beginningAt({ handOver, timeZone }: RotationLayer, instant: number): Pick<RotationLayer, "startsOn" | "handOver"> {
  const minute = wallMinuteAt(instant, timeZone);
  const at = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return { startsOn: dateOf(localDayAt(instant, timeZone)), handOver: handOver.every === "hour" ? { ...handOver, at } : handOver };
}

/** The place in the new order of who takes over from somebody who is no longer in it. */
function successor(old: readonly string[], personId: string | null, { people, takers }: PeopleChange): number {
  const taker = people.indexOf(takers.find((each) => each.personId === personId)?.takerId ?? "");
  if (taker >= 0) return taker;
  const gone = personId === null ? -1 : old.indexOf(personId);
  const left = beginningWith(old, gone + 1).find((person) => people.includes(person));
  return left === undefined ? 0 : people.indexOf(left);
}

/** Whether a planned layer only goes on, with the same hand-overs: an order of people that is overtaken now. */
const continues = (planned: RotationLayer, first: RotationLayer): boolean =>
  planned.timeZone === first.timeZone
  && planned.turnLength === first.turnLength
  && sameContent(planned.handOver, first.handOver);

/** The people beginning with who follows the one on call when the planned layer takes over. */
function inTurn(layers: readonly RotationLayer[], planned: RotationLayer, people: readonly string[]): readonly string[] {
  const before = layers
    .filter(({ effectiveFrom }) => instantOf(effectiveFrom) < instantOf(planned.effectiveFrom))
    // Whose turn it is goes on outside of the layer's hours too.
    .map((layer): RotationLayer => ({ ...layer, hours: [], endsAt: null }));
  const takesOver = new Date(turnsOf(planned).begins - 1).toISOString();
  return beginningWith(people, people.indexOf(onCallAt({ layers: before, overrides: [], left: new Map() }, takesOver) ?? "") + 1);
}

/** The planned order without those who are gone, their takers in their places, those who came at its end. */
function joined(
  planned: readonly string[],
  { gone, come, takers }: { readonly gone: ReadonlySet<string>; readonly come: readonly string[]; readonly takers: readonly Taker[] },
): readonly string[] {
  const placed = planned.map((person) =>
    gone.has(person) ? (takers.find(({ personId }) => personId === person)?.takerId ?? null) : person,
  );
  return [...new Set([...placed.filter((person) => person !== null), ...come])];
}

const beginningWith = (people: readonly string[], first: number): string[] => [...people.slice(first), ...people.slice(0, first)];
