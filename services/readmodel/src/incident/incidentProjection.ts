import type { RecordedEvent } from "@ballast/eventlog";
import type { IncidentEvent } from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";
import {
  correction, correctedMilestone, declaredRow, left, outlined, taken, tickedAs, typeRoleLeft, typeRoleTaken,
} from "./declaredIncident.ts";
import { correctedRow, importedRow, withUpdate } from "./importedIncident.ts";
import { joinLinkIssued, onJoinLink, taskAdded, taskGiven, taskMoved } from "./taskRows.ts";
import { isOpen, lastedMs, referenceOf, type IncidentRow, type IntervalRow } from "./incidentRow.ts";

const when = ({ metadata }: RecordedEvent): string => metadata.occurredAt;

const onInterval = (row: IncidentRow, intervalId: string, change: (interval: IntervalRow) => IntervalRow): IncidentRow =>
  ({ ...row, intervals: row.intervals.map((interval) => (interval.id === intervalId ? change(interval) : interval)) });

const startMs = ({ startedAt, declaredAt }: IncidentRow): number => Date.parse(startedAt ?? declaredAt);

/** Everybody who has to do with it: they see it when it is private. */
const peopleOf = ({ declaredBy, roles, typeRoles = [], tasks = [] }: IncidentRow): readonly string[] => {
  const holders = [...roles, ...typeRoles].map(({ personId }) => personId);
  const people = [declaredBy.personId, declaredBy.onBehalfOf?.personId, ...holders, ...tasks.map(({ ownerId }) => ownerId)];
  return [...new Set(people)].filter((id) => typeof id === "string");
};

/** What changes nothing but the outline. */
const inOutline = existing((row: IncidentRow, _: unknown, recorded: RecordedEvent) =>
  outlined(row, recorded.event as IncidentEvent, recorded),
);

/** Incidents by id. */
export const incidentProjection = defineProjection({
  kind: "incident",
  axes: ["at", "known"],
  indexes: [["fromKey"]],
  columns: {
    number: { type: "integer", of: (row: IncidentRow) => row.number, index: true },
    state: { type: "text", of: (row) => row.state },
    open: { type: "integer", of: isOpen, index: true },
    severity: { type: "integer", of: (row) => row.severity },
    severityOrder: { type: "integer", of: (row) => row.severity ?? 9, index: true },
    publicImpact: { type: "text", of: (row) => row.publicImpact },
    services: { type: "text", of: (row) => keyList(row.serviceIds) },
    imported: { type: "integer", of: (row) => row.imported },
    /** What its source calls it; nothing of one that was declared here. */
    sourceId: { type: "text", of: (row) => row.source?.id ?? "", index: true },
    drill: { type: "integer", of: (row) => row.drill },
    private: { type: "integer", of: (row) => row.private, index: true },
    people: { type: "text", of: (row) => keyList(peopleOf(row)) },
    reviewDue: { type: "integer", of: (row) => row.review.state === "due", index: true },
    startedMs: { type: "integer", of: startMs, index: true },
    durationMs: { type: "integer", of: (row) => (lastedMs(row) ?? -1), index: true },
  },
  handlers: {
    IncidentDeclared: (row, data, recorded) => row ?? declaredRow(data, recorded),
    IncidentImported: (row, data, recorded) => row ?? importedRow(data, recorded),
    IncidentImportCorrected: existing(correctedRow),
    StatusUpdateImported: existing((row, { updateId, at, status }) => withUpdate(row, { id: updateId, at, status })),
    StatusUpdateImportCorrected: existing((row, { updateId, at, status }) => withUpdate(row, { id: updateId, at, status })),
    IncidentRenamed: inOutline,
    PublicTitleSet: inOutline,
    ServicesNamed: inOutline,
    IncidentStateChanged: inOutline,
    // Of before version 2 of it, when it was recorded says when it was reopened.
    IncidentReopened: existing((row, data, recorded) =>
      outlined(row, { type: "IncidentReopened", data: { ...data, at: data.at ?? when(recorded) } }, recorded),
    ),
    IncidentMerged: inOutline,
    SeveritySet: inOutline,
    PublicImpactSet: inOutline,
    ImpactIntervalOpened: existing((row, { intervalId, component, impact, share, startedAt }) => ({
      ...row,
      intervals: [
        ...row.intervals.filter(({ id }) => id !== intervalId),
        { id: intervalId, component, impact, share, startedAt, endedAt: null, corrections: [] },
      ],
    })),
    ImpactIntervalClosed: existing((row, { intervalId, endedAt }) => onInterval(row, intervalId, (interval) => ({ ...interval, endedAt }))),
    ImpactIntervalCorrected: existing((row, { intervalId, startedAt, endedAt, share, impact, reason }, recorded) =>
      onInterval(row, intervalId, (interval) => ({
        ...interval, startedAt, endedAt, share, impact,
        corrections: [
          ...interval.corrections,
          {
            ...correction(recorded, `${interval.startedAt} – ${interval.endedAt ?? "…"}`, reason),
            was: { impact: interval.impact, share: interval.share, startedAt: interval.startedAt, endedAt: interval.endedAt },
          },
        ],
      }))),
    CustomersAffected: existing((row, { customers, count }) => ({ ...row, customers, customerCount: count })),
    RoleTaken: existing((row, data, recorded) => taken(row, data, when(recorded))),
    RoleLeft: existing((row, data, recorded) => left(row, data, when(recorded))),
    IncidentTypeChosen: inOutline,
    ConferenceLinkSet: inOutline,
    ChecklistTicked: existing((row, { lineId }, recorded) =>
      tickedAs(row, lineId, { lineId, by: recorded.metadata.actor, at: when(recorded) })),
    ChecklistUnticked: existing((row, { lineId }) => tickedAs(row, lineId, null)),
    TypeRoleTaken: existing((row, data, recorded) => typeRoleTaken(row, data, when(recorded))),
    TypeRoleLeft: existing((row, data, recorded) => typeRoleLeft(row, data, when(recorded))),
    TaskAdded: existing(taskAdded),
    TaskGiven: existing(taskGiven),
    TaskDone: existing((row, { taskId }, recorded) => taskMoved(row, { taskId, status: "done" }, recorded)),
    TaskDropped: existing((row, { taskId, reason }, recorded) => taskMoved(row, { taskId, status: "dropped", reason }, recorded)),
    TaskReopened: existing((row, { taskId }, recorded) => taskMoved(row, { taskId, status: "open" }, recorded)),
    TaskCarriedOn: existing((row, { taskId, actionId }, recorded) => taskMoved(row, { taskId, status: "carriedOn", actionId }, recorded)),
    JoinLinkIssued: existing(joinLinkIssued),
    JoinLinkRevoked: existing((row, { linkId, reason }) => onJoinLink(row, linkId, (link) => ({ ...link, revoked: reason }))),
    JoinLinkUsed: existing((row, { linkId }) => onJoinLink(row, linkId, (link) => ({ ...link, used: link.used + 1 }))),
    MilestoneReached: inOutline,
    MilestoneCorrected: existing((row, data, recorded) =>
      correctedMilestone(
        outlined(row, { type: "MilestoneCorrected", data }, recorded),
        data.milestone,
        correction(recorded, data.previous, data.reason),
      ),
    ),
    LinkAdded: existing((row, { incidentId: _, linkId, ...link }, recorded) => ({
      ...row,
      links: [...row.links.filter(({ id }) => id !== linkId), { ...link, id: linkId, by: recorded.metadata.actor, at: when(recorded) }],
    })),
    LinkRemoved: existing((row, { linkId }) => ({ ...row, links: row.links.filter(({ id }) => id !== linkId) })),
    UpdatePosted: existing((row, { updateId, status, nextUpdateInMs }, recorded) => ({
      ...withUpdate(row, { id: updateId, at: when(recorded), status }),
      nextUpdateDueAt: nextUpdateInMs === null ? null : new Date(Date.parse(when(recorded)) + nextUpdateInMs).toISOString(),
    })),
    // What it promised is promised by nobody any more.
    UpdateWithdrawn: existing((row, { updateId }) => ({
      ...row, updates: row.updates.filter(({ id }) => id !== updateId), nextUpdateDueAt: null,
    })),
    UpdateDue: existing((row, { dueAt }) => ({ ...row, nextUpdateDueAt: dueAt })),
    AlertAttached: existing((row, data, recorded) =>
      outlined({ ...row, alertCount: row.alertCount + 1 }, { type: "AlertAttached", data }, recorded),
    ),
    AttachedAlertsCleared: existing((row) => row),
    ResolutionProposed: inOutline,
    ReviewMarkedDue: existing((row, { dueAt }) => ({ ...row, review: { state: "due", dueAt, heldAt: null, reason: null } })),
    ReviewHeld: existing((row, { heldAt }) => ({ ...row, review: { ...row.review, state: "held", heldAt, reason: null } })),
    ReviewSkipped: existing((row, { reason }) => ({ ...row, review: { ...row.review, state: "skipped", reason } })),
    // Its timeline says so.
    ResponseRunReplaced: existing((row) => row),
    ResponseStarted: existing((row, _, recorded) => ({ ...row, responseStartedAt: row.responseStartedAt ?? when(recorded) })),
    EntryAdded: existing((row) => row),
    EntryCorrected: existing((row) => row),
    EntryPinned: existing((row) => row),
  },
  search: (row) => ({
    title: row.title, detail: referenceOf(row), body: [row.summary, ...row.components].join("\n"), at: row.startedAt ?? row.declaredAt,
  }),
});
