const DAY_MS = 86_400_000;
/** No zone of today changes its clock but at such a moment of UTC. */
const QUARTER_MS = 900_000;

/**
 * The clock on a zone's wall, worked out from what the platform says of zones and from nothing of our own schedules: what another
 * product's shifts are must not depend on how we reckon ours.
 */
export interface Wall {
  /** What the wall shows at an instant, as milliseconds of a clock that hangs in UTC. */
  readonly of: (instant: number) => number;
  /**
   * When the wall shows that. What it shows twice is the first time; what it never shows is as much later as the clock jumps: so do the
   * libraries with which these products reckon (java.time, Rails and Python's zoneinfo alike).
   */
  readonly instant: (wall: number) => number;
}

/** @throws RangeError for a zone that is not known */
export function wallOf(timeZone: string): Wall {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  });
  const known = new Map<number, number>();
  const offset = (instant: number): number => {
    const quarter = Math.floor(instant / QUARTER_MS);
    const found = known.get(quarter);
    if (found !== undefined) return found;
    const at = quarter * QUARTER_MS;
    const part = new Map<string, number>(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const read = (type: string): number => part.get(type) ?? 0;
    const shown = Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"), read("second"));
    known.set(quarter, shown - at);
    return shown - at;
  };
  return {
    of: (instant) => instant + offset(instant),
    instant(wall) {
      const [before, after] = [offset(wall - DAY_MS), offset(wall + DAY_MS)];
      const first = wall - before;
      if (before === after || offset(first) === before) return first;
      const second = wall - after;
      return offset(second) === after ? second : first;
    },
  };
}

/** ISO weekday of a day of the wall, 1 = Monday. */
export const weekdayOn = (wall: number): number => ((Math.floor(wall / DAY_MS) + 3) % 7) + 1;

/** `2026-01-05`, as the wall shows it. */
export const dateOn = (wall: number): string => new Date(wall).toISOString().slice(0, 10);

/** `09:30`, as the wall shows it. */
export const timeOn = (wall: number): string => new Date(wall).toISOString().slice(11, 16);

/** Minutes since midnight as a time of day; of the next day where there are more. */
export const timeOfMinutes = (minutes: number): string =>
  `${String(Math.floor((minutes % 1_440) / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
