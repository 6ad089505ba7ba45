import { MS_PER_HOUR, instantOf } from "../statistics/calendar.ts";
import type { ReportedDeploy } from "./deployReport.ts";

/** An incident that may have come of a deploy. */
export interface AttributedIncident {
  readonly id: string;
  readonly startedAt: string;
  readonly mitigatedAt?: string | null | undefined;
  readonly resolvedAt?: string | null | undefined;
}

/** What people have said of it counts first: an incident that names any deploy as these is not put down to another one. */
const said: ReadonlySet<string> = new Set(["caused", "contributed", "suspected", "ruledOut"]);

/**
 * Puts down an incident that names no deploy to the latest one that served everybody before it began, within so many hours; one that began
 * later, or before any deploy, stays nobody's. Without a limit it would always be the latest deploy, however old.
 * @param withinHours at least 0
 */
export function attributed(
  deploys: readonly ReportedDeploy[], incidents: readonly AttributedIncident[], withinHours: number,
): readonly ReportedDeploy[] {
  const named = new Set(
    deploys.flatMap((deploy) => (deploy.incidents ?? []).flatMap(({ id, relation }) => (said.has(relation) ? [id] : []))),
  );
  const live = deploys
    .flatMap(({ id, kind, liveAt }) => (kind === "deploy" && liveAt ? [{ id, at: instantOf(liveAt) }] : []))
    .toSorted((one, other) => one.at - other.at);
  const found = new Map<string, AttributedIncident[]>();
  for (const incident of incidents.filter(({ id }) => !named.has(id))) {
    const began = instantOf(incident.startedAt);
    const latest = live.findLast(({ at }) => at <= began);
    if (latest === undefined || began - latest.at > withinHours * MS_PER_HOUR) continue;
    found.set(latest.id, [...(found.get(latest.id) ?? []), incident]);
  }
  return deploys.map((deploy) => {
    const own = (found.get(deploy.id) ?? []).map(
      ({ id, mitigatedAt, resolvedAt }) => ({ id, relation: "suspected" as const, mitigatedAt, resolvedAt }),
    );
    return own.length === 0 ? deploy : { ...deploy, incidents: [...(deploy.incidents ?? []), ...own] };
  });
}
