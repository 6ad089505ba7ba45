import type { TimelineEntry } from "./entry.ts";
import { timesOf } from "./times.ts";

/** An entry as it stood, and whether it was known at the moment looked at. */
export interface KnownEntry {
  entry: TimelineEntry;
  known: boolean;
}

function chosen(versions: readonly TimelineEntry[], at: number): KnownEntry | null {
  let later: TimelineEntry | null = null;
  for (const entry of versions) {
    const { knownFrom, knownTo } = timesOf(entry);
    if (knownFrom <= at && at < knownTo) return { entry, known: true };
    if (knownFrom > at && (later === null || knownFrom < timesOf(later).knownFrom)) later = entry;
  }
  return later === null ? null : { entry: later, known: false };
}

/**
 * The version of every entry as known at a moment (epoch milliseconds; `null` = now). Entries that only became known
 * later are kept and marked, so that a review sees what was missing; entries withdrawn by then are left out.
 * Versions of one entry share its id.
 */
export function asKnownAt(entries: readonly TimelineEntry[], at: number | null): readonly KnownEntry[] {
  const moment = at ?? Number.MAX_SAFE_INTEGER;
  const versions = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const list = versions.get(entry.id);
    if (list === undefined) versions.set(entry.id, [entry]);
    else list.push(entry);
  }
  const known: KnownEntry[] = [];
  for (const list of versions.values()) {
    const found = chosen(list, moment);
    if (found !== null) known.push(found);
  }
  return known.sort((a, b) => timesOf(a.entry).at - timesOf(b.entry).at);
}
