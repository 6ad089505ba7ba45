/** Weeks, months and instants of the UTC calendar. Milliseconds since the epoch throughout. */

export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 86_400_000;
const MS_PER_WEEK = 7 * MS_PER_DAY;
/** 1970-01-05, the first Monday of the epoch. */
const FIRST_MONDAY = 4 * MS_PER_DAY;

const WITHOUT_ZONE = /T[^Z+-]*$/i;

/**
 * The instant an ISO 8601 text names, with `Z` or any offset; a date alone is its midnight in UTC.
 * A time without an offset is refused: it would mean something else on every machine.
 * @throws RangeError when the text names no instant
 */
export function instantOf(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant) || WITHOUT_ZONE.test(text)) {
    throw new RangeError(`"${text}" names no instant: expected ISO 8601 with Z or an offset`);
  }
  return instant;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** The calendar month, as `2023-01`. */
export function monthOf(instant: number): string {
  const date = new Date(instant);
  return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}`;
}

/** The ISO week, as `2023-W01`. Its year is that of its Thursday: 2027-01-01 lies in `2026-W53`. */
export function isoWeekOf(instant: number): string {
  const thursday = new Date(startOfWeek(instant) + 3 * MS_PER_DAY);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / MS_PER_WEEK);
  return `${pad(year, 4)}-W${pad(week, 2)}`;
}

/** Labels of all ISO weeks of which `[from, to)` contains at least a moment, in order. */
export function isoWeeksBetween(from: number, to: number): readonly string[] {
  const labels: string[] = [];
  for (let monday = startOfWeek(from); monday < to; monday += MS_PER_WEEK) labels.push(isoWeekOf(monday));
  return labels;
}

function startOfWeek(instant: number): number {
  return FIRST_MONDAY + Math.floor((instant - FIRST_MONDAY) / MS_PER_WEEK) * MS_PER_WEEK;
}
