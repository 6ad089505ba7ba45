import { evolveOutline } from "@ballast/domain";
import { milestone, type DataOf, type IncidentEvent, type Milestone } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import {
  milestoneAt, type CorrectionRow, type IncidentRow, type MilestoneRow, type RoleHoldingRow, type TickRow, type TypeRoleRow,
} from "./incidentRow.ts";

/** The row of an incident that was just declared. */
export function declaredRow(data: DataOf<"IncidentDeclared">, { metadata }: RecordedEvent): IncidentRow {
  return {
    id: data.incidentId, number: data.number, title: data.title, summary: data.summary, state: "triage", severity: data.severity,
    publicImpact: data.publicImpact, serviceIds: data.serviceIds, components: data.components, declaredAt: metadata.occurredAt,
    declaredBy: metadata.actor, declaredAutomatically: data.declaredAutomatically, startedAt: data.impactStartAt, resolvedAt: null,
    drill: data.drill, private: data.private, imported: false, url: null, source: metadata.source ?? null, given: null, roles: [],
    milestones: [], intervals: [], customers: [], customerCount: null, links: [], alertCount: 0, updates: [], nextUpdateDueAt: null,
    pauses: [], resolutionProposed: false, mergedInto: null, review: { state: "none", dueAt: null, heldAt: null, reason: null },
    responseStartedAt: null,
  };
}

/** Who made a correction, when and why, and what stood there before. */
export const correction = ({ metadata }: RecordedEvent, previous: string | null, reason: string): CorrectionRow =>
  ({ at: metadata.recordedAt, by: metadata.actor.name, previous, reason });

/**
 * The row after a fact about what the incident is now: its outline changes by the domain's rule alone. A milestone that
 * is not known any more keeps its place and its corrections.
 */
export function outlined(row: IncidentRow, event: IncidentEvent, { metadata }: RecordedEvent): IncidentRow {
  const known = Object.fromEntries(row.milestones.flatMap(({ milestone, at }) => (at === null ? [] : [[milestone, at]])));
  const { milestones, ...outline } = evolveOutline({ ...row, milestones: known }, event);
  const names = new Set<Milestone>([...row.milestones.map(({ milestone }) => milestone), ...namesOf(milestones)]);
  const rows = [...names].map((milestone): MilestoneRow => ({
    milestone,
    at: milestones[milestone] ?? null,
    corrections: row.milestones.find((entry) => entry.milestone === milestone)?.corrections ?? [],
  }));
  const next = { ...outline, milestones: rows };
  return row.imported ? next : withTimes(next, metadata.occurredAt);
}

const namesOf = (milestones: Readonly<Partial<Record<Milestone, string>>>): Milestone[] =>
  milestone.options.filter((name) => milestones[name] !== undefined);

/** An incident's own start and end follow its milestones; of a resolution without one, `movedAt` is the best there is. */
function withTimes(row: IncidentRow, movedAt: string): IncidentRow {
  const over = row.state === "resolved" || row.state === "closed";
  return {
    ...row, startedAt: milestoneAt(row, "impactStart") ?? row.startedAt,
    resolvedAt: over ? (milestoneAt(row, "resolved") ?? row.resolvedAt ?? movedAt) : null,
  };
}

/** Remembers what stood there before. */
export const correctedMilestone = (row: IncidentRow, name: Milestone, made: CorrectionRow): IncidentRow => {
  const known = row.milestones.find(({ milestone: other }) => other === name) ?? { milestone: name, at: null, corrections: [] };
  const next = { ...known, corrections: [...known.corrections, made] };
  return { ...row, milestones: [...row.milestones.filter((entry) => entry !== known), next] };
};

/** Somebody takes a role. */
export const taken = (row: IncidentRow, { role, personId }: Pick<RoleHoldingRow, "role" | "personId">, from: string): IncidentRow =>
  ({ ...row, roles: [...row.roles, { role, personId, from, to: null }] });

/** Somebody takes a role of the incident's type. */
export const typeRoleTaken = (row: IncidentRow, { role, personId }: Pick<TypeRoleRow, "role" | "personId">, from: string): IncidentRow =>
  ({ ...row, typeRoles: [...(row.typeRoles ?? []), { role, personId, from, to: null }] });

/** Somebody leaves one. */
export const typeRoleLeft = (row: IncidentRow, { role, personId }: Pick<TypeRoleRow, "role" | "personId">, to: string): IncidentRow => ({
  ...row,
  typeRoles: (row.typeRoles ?? []).map((held) =>
    (held.role === role && held.personId === personId && held.to === null ? { ...held, to } : held)),
});

/** A line of the checklist is ticked, or is not any more. */
export const tickedAs = (row: IncidentRow, lineId: string, tick: TickRow | null): IncidentRow => ({
  ...row, ticks: [...(row.ticks ?? []).filter((other) => other.lineId !== lineId), ...(tick === null ? [] : [tick])],
});

/** Somebody leaves a role. */
export const left = (row: IncidentRow, { role, personId }: Pick<RoleHoldingRow, "role" | "personId">, to: string): IncidentRow => ({
  ...row,
  roles: row.roles.map((held) => (held.role === role && held.personId === personId && held.to === null ? { ...held, to } : held)),
});
