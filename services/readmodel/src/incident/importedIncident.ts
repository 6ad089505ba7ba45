import { incidentSpan } from "@ballast/domain";
import type { DataOf, IncidentState } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import { own } from "@ballast/schema";
import type { IncidentRow, UpdateMark } from "./incidentRow.ts";

/** What a status page's word says about where an incident is. */
const STATES: Readonly<Record<string, IncidentState>> = {
  investigating: "investigating", identified: "fixing", monitoring: "monitoring", resolved: "resolved", completed: "resolved",
  postmortem: "closed", scheduled: "triage", "in progress": "fixing", verifying: "monitoring",
};

type Imported = Omit<DataOf<"IncidentImported">, "serviceId" | "incidentId">;

/** The row of an incident from elsewhere, before its updates. */
export function importedRow(data: DataOf<"IncidentImported">, { metadata }: RecordedEvent): IncidentRow {
  return withTimes({
    id: data.incidentId, number: null, title: data.title, summary: "", state: "investigating", severity: null, publicImpact: data.impact,
    serviceIds: [data.serviceId], components: data.components, declaredAt: metadata.occurredAt, declaredBy: metadata.actor,
    declaredAutomatically: false, startedAt: null, resolvedAt: null, drill: false, private: false, imported: true, url: data.url,
    source: metadata.source ?? null, given: { startedAt: data.startedAt, resolvedAt: data.resolvedAt }, plan: data.plan, roles: [],
    milestones: [], intervals: [], customers: [], customerCount: null, links: [], alertCount: 0, updates: [], nextUpdateDueAt: null,
    pauses: [], resolutionProposed: false, mergedInto: null, review: { state: "none", dueAt: null, heldAt: null, reason: null },
    responseStartedAt: null,
  });
}

/** The source has changed its mind. */
export const correctedRow = (row: IncidentRow, { title, impact, components, startedAt, resolvedAt, url, plan }: Imported): IncidentRow =>
  withTimes({ ...row, title, publicImpact: impact, components, url, plan, given: { startedAt, resolvedAt } });

/** An update's place among the others, by its time. */
export const withUpdate = (row: IncidentRow, update: UpdateMark): IncidentRow =>
  withTimes({
    ...row,
    updates: [...row.updates.filter(({ id }) => id !== update.id), update].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
  });

/** Start, end and state as the source's words have them (D1); a maintenance ends when it is completed. */
function withTimes(row: IncidentRow): IncidentRow {
  if (row.given === null) return row;
  const span = incidentSpan({ ...row.given, updates: row.updates });
  const completed =
    row.publicImpact === "maintenance" ? row.updates.findLast(({ status }) => wordOf(status) === "completed")?.at : undefined;
  const resolvedAt = span.resolvedAt ?? completed ?? null;
  const last = row.updates.at(-1);
  const state = resolvedAt !== null ? "resolved" : (own(STATES, wordOf(last?.status ?? "")) ?? "investigating");
  return { ...row, startedAt: span.startedAt, resolvedAt, state, declaredAt: span.startedAt ?? row.declaredAt };
}

/** The incident as it was known at a moment: its source did not know of an end that lay ahead. */
export function asKnownAt<Row extends IncidentRow>(row: Row, knownAt: string): Row {
  const limit = Date.parse(knownAt);
  if (row.given === null || row.resolvedAt === null || Date.parse(row.resolvedAt) <= limit) return row;
  const last = row.updates.findLast(({ at }) => Date.parse(at) <= limit);
  return { ...row, resolvedAt: null, state: own(STATES, wordOf(last?.status ?? "")) ?? "investigating" };
}

/** A status as it is compared: sources differ in case and blanks. */
export const wordOf = (status: string): string => status.trim().toLowerCase().replaceAll("_", " ");
