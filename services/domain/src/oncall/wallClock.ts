import { Temporal } from "temporal-polyfill";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** No zone is further from UTC than this, ms: clocks of before the zones included. */
const FURTHEST_MS = 28 * HOUR_MS;

/** A time in which a zone's clock does not change: from this instant on it is so many ms ahead of UTC. */
interface Steady {
  readonly from: number;
  readonly offset: number;
}

/** A change of a zone's clock: at this instant it goes from one offset to another, ms ahead of UTC. */
export type ClockChange = { readonly timeZone: string; readonly at: number; readonly before: number; readonly after: number };

/** Years of zones that were looked up: asking for one costs more than all that is computed with it. */
const known = new Map<string, Map<number, readonly Steady[]>>();
const MOST_YEARS = 400;
/** More names than there are zones: who spells them in ever new ways fills no memory. */
const MOST_ZONES = 700;

/**
 * The steady times of a zone in a year of UTC and the days beside it, the first begun before it.
 * @throws RangeError when the zone is unknown
 */
function steadyIn(timeZone: string, year: number): readonly Steady[] {
  const years = known.get(timeZone) ?? new Map<number, readonly Steady[]>();
  const found = years.get(year);
  if (found !== undefined) return found;
  const [start, end] = [Date.UTC(year, 0, 1) - 2 * FURTHEST_MS, Date.UTC(year + 1, 0, 1) + 2 * FURTHEST_MS];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timeZone);
  const times: Steady[] = [];
  for (; at !== null && at.epochMilliseconds < end; at = at.getTimeZoneTransition("next")) {
    const offset = at.offsetNanoseconds / 1_000_000;
    if (times.at(-1)?.offset !== offset) times.push({ from: at.epochMilliseconds, offset });
  }
  if (years.size >= MOST_YEARS) years.clear();
  if (!known.has(timeZone) && known.size >= MOST_ZONES) known.clear();
  known.set(timeZone, years.set(year, times));
  return times;
}

/** The steady times that `[from, to]` touches, the first one begun before it. */
function steadyOver(timeZone: string, from: number, to: number): readonly Steady[] {
  const years: Steady[] = [];
  for (let year = new Date(from).getUTCFullYear(); year <= new Date(to).getUTCFullYear(); year += 1) {
    // Beside its year each knows the days of its neighbours: what lies there was told by them.
    const last = years.at(-1)?.from ?? -Infinity;
    years.push(...steadyIn(timeZone, year).filter((each) => each.from > last && each.offset !== years.at(-1)?.offset));
  }
  const first = years.findLastIndex((each) => each.from <= from);
  return years.slice(Math.max(0, first)).filter((each) => each.from <= to);
}

/** How far ahead of UTC a zone's clock is at an instant, ms. */
function offsetAt(instant: number, timeZone: string): number {
  const times = steadyIn(timeZone, new Date(instant).getUTCFullYear());
  let offset = 0;
  for (const each of times) {
    if (each.from > instant) break;
    ({ offset } = each);
  }
  return offset;
}

/**
 * The instant at which the clock on the wall first reads the given time or a later one; both in milliseconds, the wall's
 * as if it hung in UTC. A time that a change of the clock skips therefore comes at the first instant after the gap (02:30
 * in Chicago on 2020-03-08 is 03:00), and one that the clock shows twice comes at its first showing. Because of this rule
 * later dates never come earlier, in any zone.
 * @throws RangeError when the zone is unknown
 */
export function firstInstantOf(local: number, timeZone: string): number {
  const times = steadyIn(timeZone, new Date(local).getUTCFullYear());
  for (let index = 0; index < times.length; index += 1) {
    const { from = 0, offset = 0 } = times[index] ?? {};
    const until = times[index + 1]?.from ?? Infinity;
    // None is further from UTC than the year's padding: the first of them began before anything that can be asked for.
    if (local < until + offset) return index === 0 ? local - offset : Math.max(from, local - offset);
  }
  throw new RangeError(`${timeZone} never shows ${new Date(local).toISOString()}`);
}

/** The same of a date and time. @throws RangeError when the zone is unknown */
export const firstInstantAt = (local: Temporal.PlainDateTime, timeZone: string): number =>
  firstInstantOf(local.toZonedDateTime("UTC").epochMilliseconds, timeZone);

/** The date on the wall at an instant. */
export const localDateAt = (instant: number, timeZone: string): Temporal.PlainDate =>
  Temporal.PlainDate.from(dateOf(localDayAt(instant, timeZone)));

/** The number of the date on the wall at an instant, in days since 1970-01-01. */
export const localDayAt = (instant: number, timeZone: string): number => Math.floor((instant + offsetAt(instant, timeZone)) / DAY_MS);

/** The time of day on the wall at an instant, in minutes. */
export const wallMinuteAt = (instant: number, timeZone: string): number => {
  const wall = instant + offsetAt(instant, timeZone);
  return Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / 60_000);
};

/** The number of a date, `2026-01-05`, in days since 1970-01-01. */
export const dayOf = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);

/** The date of that number, `2026-01-05`. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The ISO weekday of a day, 1 = Monday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** A time of day, `09:30`, in milliseconds since midnight. */
export const timeOf = (at: string): number => Number(at.slice(0, 2)) * HOUR_MS + Number(at.slice(3)) * 60_000;

/** The changes of a zone's clock after the first instant and before the second. */
export function clockChangesIn(timeZone: string, from: number, to: number): readonly ClockChange[] {
  const times = steadyOver(timeZone, from, to);
  return times.flatMap(({ from: at, offset }, index) => {
    const before = times[index - 1];
    return before === undefined || at <= from || at >= to ? [] : [{ timeZone, at, before: before.offset, after: offset }];
  });
}

/** Whether wall-clock times can be computed in a zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    localDayAt(0, name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
