import { instantOf } from "../statistics/calendar.ts";
import type { RotationSchedule } from "./duties.ts";
import { findingsIn, type Kept } from "./findings.ts";
import { everybodyAt } from "./schedule.ts";

const DAY_MS = 86_400_000;
/** So far back and ahead it is looked for where an empty shift begins and ends, ms. */
const AROUND_MS = 14 * DAY_MS;

/** A time in which nobody answers, not even a fallback, and that nobody has decided to leave so. */
export interface EmptyShift {
  /** Since when; what began two weeks ago or longer is said to have begun with that day (UTC). */
  readonly from: string;
  /** Until when; null: nobody is on call for the two weeks ahead. */
  readonly to: string | null;
}

/** The empty shift that goes on at `now` (ms); null: somebody answers, or it was decided to leave that gap. */
export function emptyShiftNow(schedule: RotationSchedule & { readonly kept: readonly Kept[] }, now: number): EmptyShift | null {
  if (everybodyAt(schedule, new Date(now).toISOString()).length > 0) return null;
  const left = schedule.kept.filter(({ kind, from }) => kind === "gap" && instantOf(from) <= now);
  if (left.some(({ to }) => now < instantOf(to))) return null;
  const window = { from: now - AROUND_MS, to: now + AROUND_MS };
  const time = findingsIn(schedule, window, { kept: [], timeZone: "UTC" })
    .flatMap(({ kind, times }) => (kind === "gap" ? times : []))
    .find(({ from, to, people }) => from <= now && now < to && people.length === 0);
  if (time === undefined) return null;
  const began = time.from > window.from ? time.from : window.from - (window.from % DAY_MS);
  // Before its first layer held there was no schedule; what was left so until a moment is nobody's decision any more from then on.
  const first = Math.min(...schedule.layers.map(({ effectiveFrom }) => instantOf(effectiveFrom)));
  const from = Math.max(began, first > now ? began : first, ...left.map(({ to }) => instantOf(to)));
  return { from: new Date(from).toISOString(), to: time.to < window.to ? new Date(time.to).toISOString() : null };
}

/** What the alert about a schedule's empty shift is told by, at its integration. */
export const emptyShiftOf = (rotationId: string): string => `emptyShift/${rotationId}`;

/** The schedule whose empty shift an alert is about, by what it is told by; null: it is about something else. */
export const rotationOfEmptyShift = (fingerprint: string): string | null => /^emptyShift\/([0-9a-f-]{36})$/.exec(fingerprint)?.[1] ?? null;
