import type { DataOf, Milestone } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import { milestoneAt, type CorrectionRow, type IncidentRow, type MilestoneRow, type RoleHoldingRow } from "./incidentRow.ts";

/** The row of an incident that was just declared. */
export function declaredRow(data: DataOf<"IncidentDeclared">, { metadata }: RecordedEvent): IncidentRow {
  return {
    id: data.incidentId, number: data.number, title: data.title, summary: data.summary, state: "triage", severity: data.severity, publicImpact: data.publicImpact,
    serviceIds: data.serviceIds, components: data.components, declaredAt: metadata.occurredAt, declaredBy: metadata.actor, declaredAutomatically: data.declaredAutomatically,
    startedAt: data.impactStartAt, resolvedAt: null, drill: data.drill, private: data.private, imported: false, url: null, source: metadata.source ?? null, given: null,
    roles: [], milestones: [], intervals: [], customers: [], customerCount: null, links: [], alertCount: 0, updates: [], nextUpdateDueAt: null, resolutionProposed: false,
    mergedInto: null, review: { state: "none", dueAt: null, heldAt: null, reason: null }, responseStartedAt: null,
  };
}

/** Who made a correction, when and why, and what stood there before. */
export const correction = ({ metadata }: RecordedEvent, previous: string | null, reason: string): CorrectionRow =>
  ({ at: metadata.recordedAt, by: metadata.actor.name, previous, reason });

/** The first time counts; a correction replaces it and keeps the old value. */
export function reached(row: IncidentRow, milestone: Milestone, { at, corrected }: { at: string | null; corrected?: CorrectionRow }): IncidentRow {
  const known = row.milestones.find((entry) => entry.milestone === milestone);
  if (known !== undefined && corrected === undefined) return row;
  const next: MilestoneRow = { milestone, at, corrections: [...(known?.corrections ?? []), ...(corrected === undefined ? [] : [corrected])] };
  const milestones = known === undefined ? [...row.milestones, next] : row.milestones.map((entry) => (entry === known ? next : entry));
  return withResponseTimes({ ...row, milestones });
}

/** An incident's own start and end follow its milestones. */
export function withResponseTimes(row: IncidentRow): IncidentRow {
  if (row.imported) return row;
  const resolved = row.state === "resolved" || row.state === "closed" ? (milestoneAt(row, "resolved") ?? row.resolvedAt) : null;
  return { ...row, startedAt: milestoneAt(row, "impactStart") ?? row.startedAt, resolvedAt: resolved };
}

/** A new state; resolving sets the end, reopening takes it back. */
export function inState(row: IncidentRow, state: IncidentRow["state"], { metadata }: RecordedEvent): IncidentRow {
  const resolvedAt = state === "resolved" ? metadata.occurredAt : state === "closed" ? row.resolvedAt : null;
  return withResponseTimes({ ...row, state, resolvedAt, resolutionProposed: false });
}

/** Somebody takes a role. */
export const taken = (row: IncidentRow, { role, personId }: Pick<RoleHoldingRow, "role" | "personId">, from: string): IncidentRow =>
  ({ ...row, roles: [...row.roles, { role, personId, from, to: null }] });

/** Somebody leaves a role. */
export const left = (row: IncidentRow, { role, personId }: Pick<RoleHoldingRow, "role" | "personId">, to: string): IncidentRow =>
  ({ ...row, roles: row.roles.map((held) => (held.role === role && held.personId === personId && held.to === null ? { ...held, to } : held)) });
