const day = 86_400_000;

/** A span of time: either end may be open. ISO instants. */
export interface Period {
  from?: string;
  to?: string;
}

/** The spans offered by name, as they stand in the URL and in a pill. */
export const periods: readonly (readonly [key: string, words: string, days: number])[] = [
  ["1d", "last day", 1],
  ["7d", "last 7 days", 7],
  ["30d", "last 30 days", 30],
  ["90d", "last 90 days", 90],
  ["365d", "last year", 365],
];

/** Reads `90d` or `2026-08-01..2026-09-01` (either date may be missing; both are included). `null` for anything else. */
export function parsePeriod(text: string | undefined, now: number): Period | null {
  if (text === undefined || text === "") return null;
  const named = periods.find(([key]) => key === text);
  if (named !== undefined) {
    // From the beginning of a day, so that the same page asks the same question all day.
    return { from: new Date(Math.floor(now / day) * day - (named[2] - 1) * day).toISOString() };
  }
  const dates = /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/u.exec(text);
  if (dates === null) return null;
  const from = dates[1] === undefined ? Number.NaN : Date.parse(`${dates[1]}T00:00:00Z`);
  const to = dates[2] === undefined ? Number.NaN : Date.parse(`${dates[2]}T00:00:00Z`) + day;
  const period: Period = {};
  if (!Number.isNaN(from)) period.from = new Date(from).toISOString();
  if (!Number.isNaN(to)) period.to = new Date(to).toISOString();
  return period.from === undefined && period.to === undefined ? null : period;
}

const plain = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** `last 90 days`, `1 Aug 2026 to 31 Aug 2026`, `since 1 Aug 2026`. */
export function periodWords(text: string): string {
  if (text === "all") return "everything there is";
  const named = periods.find(([key]) => key === text);
  if (named !== undefined) return named[1];
  const [from = "", to = ""] = text.split("..");
  const say = (date: string): string => plain.format(Date.parse(`${date}T00:00:00Z`));
  if (from !== "" && to !== "") return from === to ? say(from) : `${say(from)} to ${say(to)}`;
  return from !== "" ? `since ${say(from)}` : to !== "" ? `until ${say(to)}` : text;
}
