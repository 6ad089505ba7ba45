import { firstInstantOf, localDayAt } from "../oncall/wallClock.ts";

const DAY_MS = 86_400_000;
/** Days since 1 January 1970, which was a Thursday. */
const mondayBefore = (day: number): number => day - ((day + 3) % 7);

/** The Monday of the week that a moment lies in on the program's clock, as 2026-11-23. */
export const mondayOf = (at: number, timeZone: string): string =>
  new Date(mondayBefore(localDayAt(at, timeZone)) * DAY_MS).toISOString().slice(0, 10);

/** The instant at which that week began there, ms. */
export const weekBegan = (at: number, timeZone: string): number => firstInstantOf(
  mondayBefore(localDayAt(at, timeZone)) * DAY_MS, timeZone,
);

/** The day that a moment lies in there, as 2026-11-23. */
export const dayIn = (at: string, timeZone: string): string =>
  new Date(localDayAt(Date.parse(at), timeZone) * DAY_MS).toISOString().slice(0, 10);
