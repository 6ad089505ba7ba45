import { instantOf } from "../statistics/calendar.ts";
import { clip, union, type Interval } from "../statistics/intervals.ts";
import { dutiesWithin, type RotationSchedule } from "./duties.ts";

/** What a change of a schedule gives somebody and takes from them; times in order, `[from, to)` in ms, none of them touching another. */
export interface ShiftChange {
  readonly personId: string;
  readonly gained: readonly Interval[];
  readonly lost: readonly Interval[];
}

/** The times in which each person is on call, with others or without; what follows without a gap is one. */
function timesEach(schedule: RotationSchedule, window: Interval): ReadonlyMap<string, readonly Interval[]> {
  const each = new Map<string, Interval[]>();
  for (const { from, to, people } of dutiesWithin(schedule, window))
    for (const { personId } of people) each.set(personId, [...(each.get(personId) ?? []), { from, to }]);
  return new Map([...each].map(([personId, times]) => [personId, union(times)]));
}

/** What of `times` is in none of `others`. */
const without = (times: readonly Interval[], others: readonly Interval[]): readonly Interval[] =>
  others.reduce<readonly Interval[]>(
    (left, { from, to }) => left.flatMap((time) => [
      clip(time, { from: Number.NEGATIVE_INFINITY, to: from }) ?? [], clip(time, { from: to, to: Number.POSITIVE_INFINITY }) ?? [],
    ].flat()),
    times,
  );

/** Whose shifts in `[from, to)` are others after a change, and which: only theirs, and exactly those times. */
export function shiftChanges(
  before: RotationSchedule, after: RotationSchedule, { from, to }: { readonly from: string; readonly to: string },
): readonly ShiftChange[] {
  const window = { from: instantOf(from), to: instantOf(to) };
  const [had, has] = [timesEach(before, window), timesEach(after, window)];
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((personId) => {
    const [one, other] = [had.get(personId) ?? [], has.get(personId) ?? []];
    const [gained, lost] = [without(other, one), without(one, other)];
    return gained.length + lost.length === 0 ? [] : [{ personId, gained, lost }];
  });
}
