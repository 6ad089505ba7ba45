import { lanes } from "./entry.ts";
import type { Lane, TimelineEntry } from "./entry.ts";

/** What of a timeline is shown. */
export interface TimelineFilter {
  /** `null` = all lanes. */
  lanes: readonly Lane[] | null;
  text: string;
}

/** Reads `lanes=alerts,pages`; anything unknown is left out, nothing left means all. */
export function parseLanes(text: string | null): readonly Lane[] | null {
  if (text === null) return null;
  const named = text.split(",");
  const known = lanes.filter((lane) => named.includes(lane));
  return known.length === 0 ? null : known;
}

/** The lanes after one is switched on or off; `null` when all of the present ones are on again. */
export function toggledLanes(chosen: readonly Lane[] | null, lane: Lane, present: readonly Lane[]): readonly Lane[] | null {
  const before = chosen ?? present;
  const next = before.includes(lane) ? before.filter((each) => each !== lane) : [...before, lane];
  const ordered = present.filter((each) => next.includes(each));
  return ordered.length === present.length || ordered.length === 0 ? null : ordered;
}

/** Whether an entry passes the filter; text is looked for in title, detail, actor and kind, every word of it. */
export function passes(entry: TimelineEntry, filter: TimelineFilter): boolean {
  if (filter.lanes !== null && !filter.lanes.includes(entry.lane)) return false;
  const words = filter.text.toLowerCase().split(/\s+/u).filter((word) => word !== "");
  if (words.length === 0) return true;
  const hay = `${entry.title} ${entry.detail ?? ""} ${entry.actor?.name ?? ""} ${entry.kind}`.toLowerCase();
  return words.every((word) => hay.includes(word));
}
