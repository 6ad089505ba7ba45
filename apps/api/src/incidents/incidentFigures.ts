import { coveredLength, instantOf, responseMinutes } from "@ballast/domain";
import type { IncidentRow } from "@ballast/readmodel";
import type { IncidentFigures } from "./incidentParts.ts";

type Facts = Pick<IncidentRow, "imported" | "startedAt" | "resolvedAt" | "milestones" | "intervals">;

const msOf = (minutes: number | null): number | null => (minutes === null ? null : minutes * 60_000);

/** How long the response took; an import has nothing but a start and an end. `until` ends what lasts. */
export function incidentFigures({ imported, startedAt, resolvedAt, milestones, intervals }: Facts, until: string): IncidentFigures {
  const span = startedAt === null || resolvedAt === null ? null : Math.max(0, Date.parse(resolvedAt) - Date.parse(startedAt));
  if (imported) return { impactMs: span, detectMs: null, acknowledgeMs: null, mitigateMs: null, resolveMs: span };
  const known = Object.fromEntries(milestones.map(({ milestone, at }) => [milestone, at]));
  const times = responseMinutes(known);
  const end = instantOf(until);
  const hurt = intervals.map(({ startedAt: from, endedAt }) => ({ from: instantOf(from), to: endedAt === null ? end : instantOf(endedAt) }));
  return {
    impactMs: hurt.length === 0 ? span : coveredLength(hurt.filter(({ from, to }) => from < to)),
    detectMs: msOf(times.detectMinutes), acknowledgeMs: msOf(times.acknowledgeMinutes), mitigateMs: msOf(times.mitigateMinutes), resolveMs: msOf(times.resolveMinutes),
  };
}
