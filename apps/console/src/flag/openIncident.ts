import { nodesOf } from "../data/fields.ts";
import { useRead } from "../data/read.ts";
import { openIncidentsDocument } from "../turning/turningDocuments.ts";
import type { FlagRecord } from "./flagDocuments.ts";
import type { OpenIncident } from "../turning/turningDocuments.ts";

/** Of the open incidents, the worst that is about one of these services; the later of two that are as bad. */
export function incidentOf(incidents: readonly OpenIncident[], services: readonly { readonly slug: string }[]): OpenIncident | null {
  const own = new Set(services.map(({ slug }) => slug));
  const hit = incidents.filter((incident) => incident.services.some(({ slug }) => own.has(slug)));
  const worst = hit.toSorted((one, other) => (one.severity ?? 9) - (other.severity ?? 9) || (one.declaredAt < other.declaredAt ? 1 : -1));
  return worst[0] ?? null;
}

/** Incidents that are open now; none where nobody knows yet. */
export function useOpenIncidents(): readonly OpenIncident[] {
  return nodesOf(useRead(openIncidentsDocument, {}, { now: true, everyMs: 30_000 }).data?.incidents);
}

/** The open incident that a kill of this flag is recorded for; null where there is none, or nobody knows yet. */
export const useOpenIncident = (flag: FlagRecord): OpenIncident | null => incidentOf(useOpenIncidents(), flag.about?.services ?? []);
