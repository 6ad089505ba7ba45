import type { Milestone } from "@ballast/schema";
import { share } from "@ballast/schema/words";
import type { RecordedEvent } from "@ballast/eventlog";
import { defineProjection, existing } from "../../engine/projection.ts";
import { correction } from "../declaredIncident.ts";
import { entryOf, takenBack } from "./entryBase.ts";
import { entryIds, person, type TimelineEntryRow, type TimelineLane, type Tone } from "./timelineEntry.ts";

const MILESTONES: Readonly<Record<Milestone, { title: string; lane: TimelineLane; tone: Tone }>> = {
  impactStart: { title: "Impact began", lane: "impact", tone: "bad" },
  detected: { title: "Detected", lane: "alerts", tone: "attention" },
  firstPageSent: { title: "First page sent", lane: "pages", tone: "attention" },
  acknowledged: { title: "Acknowledged", lane: "pages", tone: "info" },
  commanderAssigned: { title: "Commander assigned", lane: "people", tone: "info" },
  mitigated: { title: "Mitigated", lane: "impact", tone: "good" },
  resolved: { title: "Resolved", lane: "impact", tone: "good" },
};

const LINK_LANES: Readonly<Record<string, TimelineLane>> = { deploy: "deploys", release: "deploys", lane: "deploys", alert: "alerts" };
const LINK_WORDS: Readonly<Record<string, string>> = {
  caused: "Named as the cause", contributed: "Named as a contribution", revealed: "Named as what revealed it",
  mitigated: "Named as what mitigated it", ruledOut: "Ruled out", suspected: "Suspected", followsFrom: "Follows from",
};

const ofCustomers = (per100k: number | null): string =>
  per100k === null ? "unknown share of customers" : `${share(per100k)} of customers`;

/** The entries an event is about: its own id where it has one, else the event's. */
function keysOf({ event, eventId, id }: RecordedEvent): readonly string[] {
  switch (event.type) {
    case "EntryAdded": case "EntryCorrected": case "EntryPinned":
      return [event.data.entryId];
    case "ImpactIntervalOpened": case "ImpactIntervalClosed": case "ImpactIntervalCorrected":
      return [event.data.intervalId];
    case "MilestoneReached": case "MilestoneCorrected":
      return [entryIds.milestone(id, event.data.milestone)];
    case "LinkAdded": case "LinkRemoved":
      return [event.data.linkId];
    default:
      return [eventId];
  }
}

const note = (title: string, extra: Partial<TimelineEntryRow> = {}) => ({ lane: "notes" as const, kind: "note", title, ...extra });
const own = (
  recorded: RecordedEvent,
  text: Parameters<typeof note>[1] & { lane: TimelineLane; kind: string; title: string },
): TimelineEntryRow => entryOf(recorded, { ...text, id: recorded.eventId });

/**
 * Entries of timelines by id: what an incident's own events say. What its updates, deploys, alerts and pages say, and how long an import
 * lasted, is added when it is read.
 */
export const timelineProjection = defineProjection({
  kind: "timelineEntry",
  axes: ["at", "known"],
  keysOf,
  columns: {
    incidentId: { type: "text", of: (row: TimelineEntryRow) => row.incidentId },
    atMs: { type: "integer", of: (row) => Date.parse(row.at) },
    lane: { type: "text", of: (row) => row.lane },
  },
  indexes: [["incidentId", "atMs"]],
  handlers: {
    IncidentDeclared: (_, { title, number, declaredAutomatically }, recorded) =>
      own(recorded, {
        lane: "people", kind: "declared", title: `INC-${number} declared${declaredAutomatically ? " by Ballast" : ""}`, detail: title,
        keyMoment: true, tone: "bad",
      }),
    IncidentRenamed: (_, { title }, recorded) => own(recorded, note(`Renamed to “${title}”`, { kind: "renamed" })),
    PublicTitleSet: (_, { title }, recorded) => own(recorded, note(`To the public: “${title}”`, { kind: "publicTitle" })),
    ServicesNamed: (_, { components }, recorded) =>
      own(
        recorded,
        note(components.length === 0 ? "Affected services named" : `Affected: ${components.join(", ")}`, { kind: "servicesNamed" }),
      ),
    IncidentStateChanged: (_, { to, from, reason }, recorded) =>
      own(recorded, {
        lane: "people", kind: "stateChanged", title: `${from} → ${to}`, detail: reason || null, tone: to === "resolved" ? "good" : "info",
        keyMoment: to === "resolved",
      }),
    IncidentReopened: (_, { reason }, recorded) =>
      own(recorded, { lane: "people", kind: "reopened", title: "Reopened", detail: reason, tone: "bad", keyMoment: true }),
    IncidentMerged: (_, { intoIncidentId, reason }, recorded) =>
      own(
        recorded,
        note("Merged into another incident", { kind: "merged", detail: reason || null, recordKind: "incident", recordId: intoIncidentId }),
      ),
    SeveritySet: (_, { from, to, reason }, recorded) =>
      own(
        recorded,
        note(from === null ? `Severity ${to}` : `Severity ${from} → ${to}`, {
          kind: "severitySet", detail: reason || null, tone: "attention",
        }),
      ),
    PublicImpactSet: (_, { from, to, reason }, recorded) =>
      own(recorded, {
        lane: "impact", kind: "publicImpactSet", title: `Public impact ${from} → ${to}`, detail: reason || null, tone: "attention",
      }),
    ImpactIntervalOpened: (_, { intervalId, component, impact, share, startedAt }, recorded) =>
      entryOf(recorded, {
        id: intervalId, lane: "impact", kind: "impact", title: component, detail: `${impact}, ${ofCustomers(share)}`, at: startedAt,
        ongoing: true, tone: impact === "maintenance" ? "planned" : "bad",
      }),
    ImpactIntervalClosed: existing((row, { endedAt }) => ({ ...row, endAt: endedAt, ongoing: false })),
    ImpactIntervalCorrected: existing((row, { startedAt, endedAt, share, impact, reason }, recorded) => ({
      ...row, at: startedAt, endAt: endedAt, ongoing: endedAt === null, detail: `${impact}, ${ofCustomers(share)}`,
      corrections: [...row.corrections, correction(recorded, `${row.at} – ${row.endAt ?? "…"}`, reason)],
    })),
    CustomersAffected: (_, { count, deployId }, recorded) =>
      own(recorded, {
        lane: "impact", kind: "customersAffected", title: `${count} customers affected`, tone: "bad",
        ...(deployId !== null && { recordKind: "deploy", recordId: deployId }),
      }),
    RoleTaken: (_, { role, personId }, recorded) =>
      own(recorded, {
        lane: "people", kind: "roleTaken", title: `${person(personId)} is ${role}`, keyMoment: role === "commander", recordKind: "person",
        recordId: personId,
      }),
    RoleLeft: (_, { role, personId, handedTo }, recorded) =>
      own(recorded, {
        lane: "people", kind: "roleLeft",
        title: handedTo === null ? `${person(personId)} is no longer ${role}` : `${person(personId)} handed ${role} to ${person(handedTo)}`,
        tone: "idle", recordKind: "person", recordId: personId,
      }),
    IncidentTypeChosen: (_, { name, reason }, recorded) =>
      own(recorded, note(`Type: ${name}`, { kind: "typeChosen", detail: reason || null })),
    // The address may let somebody in: it stands on the incident, and in no copy of its timeline.
    ConferenceLinkSet: (_, { url }, recorded) =>
      own(recorded, note(url === null ? "No conference any more" : "A conference link was set", { kind: "conferenceLink" })),
    ChecklistTicked: (_, { text }, recorded) => own(recorded, note(`Ticked: ${text}`, { kind: "ticked", tone: "good" })),
    ChecklistUnticked: (_, { text }, recorded) =>
      own(recorded, note(`Not ticked any more: ${text}`, { kind: "unticked", tone: "attention" })),
    TypeRoleTaken: (_, { role, personId }, recorded) =>
      own(recorded, {
        lane: "people", kind: "roleTaken", title: `${person(personId)} is ${role}`, recordKind: "person", recordId: personId,
      }),
    TypeRoleLeft: (_, { role, personId, handedTo }, recorded) =>
      own(recorded, {
        lane: "people", kind: "roleLeft",
        title: handedTo === null ? `${person(personId)} is no longer ${role}` : `${person(personId)} handed ${role} to ${person(handedTo)}`,
        tone: "idle", recordKind: "person", recordId: personId,
      }),
    TaskAdded: (_, { text, ownerId }, recorded) =>
      own(recorded, note(`To do: ${text}${ownerId === null ? "" : `, by ${person(ownerId)}`}`, { kind: "task" })),
    TaskGiven: (_, { text, ownerId }, recorded) =>
      own(recorded, note(`To do by ${ownerId === null ? "nobody" : person(ownerId)}: ${text}`, { kind: "task" })),
    TaskDone: (_, { text }, recorded) => own(recorded, note(`Done: ${text}`, { kind: "taskDone", tone: "good" })),
    TaskDropped: (_, { text, reason }, recorded) =>
      own(recorded, note(`Not to be done: ${text}`, { kind: "taskDropped", tone: "idle", detail: reason })),
    TaskReopened: (_, { text }, recorded) => own(recorded, note(`To do after all: ${text}`, { kind: "task", tone: "attention" })),
    TaskCarriedOn: (_, { text, actionId }, recorded) =>
      own(recorded, note(`Goes on as an action: ${text}`, { kind: "taskCarriedOn", recordKind: "action", recordId: actionId })),
    JoinLinkIssued: (_, { note: whom, expiresAt }, recorded) =>
      own(recorded, { lane: "people", kind: "joinLink", title: `A way in: ${whom}`, detail: `until ${expiresAt}`, tone: "attention" }),
    JoinLinkRevoked: (_, { reason }, recorded) =>
      own(recorded, { lane: "people", kind: "joinLinkRevoked", title: "A way in was revoked", detail: reason, tone: "idle" }),
    JoinLinkUsed: (_, { personId }, recorded) =>
      own(recorded, {
        lane: "people", kind: "joined", title: `${person(personId)} came by a way in`, recordKind: "person", recordId: personId,
      }),
    MilestoneReached: (row, { milestone, at }, recorded) =>
      row === null
        ? entryOf(recorded, {
            ...MILESTONES[milestone],
            id: entryIds.milestone(recorded.id, milestone),
            kind: "milestone",
            at,
            keyMoment: true,
          })
        : row.knownTo === null
          ? row
          : { ...row, at, knownTo: null },
    MilestoneCorrected: (row, { milestone, at, previous, reason }, recorded) => {
      const base =
        row
        ?? entryOf(recorded, {
          ...MILESTONES[milestone], id: entryIds.milestone(recorded.id, milestone), kind: "milestone",
          at: at ?? recorded.metadata.occurredAt, keyMoment: true,
        });
      const corrections = [...base.corrections, correction(recorded, previous, reason)];
      return at === null ? { ...base, corrections, knownTo: recorded.metadata.recordedAt } : { ...base, at, corrections, knownTo: null };
    },
    EntryAdded: (_, { entryId, at, text, pinned }, recorded) =>
      entryOf(recorded, { id: entryId, lane: "notes", kind: "entry", title: firstLine(text), detail: restOf(text), at, pinned }),
    EntryCorrected: existing((row, { at, text, reason }, recorded) => ({
      ...row,
      at,
      title: firstLine(text),
      detail: restOf(text),
      corrections: [...row.corrections, correction(recorded, [row.title, row.detail].filter((part) => part !== null).join("\n"), reason)],
    })),
    EntryPinned: existing((row, { pinned }) => ({ ...row, pinned })),
    LinkAdded: (_, { linkId, type, kind, recordId, note: text, confidence }, recorded) =>
      entryOf(recorded, {
        id: linkId,
        lane: LINK_LANES[kind] ?? "notes",
        kind: "link",
        title: LINK_WORDS[type] ?? type,
        detail: [text, confidence].filter((part) => part !== "").join(" · "),
        tone: type === "ruledOut" ? "idle" : "attention",
        recordKind: kind,
        recordId,
      }),
    LinkRemoved: existing((row, { reason }, recorded) => takenBack(row, recorded, reason)),
    UpdateDue: (_, { reminder }, recorded) =>
      own(recorded, {
        lane: "updates", kind: "updateDue", title: reminder === 1 ? "An update is due" : `An update is due, reminder ${reminder}`,
        tone: "attention",
      }),
    AlertAttached: (_, { episodeId }, recorded) =>
      own(recorded, { lane: "alerts", kind: "alertAttached", title: "Alert attached", recordKind: "alert", recordId: episodeId }),
    ResolutionProposed: (_, { reason }, recorded) =>
      own(recorded, { lane: "alerts", kind: "resolutionProposed", title: "Resolving proposed", detail: reason || null, tone: "good" }),
    ResponseRunReplaced: (_, { reason }, recorded) =>
      own(recorded, note("The response was taken up again where it stood", { kind: "takenUp", detail: reason || null, tone: "attention" })),
    ReviewMarkedDue: (_, { dueAt }, recorded) => own(recorded, note("Review due", { kind: "reviewDue", tone: "planned", detail: dueAt })),
    ReviewHeld: (_, { notes, heldAt }, recorded) =>
      own(recorded, note("Review held", { kind: "reviewHeld", at: heldAt, detail: notes || null, tone: "good" })),
    ReviewSkipped: (_, { reason }, recorded) =>
      own(recorded, note("Review skipped", { kind: "reviewSkipped", detail: reason, tone: "idle" })),
  },
  search: (row) =>
    row.kind === "entry"
      ? { title: row.title, detail: "", body: row.detail ?? "", at: row.at, recordKind: "incident", recordId: row.incidentId }
      : null,
});

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? text;
const restOf = (text: string): string | null => text.slice(firstLine(text).length).trim() || null;
