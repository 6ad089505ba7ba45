import { coveredLength, instantOf, mitigatedBeforeDetected, responseMinutes } from "@ballast/domain";
import { lastedMs, type IncidentRow } from "@ballast/readmodel";
import type { IncidentFigures } from "./incidentParts.ts";

type Facts = Pick<IncidentRow, "imported" | "startedAt" | "declaredAt" | "resolvedAt" | "milestones" | "intervals" | "pauses">;

const msOf = (minutes: number | null): number | null => (minutes === null ? null : minutes * 60_000);

/** How long the response took; an import has nothing but a start and an end. `until` ends what lasts. */
export function incidentFigures(incident: Facts, until: string): IncidentFigures {
  const { imported, startedAt, milestones, intervals, pauses } = incident;
  const lasted = startedAt === null ? null : lastedMs(incident);
  const span = lasted === null ? null : Math.max(0, lasted);
  if (imported)
    return { impactMs: span, detectMs: null, acknowledgeMs: null, mitigateMs: null, mitigatedBeforeDetected: false, resolveMs: span };
  const known = Object.fromEntries(milestones.map(({ milestone, at }) => [milestone, at]));
  const times = responseMinutes(known, pauses);
  const end = instantOf(until);
  const hurt = intervals.map(({ startedAt: from, endedAt }) => ({
    from: instantOf(from), to: endedAt === null ? end : instantOf(endedAt),
  }));
  return {
    impactMs: hurt.length === 0 ? span : coveredLength(hurt.filter(({ from, to }) => from < to)),
    detectMs: msOf(times.detectMinutes),
    acknowledgeMs: msOf(times.acknowledgeMinutes),
    mitigateMs: msOf(times.mitigateMinutes),
    mitigatedBeforeDetected: mitigatedBeforeDetected(known),
    resolveMs: msOf(times.resolveMinutes),
  };
}
