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

/** One that says whom it hit. */
interface Hit extends ImpactTime {
  readonly components: readonly string[];
}

/** What incidents say is read once: figures over years ask the same ones for every window of every objective. */
const hitsOf = new WeakMap<DowntimeIncident, readonly Hit[]>();

function hits(incident: DowntimeIncident): readonly Hit[] {
  const known = hitsOf.get(incident);
  if (known !== undefined) return known;
  const { intervals = [{ from: incident.startedAt, to: incident.resolvedAt }] } = incident;
  const read = intervals.map(({ from, to, components, impact, share }) => {
    const until = to ?? incident.openUntil;
    return {
      from: instantOf(from), to: until === undefined ? null : instantOf(until), level: impact ?? incident.impact, counted: share ?? null,
      components: components ?? incident.components ?? [],
    };
  });
  hitsOf.set(incident, read);
  return read;
}

/** The times of an incident that hit a component, or any where none is named. */
export const timesOf = (incident: DowntimeIncident, component: string | null): readonly ImpactTime[] =>
  component === null ? hits(incident) : hits(incident).filter(({ components }) => components.includes(component));
