import type { Notice, Reminders } from "@ballast/schema";
import type { RotationSchedule } from "./duties.ts";
import { dutiesWithin } from "./duties.ts";
import { findingsIn, type Kept } from "./findings.ts";
import { PROOF_MS } from "./reachability.ts";
import { firstInstantOf, localDayAt, weekdayOf } from "./wallClock.ts";

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
/** So far ahead of a gap its schedule's owner is told of it, ms; and once more so long before it, on the day. */
export const GAP_AHEAD_MS = 14 * DAY_MS;
const GAP_TODAY_MS = DAY_MS;
/** So far back it is looked for where a gap begins, ms. */
const BEHIND_MS = 2 * DAY_MS;
/** In the morning people are told what is no hurry, on their own wall, ms after midnight. */
const NINE_MS = 9 * HOUR_MS;

type Times = Notice["times"];
const iso = (instant: number): string => new Date(instant).toISOString();
const nineOf = (day: number, timeZone: string): number => firstInstantOf(day * DAY_MS + NINE_MS, timeZone);

/** Gaps ahead in which nobody at all answers, and that nobody has decided to leave: those of the coming day apart. */
export function gapsAhead(
  schedule: RotationSchedule & { readonly kept: readonly Kept[] }, now: number,
): { readonly ahead: Times; readonly today: Times } {
  // From before now on: a gap that has begun keeps its beginning.
  const window = { from: now - BEHIND_MS, to: now + GAP_AHEAD_MS };
  const times = findingsIn(schedule, window, { kept: schedule.kept, timeZone: "UTC" })
    .filter(({ kind, kept }) => kind === "gap" && kept === null)
    .flatMap((finding) => finding.times)
    .filter(({ from, people }) => from > now && people.length === 0)
    .toSorted((one, other) => one.from - other.from);
  const of = (isToday: boolean): Times =>
    times.filter(({ from }) => (from - now <= GAP_TODAY_MS) === isToday).slice(0, 50)
      .map(({ from, to }) => ({ from: iso(from), to: iso(to) }));
  return { ahead: of(false), today: of(true) };
}

/**
 * The gap that goes on: nobody answers now, and nobody has decided to leave it so. One whose beginning lies too far back is said to have
 * begun with the day (UTC), as whoever left is taken to be on call nowhere.
 */
export function gapNow(schedule: RotationSchedule & { readonly kept: readonly Kept[] }, now: number): Times[number] | null {
  const window = { from: now - BEHIND_MS, to: now + GAP_AHEAD_MS };
  const time = findingsIn(schedule, window, { kept: schedule.kept, timeZone: "UTC" })
    .filter(({ kind, kept }) => kind === "gap" && kept === null)
    .flatMap((finding) => finding.times)
    .find(({ from, to, people }) => from <= now && now < to && people.length === 0);
  if (time === undefined) return null;
  return { from: iso(time.from > window.from ? time.from : now - (now % DAY_MS)), to: iso(time.to) };
}

/** Whether somebody answers at every moment of a time now. */
export const isClosed = (schedule: RotationSchedule, { from, to }: Times[number]): boolean =>
  dutiesWithin(schedule, { from: Date.parse(from), to: Date.parse(to) }).every(({ people }) => people.length > 0);

/** Shifts of somebody of which it is time to remind them: at nine on their clock, as many days ahead as they have said for their kind. */
export function shiftsToTell(
  schedule: RotationSchedule,
  { personId, timeZone, reminders }: { readonly personId: string; readonly timeZone: string; readonly reminders: Reminders }, now: number,
): Times {
  if (reminders.turnDays === null && reminders.standInDays === null) return [];
  // One that has begun is found whole, and is not to come any more.
  return dutiesWithin(schedule, { from: now - BEHIND_MS, to: now + 9 * DAY_MS }).flatMap(({ from, to, people }) => {
    const found = people.find((each) => each.personId === personId);
    const days = found === undefined ? null : found.overrideId === null ? reminders.turnDays : reminders.standInDays;
    const isDue = days !== null && from > now && nineOf(localDayAt(from, timeZone) - days, timeZone) <= now;
    return isDue ? [{ from: iso(from), to: iso(to) }] : [];
  }).slice(0, 50);
}

/** The week that is told of on Monday at nine on somebody's clock, until that is a day ago; null at any other time. */
export function weekToTell(timeZone: string, now: number): Times[number] | null {
  const today = localDayAt(now, timeZone);
  const monday = today - (weekdayOf(today) - 1);
  const from = nineOf(monday, timeZone);
  return from <= now && now < from + DAY_MS ? { from: iso(from), to: iso(nineOf(monday + 7, timeZone)) } : null;
}

/** When a channel that was shown to reach somebody, or given, then was due for another try; null: it is not yet. */
export function longUntried(since: string, now: number): Times[number] | null {
  const due = Date.parse(since) + PROOF_MS;
  return due <= now ? { from: since, to: iso(due) } : null;
}
