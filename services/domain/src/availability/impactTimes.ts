import type { DowntimeIncident } from "../reports/availabilityReport.ts";
import { instantOf } from "../statistics/calendar.ts";

/** A stretch of an incident, as it hit somebody. Milliseconds since the epoch; `to` is null where nobody says when it ended. */
interface ImpactTime {
  readonly from: number;
  readonly to: number | null;
  readonly level: string;
  /** Share of customers that somebody counted, parts per 100,000; null: nobody did. */
  readonly counted: number | null;
}

/** The times of an incident that hit a component, or any where none is named. */
export function timesOf(incident: DowntimeIncident, component: string | null): readonly ImpactTime[] {
  const { intervals = [{ from: incident.startedAt, to: incident.resolvedAt }] } = incident;
  return intervals.flatMap(({ from, to, components, impact, share }) => {
    if (component !== null && !(components ?? incident.components ?? []).includes(component)) return [];
    const until = to ?? incident.openUntil;
    return [
      {
        from: instantOf(from), to: until === undefined ? null : instantOf(until), level: impact ?? incident.impact, counted: share ?? null,
      },
    ];
  });
}
