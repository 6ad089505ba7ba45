/** Days and hours on the wall of any zone, for drawing: instants are worked out here, never guessed from lengths of days. */

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    hourCycle: "h23",
  });
  formats.set(zone, made);
  return made;
}

/** What the wall shows at an instant, as milliseconds as if it hung in UTC. */
export function wallAt(instant: number, zone: string): number {
  const read = Object.fromEntries(partsOf(zone).formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(
    read["year"] ?? 0, (read["month"] ?? 1) - 1, read["day"] ?? 1, read["hour"] ?? 0, read["minute"] ?? 0, read["second"] ?? 0,
  );
}

const day = 86_400_000;

/** When a day begins on the wall of a zone; the first instant after the gap where midnight is skipped. */
function startOfDay(date: number, zone: string): number {
  const guess = date - (wallAt(date, zone) - date);
  const better = date - (wallAt(guess, zone) - guess);
  return wallAt(better, zone) < date ? better + (date - wallAt(better, zone)) : better;
}

/** The beginnings of so many days from the day in which an instant lies, and the end of the last: one more than days. */
export function daysFrom(instant: number, days: number, zone: string): readonly number[] {
  const first = Math.floor(wallAt(instant, zone) / day) * day;
  return Array.from({ length: days + 1 }, (_, index) => startOfDay(first + index * day, zone));
}

const sayings = new Map<string, Intl.DateTimeFormat>();

/** An instant in a zone, in those parts: `Sun 25 Oct`, `07:00`. */
export function saidIn(instant: number, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = zone + JSON.stringify(options);
  const known = sayings.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone, hourCycle: "h23" });
  sayings.set(key, known);
  return known.format(instant).replace(",", "");
}

export const clockIn = (instant: number, zone: string): string => saidIn(instant, zone, { hour: "2-digit", minute: "2-digit" });
export const dayIn = (instant: number, zone: string): string =>
  saidIn(instant, zone, { weekday: "short", day: "numeric", month: "short" });

/** `Europe/Zagreb` as people say it: `Zagreb`. */
export const cityOf = (zone: string): string => zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
