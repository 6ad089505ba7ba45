import type { TimelineEntry } from "./entry.ts";

/** An entry's times in epoch milliseconds. */
export interface EntryTimes {
  at: number;
  /** `null` for a moment. */
  end: number | null;
  knownFrom: number;
  /** Infinity while the version stands. */
  knownTo: number;
}

const parsed = new WeakMap<TimelineEntry, EntryTimes>();

/** Reads an entry's times once, however often it is laid out: with ten thousand entries parsing is what takes longest. */
export function timesOf(entry: TimelineEntry): EntryTimes {
  const before = parsed.get(entry);
  if (before !== undefined) return before;
  const times = {
    at: Date.parse(entry.at),
    end: entry.endAt === undefined ? null : Date.parse(entry.endAt),
    knownFrom: Date.parse(entry.knownFrom),
    knownTo: entry.knownTo === undefined ? Number.POSITIVE_INFINITY : Date.parse(entry.knownTo),
  };
  parsed.set(entry, times);
  return times;
}
