import { instantOf } from "../statistics/calendar.ts";
import type { Occurrence } from "./historySays.ts";

const MINUTE_MS = 60_000;

/** What of an incident says how bad it was. Times ISO. */
export interface CameTrue {
  readonly startedAt: string;
  /** Null while it lasts. */
  readonly endedAt: string | null;
  readonly detectedAt: string | null;
  /** When which share of users was hit; a share of null is not known. */
  readonly intervals: readonly { readonly startedAt: string; readonly endedAt: string | null; readonly share: number | null }[];
  /** Times in which it was over. */
  readonly pauses: readonly { readonly from: string; readonly to: string }[];
}

/** How it counts: what somebody said that it hit outranks its intervals; what nobody knows is taken as registered. */
export interface Counting {
  readonly now: string;
  readonly said: number | null;
  readonly registered: number;
}

/**
 * The incident as an occurrence of the risk. Where several components were hurt at once the largest share counts (they
 * are the same users); while it lasts, its end is now.
 */
export function occurrenceOf(incident: CameTrue, { now, said, registered }: Counting): Occurrence {
  const [start, end] = [instantOf(incident.startedAt), Math.max(instantOf(incident.startedAt), instantOf(incident.endedAt ?? now))];
  const paused = incident.pauses.reduce((sum, { from, to }) => sum + Math.max(0, instantOf(to) - instantOf(from)), 0);
  const minutes = Math.max(0, end - start - paused) / MINUTE_MS;
  const detected = incident.detectedAt === null ? null : Math.max(0, instantOf(incident.detectedAt) - start) / MINUTE_MS;
  return {
    at: incident.startedAt, detectMinutes: detected, minutes, impactPer100k: said ?? meanShare(incident, { start, end, registered }),
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly registered: number;
}

/** The share of users that was hit, on average over the incident: the integral of the largest share, over its length. */
function meanShare({ intervals }: CameTrue, { start, end, registered }: Span): number {
  const clipped = intervals.flatMap(({ startedAt, endedAt, share }) => {
    const [from, to] = [Math.max(start, instantOf(startedAt)), Math.min(end, endedAt === null ? end : instantOf(endedAt))];
    return to > from ? [{ from, to, share: share ?? registered }] : [];
  });
  if (clipped.length === 0 || end === start) return registered;
  const edges = [...new Set(clipped.flatMap(({ from, to }) => [from, to]))].toSorted((one, other) => one - other);
  const area = edges.slice(1).reduce((sum, to, index) => {
    const from = edges[index] ?? to;
    const largest = clipped.reduce((most, other) => (other.from <= from && other.to >= to ? Math.max(most, other.share) : most), 0);
    return sum + largest * (to - from);
  }, 0);
  return area / (end - start);
}
