import { instantOf } from "../statistics/calendar.ts";

/** What a source says about when an incident was. All times ISO 8601; offsets may differ between them. */
export type IncidentTimes = {
  readonly startedAt?: string | null | undefined;
  readonly resolvedAt?: string | null | undefined;
  readonly updates: readonly { readonly at: string; readonly status: string }[];
};

/** Start and end of an incident as its source wrote them; null where it does not say. */
export type IncidentSpan = { readonly startedAt: string | null; readonly resolvedAt: string | null };

/**
 * When an incident started and was resolved (definition D1): the times given; failing those, its earliest update
 * and its last update with status Resolved. A status that flips back to Investigating is overruled by a later
 * Resolved; a postmortem never extends the incident.
 */
export function incidentSpan(times: IncidentTimes): IncidentSpan {
  const ordered = times.updates.toSorted((a, b) => instantOf(a.at) - instantOf(b.at));
  const resolutions = ordered.filter(({ status }) => status.trim().toLowerCase() === "resolved");
  return {
    startedAt: times.startedAt ?? ordered.at(0)?.at ?? null,
    resolvedAt: times.resolvedAt ?? resolutions.at(-1)?.at ?? null,
  };
}
