import type { IncidentRow, Stored } from "@ballast/readmodel";
import { oncePerScope, type Scope } from "../graphql/scope.ts";
import { toIncident, type Incident } from "./incidentType.ts";

/**
 * Whether a scope may know of an incident. A private one is seen by responders, commanders and administrators, by
 * who declared it or holds a role in it, and by whom it pages. Asked of the incident as it is now, also when looking back.
 */
export const mayKnow = oncePerScope(({ context, viewer }, id): boolean => {
  if (viewer === "all") return true;
  const { incidents, pages } = context.readModel;
  const now = incidents.get(id);
  if (now === undefined) return false;
  if (!now.private) return true;
  return incidents.all({ ids: [id], viewer }).length > 0 || pages.all({ incidentId: id, personId: viewer.personId }).length > 0;
});

const hidden = oncePerScope((scope): ReadonlySet<string> => new Set(scope.context.readModel.incidents.hiddenFrom(scope.viewer)));

/** Private ones that a scope must not know of. */
export const unknownIncidents = (scope: Scope): ReadonlySet<string> => hidden(scope, "");

/** The incident with this id, if there is one that the scope may know of. */
export const incidentById = oncePerScope((scope, id): Incident | null => {
  const row = scope.context.readModel.incidents.get(id, scope.asOf);
  return row === undefined || !mayKnow(scope, id) ? null : toIncident(row, scope);
});

/** Of these rows, those that the scope may know of. */
export const visible = (rows: readonly Stored<IncidentRow>[], scope: Scope): readonly Incident[] =>
  rows.filter(({ id }) => mayKnow(scope, id)).map((row) => toIncident(row, scope));

/** Incidents that name a record. */
export const incidentsOfRecord = (scope: Scope, recordId: string): readonly Incident[] =>
  visible(scope.context.readModel.incidents.ofRecord(recordId, scope.asOf), scope);
