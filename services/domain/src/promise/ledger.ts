const DAY_MS = 86_400_000;

/** A day that was promised after another one, and why. */
export interface Slip {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** What is promised for a day, with every day that was promised before. */
export interface Promised {
  /** The day that is promised now; null while none is. */
  readonly dueOn: string | null;
  /** Oldest first. */
  readonly slips: readonly Pick<Slip, "from">[];
}

/** The first day that was ever promised; null while none was. */
export const firstPromise = ({ dueOn, slips }: Promised): string | null => slips[0]?.from ?? dueOn;

/** How late something is, in whole days. */
export interface Lateness {
  /** After the day that is promised now. */
  readonly overdue: number;
  /** After the first day that ever was promised. */
  readonly sinceFirst: number;
}

/**
 * How late it is on a day. What was kept, on the day `kept`, is late by that day and overdue no more; what is still to come comes on the
 * promised day at the earliest.
 */
export function lateness(promised: Promised, today: string, kept: string | null = null): Lateness {
  const first = firstPromise(promised);
  if (first === null || promised.dueOn === null) return { overdue: 0, sinceFirst: 0 };
  if (kept !== null) return { overdue: 0, sinceFirst: daysBetween(first, kept) };
  const expected = promised.dueOn > today ? promised.dueOn : today;
  return { overdue: daysBetween(promised.dueOn, today), sinceFirst: daysBetween(first, expected) };
}

/** Whole days from one day to a later one; 0 where it is not later. */
export const daysBetween = (from: string, to: string): number => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS));

/** The price of being late, in bad minutes: days × what it would take off a year, by the day. */
export const priceOfLateness = (days: number, minutesAYear: number): number => (days * minutesAYear) / 365.25;
