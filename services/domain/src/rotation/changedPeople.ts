import type { RotationLayer } from "@ballast/schema";
import { turnsOf } from "../oncall/turns.ts";
import { localDateAt } from "../oncall/wallClock.ts";
import { instantOf } from "../statistics/calendar.ts";

/** Who takes turns from when, after people were added, removed or put in another order. */
export type ChangedPeople = Pick<RotationLayer, "effectiveFrom" | "startsOn" | "people">;

/**
 * The pager stays with who has it until the next hand-over, then goes to who follows them in the new order. Whoever was
 * removed while on call hands over at once, to the next of the old order who is left. Null where no turn runs yet: then
 * the people hold as they are.
 */
export function changedPeople(layers: readonly RotationLayer[], people: readonly string[], now: string): ChangedPeople | null {
  const moment = instantOf(now);
  const layer = layers.findLast(({ effectiveFrom }) => instantOf(effectiveFrom) <= moment);
  if (layer === undefined || people.length === 0) return null;
  const turns = turnsOf(layer);
  if (turns.begins > moment) return null;
  const { from, to, personId } = turns.from(moment).next().value;
  const dateOf = (instant: number): string => localDateAt(instant, layer.timeZone).toString();
  const has = personId === null ? -1 : people.indexOf(personId);
  if (has >= 0) return { effectiveFrom: new Date(to).toISOString(), startsOn: dateOf(to), people: beginningWith(people, (has + 1) % people.length) };
  const gone = personId === null ? -1 : layer.people.indexOf(personId);
  const left = beginningWith(layer.people, gone + 1).find((person) => people.includes(person));
  return { effectiveFrom: now, startsOn: dateOf(from), people: beginningWith(people, left === undefined ? 0 : people.indexOf(left)) };
}

const beginningWith = (people: readonly string[], first: number): string[] => [...people.slice(first), ...people.slice(0, first)];
