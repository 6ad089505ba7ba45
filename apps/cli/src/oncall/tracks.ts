import { weekdayOn, type Wall } from "./wall.ts";

/** A time, `[from, to)` in milliseconds; `from` is at a full minute. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Who is on call in each minute of a window; null: nobody. */
export type Track = (string | null)[];
/** Of each minute whether it is so. */
export type Mask = Uint8Array;

const minutesOf = ({ from, to }: Window): number => Math.ceil((to - from) / MINUTE_MS);
export const emptyTrack = (window: Window): Track => Array<string | null>(minutesOf(window)).fill(null);

/** The minutes of a window that begin within a time. */
function placesOf(window: Window, { from, to }: Window): readonly [number, number] {
  const place = (at: number): number => Math.min(minutesOf(window), Math.max(0, Math.ceil((at - window.from) / MINUTE_MS)));
  return [place(from), place(to)];
}

/** Puts somebody, or nobody, on call for a time. */
export function paint(track: Track, window: Window, { from, to, who }: Window & { readonly who: string | null }): void {
  const [first, end] = placesOf(window, { from, to });
  track.fill(who, first, end);
}

/** How turns follow each other. */
export interface Turns {
  /** When a turn of the first person begins. */
  readonly anchor: number;
  readonly lengthMs: number;
  /** By the wall, so that a turn may last 23 or 25 hours; else each lasts as long as the others. */
  readonly byWall: boolean;
  /** Null: nobody has that turn. */
  readonly people: readonly (string | null)[];
  /** Before it and after it nobody is on call by them. */
  readonly within: Window;
}

/** Whoever has the turn, for each minute within a time. */
export function turnTrack(window: Window, wall: Wall, { anchor, lengthMs, byWall, people, within }: Turns): Track {
  const track = emptyTrack(window);
  const start = byWall ? wall.of(anchor) : anchor;
  const begins = (turn: number): number => (byWall ? wall.instant(start + turn * lengthMs) : start + turn * lengthMs);
  const [from, to] = [Math.max(window.from, within.from), Math.min(window.to, within.to)];
  const first = Math.floor(((byWall ? wall.of(from) : from) - start) / lengthMs) - 1;
  for (let turn = first; begins(turn) < to; turn += 1) {
    const who = people[((turn % people.length) + people.length) % people.length] ?? null;
    paint(track, window, { from: Math.max(from, begins(turn)), to: Math.min(to, begins(turn + 1)), who });
  }
  return track;
}

/** A time that comes again: on a weekday (ISO, 1 = Monday; null: every day) from so many minutes after midnight, so many minutes long. */
export interface Recurring {
  readonly weekday: number | null;
  readonly fromMinute: number;
  readonly minutes: number;
}

/** The minutes of a window in which one of these is. */
export function recurringMask(window: Window, wall: Wall, all: readonly Recurring[]): Mask {
  const mask = new Uint8Array(minutesOf(window));
  const longest = Math.max(0, ...all.map(({ fromMinute, minutes }) => fromMinute + minutes));
  const firstDay = Math.floor(wall.of(window.from) / DAY_MS) - Math.ceil(longest / 1_440) - 1;
  const lastDay = Math.floor(wall.of(window.to) / DAY_MS) + 1;
  for (let day = firstDay; day <= lastDay; day += 1)
    for (const { weekday, fromMinute, minutes } of all)
      if (weekday === null || weekday === weekdayOn(day * DAY_MS)) {
        const begin = day * DAY_MS + fromMinute * MINUTE_MS;
        const [first, end] = placesOf(window, { from: wall.instant(begin), to: wall.instant(begin + minutes * MINUTE_MS) });
        if (first < end) mask.fill(1, first, end);
      }
  return mask;
}

/** Nobody is on call where it is not so. */
export const masked = (track: Track, mask: Mask): Track => track.map((who, minute) => (mask[minute] === 1 ? who : null));

/** Everybody who is on call in each minute, by several tracks at once. */
export function together(window: Window, tracks: readonly Track[]): readonly (readonly string[])[] {
  const all: (readonly string[])[] = [];
  for (let minute = 0; minute < minutesOf(window); minute += 1) {
    const before = all.at(-1);
    // As in the minute before, mostly.
    all.push(before !== undefined && tracks.every((track) => track[minute] === track[minute - 1])
      ? before : [...new Set(tracks.flatMap((track) => track[minute] ?? []))]);
  }
  return all;
}
