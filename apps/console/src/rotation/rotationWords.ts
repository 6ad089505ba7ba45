import type { HandOver, Rotation, Shift } from "./rotationDocuments.ts";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** The days of the week as a choice offers them. */
export const weekdayOptions: readonly (readonly [number, string])[] = weekdays.map((name, index) => [index + 1, name]);

/** `every Monday at 09:00, Europe/Zurich`. */
export function handOverWords({ every, weekday, at }: HandOver, timeZone: string): string {
  if (every === "hour") return `hands over by the hour, counted from ${at}, ${timeZone.replaceAll("_", " ")}`;
  const when = every === "day" ? "every day" : `every ${weekdays[(weekday ?? 1) - 1] ?? "week"}`;
  return `hands over ${when} at ${at}, ${timeZone.replaceAll("_", " ")}`;
}

/** One piece of the picture of shifts: where it begins and how wide it is, in per cent of the window. */
export interface ShiftPiece extends Shift {
  left: number;
  width: number;
}

/** Shifts cut to the window; neighbours of the same person in the same way become one piece. */
export function shiftPieces(shifts: readonly Shift[], window: { from: string; to: string }): readonly ShiftPiece[] {
  const from = Date.parse(window.from);
  const length = Date.parse(window.to) - from;
  const joined: Shift[] = [];
  for (const shift of shifts) {
    const before = joined.at(-1);
    if (before !== undefined && before.to === shift.from && before.person?.id === shift.person?.id && before.override === shift.override)
      joined[joined.length - 1] = { ...before, to: shift.to };
    else joined.push(shift);
  }
  return joined.flatMap((shift) => {
    const start = Math.max(from, Date.parse(shift.from));
    const end = Math.min(from + length, Date.parse(shift.to));
    return end <= start ? [] : [{ ...shift, left: ((start - from) / length) * 100, width: ((end - start) / length) * 100 }];
  });
}

/** Stretches in which nobody is on call. */
export function gapsIn(shifts: readonly Shift[]): readonly Shift[] {
  return shifts.filter(({ person }) => person === null);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

/** The sentence over the page: who answers now, and where nobody does. */
export function onCallSentence(rotations: readonly Pick<Rotation, "name" | "onNow" | "shifts">[]): string {
  if (rotations.length === 0) return "There is no rotation yet: nobody is paged.";
  const names = new Map<string, string[]>();
  for (const { name, onNow } of rotations) if (onNow !== null) names.set(onNow.name, [...(names.get(onNow.name) ?? []), name]);
  const nobody = rotations.filter(({ onNow }) => onNow === null).map(({ name }) => name);
  const gaps = rotations.filter(({ onNow, shifts }) => onNow !== null && gapsIn(shifts).length > 0).map(({ name }) => name);
  const now = names.size === 0 ? "" : `${listed([...names].map(([person, own]) => `${person} answers for ${listed(own)}`))}.`;
  const empty = nobody.length === 0 ? "" : ` Nobody answers for ${listed(nobody)}.`;
  const ahead = gaps.length === 0 ? "" : ` ${listed(gaps)} ${gaps.length === 1 ? "has" : "have"} a gap in the coming weeks.`;
  return `${now}${empty}${ahead}`.trim();
}

const day = 86_400_000;

/** The coming `weeks`, from the beginning of a day (UTC), so that the question stays the same all day. */
export function comingWeeks(now: number, weeks: number): { from: string; to: string } {
  const from = Math.floor(now / day) * day;
  return { from: new Date(from).toISOString(), to: new Date(from + weeks * 7 * day).toISOString() };
}
