import type { ImpactInterval, IncidentRecord, IncidentVersion, RoleHolding, StatusUpdate } from "./incidentDocuments.ts";
import type { Figures } from "../response/incidentDocuments.ts";

/** An incident as the view shows it: as it is, or as it was known at the slider's moment. */
export interface ShownIncident extends IncidentRecord {
  /** False while the slider stands before anything was known of it. */
  known: boolean;
}

const nothing: Figures = {
  impactMs: null, detectMs: null, acknowledgeMs: null, mitigateMs: null, mitigatedBeforeDetected: false, resolveMs: null,
};

/** The last version known at a moment; `undefined` before the first. */
export function versionAt(versions: readonly IncidentVersion[], at: string): IncidentVersion | undefined {
  const moment = Date.parse(at);
  return versions.findLast(({ knownFrom }) => Date.parse(knownFrom) <= moment);
}

function by(at: string | null, moment: number): boolean {
  return at !== null && Date.parse(at) <= moment;
}

/** What ended later still went on. */
function rolesAt(roles: readonly RoleHolding[], moment: number): readonly RoleHolding[] {
  return roles.filter(({ from }) => by(from, moment)).map((role) => (by(role.to, moment) ? role : { ...role, to: null }));
}

function intervalsAt(intervals: readonly ImpactInterval[], moment: number): readonly ImpactInterval[] {
  return intervals
    .filter(({ startedAt }) => by(startedAt, moment))
    .map((interval) => (by(interval.endedAt, moment) ? interval : { ...interval, endedAt: null }));
}

function updatesAt(updates: readonly StatusUpdate[], moment: number): readonly StatusUpdate[] {
  return updates.filter(({ at }) => by(at, moment));
}

/** Before anything was known: the record's name, and nothing about it. */
function unknown(record: IncidentRecord): ShownIncident {
  return {
    ...record,
    known: false,
    sentence: "Nothing was known of it then.",
    summary: "",
    severity: null,
    publicImpact: "none",
    startedAt: null,
    resolvedAt: null,
    figures: nothing,
    roles: [],
    type: null,
    checklist: [],
    conferenceLink: null,
    tasks: [],
    joinLinks: [],
    milestones: record.milestones.map(({ milestone }) => ({ milestone, at: null, corrections: [] })),
    intervals: [],
    affectedCustomers: [],
    affectedCustomerCount: null,
    links: [],
    updates: [],
    pages: [],
    commander: null,
    review: { state: "none", dueAt: null, heldAt: null, reason: null },
    nextUpdateDueAt: null,
    resolutionProposed: false,
    impactSeries: [],
  };
}

/** What can be said from the record and its versions alone, without asking the log for that moment. */
function fromVersion(record: IncidentRecord, version: IncidentVersion, moment: number): ShownIncident {
  const { knownFrom: _, ...head } = version;
  return {
    ...record,
    ...head,
    known: true,
    roles: rolesAt(record.roles, moment),
    tasks: record.tasks.filter(({ addedAt }) => by(addedAt, moment)),
    joinLinks: [],
    checklist: record.checklist.map((line) => (by(line.tickedAt, moment) ? line : { ...line, tickedAt: null, tickedBy: null })),
    milestones: record.milestones.map((each) =>
      by(each.at, moment)
        ? { ...each, corrections: each.corrections.filter(({ at }) => by(at, moment)) }
        : { ...each, at: null, corrections: [] },
    ),
    intervals: intervalsAt(record.intervals, moment),
    links: record.links.filter(({ at }) => by(at, moment)),
    updates: updatesAt(record.updates, moment),
    pages: record.pages
      .filter(({ requestedAt }) => by(requestedAt, moment))
      .map((page) =>
        page.acknowledgedAt === null || by(page.acknowledgedAt, moment)
          ? page
          : { ...page, state: "open" as const, acknowledgedAt: null, acknowledgedBy: null, acknowledgeMs: null },
      ),
    affectedCustomers: [],
    affectedCustomerCount: null,
    commander: rolesAt(record.roles, moment).findLast(({ role, to }) => role === "commander" && to === null)?.person ?? null,
    review: { state: "none", dueAt: null, heldAt: null, reason: null },
    nextUpdateDueAt: null,
    resolutionProposed: false,
    impactSeries: record.impactSeries.filter(({ at }) => by(at, moment)),
  };
}

/**
 * The incident as known at a moment (`null` = now). `then` is the record the log held at that moment, once it was read;
 * until it is there, and for imports (which the log learned of long after), the versions say what was known.
 */
export function shownAt(record: IncidentRecord, knownAt: string | null, then: IncidentRecord | null | undefined): ShownIncident {
  if (knownAt === null) return { ...record, known: true };
  const version = versionAt(record.versions, knownAt);
  if (version === undefined) return unknown(record);
  if (then !== null && then !== undefined && !record.imported) return { ...then, known: true };
  return fromVersion(record, version, Date.parse(knownAt));
}
