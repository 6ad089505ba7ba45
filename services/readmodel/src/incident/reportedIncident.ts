import { countsInFigures, downtimeOf, type DowntimeIncident, type ReportedDeploy, type ReportedIncident } from "@ballast/domain";
import type { Stored } from "../engine/projection.ts";
import { isOpen, milestoneAt, type IncidentRow } from "./incidentRow.ts";

/** An incident with all that the incident and the availability report ask for. */
export type IncidentInput = ReportedIncident & DowntimeIncident;

/** An incident of figures, with the services that it concerns. */
export interface FiguredIncident {
  readonly serviceIds: readonly string[];
  readonly input: IncidentInput;
}

/** Incidents as figures look at them: drills and what was none of its own are left out, and what never says when it began. */
export const figured = (incidents: readonly IncidentRow[], now: string): readonly FiguredIncident[] =>
  incidents
    .filter(countsInFigures)
    .flatMap((incident) => incidentInput(incident, now).map((input) => ({ serviceIds: incident.serviceIds, input })));

function incidentInput(incident: IncidentRow, now: string): readonly IncidentInput[] {
  const startedAt = incident.startedAt ?? (incident.imported ? null : incident.declaredAt);
  if (startedAt === null) return [];
  const { id, pauses, resolvedAt, components, publicImpact: impact, intervals: hurt } = incident;
  return [{ ...downtimeOf({ id, impact, startedAt, resolvedAt, components, pauses, hurt, open: isOpen(incident) }, now), pauses }];
}

/** Whether it lasts until whoever asks. */
export const goesOn = (row: IncidentRow): boolean => isOpen(row) || row.resolvedAt === null;

/** An incident that the public may know of, as figures count it. */
export interface PublicRow {
  readonly row: Stored<IncidentRow>;
  readonly input: IncidentInput;
}

/** Of these rows those that the public may know of: nothing private, no drill, nothing that is without an impact on it. */
export const publicRows = (incidents: readonly Stored<IncidentRow>[], now: string): readonly PublicRow[] =>
  incidents
    .filter((row) => !row.private && row.publicImpact !== "none" && countsInFigures(row))
    .flatMap((row) => incidentInput(row, now).map((input) => ({ row, input })));

/** What the incidents that name a deploy say of it, for `deployReport`. */
export const saidOf = (deployId: string, incidents: readonly IncidentRow[]): ReportedDeploy["incidents"] =>
  incidents
    .filter(countsInFigures)
    .flatMap((incident) =>
      incident.links.flatMap(({ recordId, type }) =>
        recordId === deployId
          ? [{ id: incident.id, relation: type, mitigatedAt: milestoneAt(incident, "mitigated"), resolvedAt: incident.resolvedAt }]
          : [],
      ),
    );
