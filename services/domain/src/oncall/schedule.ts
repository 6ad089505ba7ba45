import { instantOf } from "../statistics/calendar.ts";
import { dutiesWithin, type Duty, type RotationSchedule } from "./duties.ts";

/** A time on call, `[from, to)` in ISO 8601 UTC. */
export type Shift = {
  readonly from: string;
  readonly to: string;
  /** Null: nobody is on call. Where several are, the one of the first layer. */
  readonly personId: string | null;
  /** The override that put the person there. */
  readonly overrideId: string | null;
};

/** A change of the person on call. */
export type HandOver = { readonly at: string; readonly fromPersonId: string | null; readonly toPersonId: string | null };

const YEAR_MS = 366 * 86_400_000;
const iso = (instant: number): string => new Date(instant).toISOString();
const firstOf = ({ people }: Duty): string | null => people[0]?.personId ?? null;

/** Who is on call at the instant: of several the one of the first layer; null when nobody is. */
export const onCallAt = (rotation: RotationSchedule, instant: string): string | null => everybodyAt(rotation, instant)[0] ?? null;

/** Everybody who is on call at the instant, who answers as the fallback among them: a page calls them all. */
export function everybodyAt(rotation: RotationSchedule, instant: string): readonly string[] {
  const moment = instantOf(instant);
  return dutiesWithin(rotation, { from: moment, to: moment + 1 })[0]?.people.map(({ personId }) => personId) ?? [];
}

/** How far ahead is looked for who is next on call: five weeks of a weekly rotation. */
const NEXT_WITHIN_MS = 35 * 86_400_000;

/** Everybody who is on call at the instant, and the first of the coming five weeks who is not among them. */
export function onCallAround(
  rotation: RotationSchedule, instant: string,
): { readonly now: readonly string[]; readonly next: string | null } {
  const now = everybodyAt(rotation, instant);
  const from = instantOf(instant);
  const coming = dutiesWithin(rotation, { from, to: from + NEXT_WITHIN_MS }).flatMap(({ people }) => people);
  return { now, next: coming.find(({ personId }) => !now.includes(personId))?.personId ?? null };
}

/** The final schedule of `[from, to)` with everybody who is on call, without gap or overlap. */
export const duties = (rotation: RotationSchedule, from: string, to: string): readonly Duty[] =>
  dutiesWithin(rotation, { from: instantOf(from), to: instantOf(to) });

/**
 * The final schedule of `[from, to)`: turns of the layers, with overrides over them. The shifts follow each other
 * without gap or overlap; a time in which nobody is on call is a shift without a person.
 */
export const shifts = (rotation: RotationSchedule, from: string, to: string): readonly Shift[] =>
  duties(rotation, from, to).map((duty) => ({
    from: iso(duty.from), to: iso(duty.to), personId: firstOf(duty), overrideId: duty.people[0]?.overrideId ?? null,
  }));

/** The times in which somebody is on call in `[from, to)`, with others or without. */
export const shiftsOf = (rotation: RotationSchedule, personId: string, window: {
  readonly from: string; readonly to: string;
}): readonly Shift[] =>
  duties(rotation, window.from, window.to).flatMap(({ from, to, people }) => {
    const found = people.find((each) => each.personId === personId);
    return found === undefined ? [] : [{ from: iso(from), to: iso(to), personId, overrideId: found.overrideId }];
  });

/** A time on call that somebody gives up, and who has it instead; null: nobody. */
export type TakenShift = { readonly from: string; readonly to: string; readonly personId: string; readonly takerId: string | null };

/** What a change takes from these people in `[from, to)`: their shifts of before, each with who has it afterwards. */
export function takenShifts(
  before: RotationSchedule,
  after: RotationSchedule,
  { from, to, people }: { readonly from: string; readonly to: string; readonly people: readonly string[] },
): readonly TakenShift[] {
  return duties(before, from, to).flatMap((duty) => {
    const had = duty.people.map(({ personId }) => personId);
    return had
      .filter((personId) => people.includes(personId))
      .flatMap((personId) =>
        dutiesWithin(after, duty)
          .filter((piece) => !piece.people.some((each) => each.personId === personId))
          .map((piece) => ({ from: iso(piece.from), to: iso(piece.to), personId, takerId: takerOf(piece, had) })),
      );
  });
}

/** Who has come where somebody is gone, else whoever is left. */
const takerOf = (piece: Duty, had: readonly string[]): string | null =>
  piece.people.find(({ personId }) => !had.includes(personId))?.personId ?? firstOf(piece);

/** The next moment at which somebody else is on call than at the instant; null when that is in no sight (a year). */
export function nextHandOver(rotation: RotationSchedule, instant: string): HandOver | null {
  const start = instantOf(instant);
  const now = onCallAt(rotation, instant);
  // Mostly the next turn decides, so the year is looked through in growing pieces.
  for (let [from, length] = [start, 16 * 86_400_000]; from < start + YEAR_MS; [from, length] = [from + length, length * 4]) {
    const next = dutiesWithin(rotation, { from, to: from + length }).find((duty) => firstOf(duty) !== now);
    if (next !== undefined) return { at: iso(next.from), fromPersonId: now, toPersonId: firstOf(next) };
  }
  return null;
}
