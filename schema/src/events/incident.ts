import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { affectedCustomer } from "./deploy.ts";
import { checklistStep, roleName, typeContent } from "./incidentType.ts";
import { instant, line, per100k, reason, replacedRun, secureLink, severity, text, uuid } from "../scalars.ts";
import { incidentStates, milestones } from "../states.ts";

export const incidentState = z.enum(incidentStates);
export const publicImpact = z.enum(["none", "minor", "major", "critical", "maintenance"]);
export type PublicImpact = z.infer<typeof publicImpact>;
export const incidentRole = z.enum(["commander", "deputy", "communications", "scribe", "responder", "business"]);
export type IncidentRole = z.infer<typeof incidentRole>;
export const milestone = z.enum(milestones);
export const linkType = z.enum(["caused", "contributed", "revealed", "mitigated", "ruledOut", "suspected", "followsFrom"]);
export type LinkType = z.infer<typeof linkType>;
export const linkedKind = z.enum(["deploy", "release", "alert", "incident", "entry", "lane", "flag"]);
export type LinkedKind = z.infer<typeof linkedKind>;
/** When a maintenance was planned for; the times of the incident are when it was. */
export const maintenancePlan = z.object({ from: instant, until: instant.nullable() });
/** A line of an incident's checklist. Its id follows from the type and the text, so that the same line stays ticked. */
const checklistLine = checklistStep.extend({ lineId: uuid });
export const visibility = z.enum(["internal", "public"]);

const id = { incidentId: uuid };

export const incidentEvents = {
  IncidentDeclared: defineEvent({
    type: "IncidentDeclared",
    schema: z.object({
      ...id, number: z.int().min(1), title: line, summary: text, severity, publicImpact, serviceIds: z.array(uuid),
      components: z.array(line), impactStartAt: instant.nullable(), drill: z.boolean(), private: z.boolean(),
      declaredAutomatically: z.boolean(),
    }),
  }),
  IncidentRenamed: defineEvent({ type: "IncidentRenamed", schema: z.object({ ...id, title: line, summary: text }) }),
  ServicesNamed: defineEvent({ type: "ServicesNamed", schema: z.object({ ...id, serviceIds: z.array(uuid), components: z.array(line) }) }),
  IncidentStateChanged: defineEvent({
    type: "IncidentStateChanged", schema: z.object({ ...id, from: incidentState, to: incidentState, reason: text }),
  }),
  IncidentReopened: defineEvent({
    type: "IncidentReopened",
    /** `at`: until then it was over; null where that was not recorded. */
    schema: z.object({ ...id, from: incidentState, reason, at: instant.nullable() }),
    // 1 → 2: figures leave out the time between the resolution and the reopening.
    upcasts: [(data) => ({ ...data, at: null })],
  }),
  IncidentMerged: defineEvent({ type: "IncidentMerged", schema: z.object({ ...id, intoIncidentId: uuid, reason: text }) }),
  SeveritySet: defineEvent({ type: "SeveritySet", schema: z.object({ ...id, from: severity.nullable(), to: severity, reason: text }) }),
  PublicImpactSet: defineEvent({
    type: "PublicImpactSet", schema: z.object({ ...id, from: publicImpact, to: publicImpact, reason: text }),
  }),
  /** An interval in which a component was hurt; `share` of customers in parts per 100,000, null = unknown. */
  ImpactIntervalOpened: defineEvent({
    type: "ImpactIntervalOpened",
    schema: z.object({ ...id, intervalId: uuid, component: line, impact: publicImpact, share: per100k.nullable(), startedAt: instant }),
  }),
  ImpactIntervalClosed: defineEvent({ type: "ImpactIntervalClosed", schema: z.object({ ...id, intervalId: uuid, endedAt: instant }) }),
  ImpactIntervalCorrected: defineEvent({
    type: "ImpactIntervalCorrected",
    schema: z.object({
      ...id, intervalId: uuid, startedAt: instant, endedAt: instant.nullable(), share: per100k.nullable(), impact: publicImpact, reason,
    }),
  }),
  CustomersAffected: defineEvent({
    type: "CustomersAffected",
    schema: z.object({ ...id, deployId: uuid.nullable(), customers: z.array(affectedCustomer).max(200), count: z.int().min(0) }),
  }),
  RoleTaken: defineEvent({ type: "RoleTaken", schema: z.object({ ...id, role: incidentRole, personId: uuid }) }),
  /** The end of a role; written together with the successor's `RoleTaken` at a hand-over. */
  RoleLeft: defineEvent({ type: "RoleLeft", schema: z.object({ ...id, role: incidentRole, personId: uuid, handedTo: uuid.nullable() }) }),
  /** What its type says is written down here: what becomes of the type later changes nothing. */
  IncidentTypeChosen: defineEvent({
    type: "IncidentTypeChosen",
    schema: z.object({ ...id, incidentTypeId: uuid, ...typeContent, checklist: z.array(checklistLine).max(50), reason: text }),
  }),
  ChecklistTicked: defineEvent({ type: "ChecklistTicked", schema: z.object({ ...id, lineId: uuid, text: line }) }),
  ChecklistUnticked: defineEvent({ type: "ChecklistUnticked", schema: z.object({ ...id, lineId: uuid, text: line }) }),
  /** A role that its type has; one person has it. */
  TypeRoleTaken: defineEvent({ type: "TypeRoleTaken", schema: z.object({ ...id, role: roleName, personId: uuid }) }),
  TypeRoleLeft: defineEvent({
    type: "TypeRoleLeft", schema: z.object({ ...id, role: roleName, personId: uuid, handedTo: uuid.nullable() }),
  }),
  /** Where its responders talk; null: nowhere any more. Nothing of Ballast ever follows it. */
  ConferenceLinkSet: defineEvent({ type: "ConferenceLinkSet", schema: z.object({ ...id, url: secureLink.nullable() }) }),
  /** Something small to do now; `ownerId` null: nobody has it. */
  TaskAdded: defineEvent({ type: "TaskAdded", schema: z.object({ ...id, taskId: uuid, text: line, ownerId: uuid.nullable() }) }),
  TaskGiven: defineEvent({ type: "TaskGiven", schema: z.object({ ...id, taskId: uuid, text: line, ownerId: uuid.nullable() }) }),
  TaskDone: defineEvent({ type: "TaskDone", schema: z.object({ ...id, taskId: uuid, text: line }) }),
  TaskDropped: defineEvent({ type: "TaskDropped", schema: z.object({ ...id, taskId: uuid, text: line, reason }) }),
  TaskReopened: defineEvent({ type: "TaskReopened", schema: z.object({ ...id, taskId: uuid, text: line }) }),
  /** It goes on as an action item. */
  TaskCarriedOn: defineEvent({ type: "TaskCarriedOn", schema: z.object({ ...id, taskId: uuid, text: line, actionId: uuid }) }),
  /** A way in for whoever has its address, until then; `note` says whom it is for. */
  JoinLinkIssued: defineEvent({ type: "JoinLinkIssued", schema: z.object({ ...id, linkId: uuid, note: line, expiresAt: instant }) }),
  JoinLinkRevoked: defineEvent({ type: "JoinLinkRevoked", schema: z.object({ ...id, linkId: uuid, reason }) }),
  /** Written together with the role of a responder. */
  JoinLinkUsed: defineEvent({ type: "JoinLinkUsed", schema: z.object({ ...id, linkId: uuid, personId: uuid }) }),
  MilestoneReached: defineEvent({ type: "MilestoneReached", schema: z.object({ ...id, milestone, at: instant }) }),
  MilestoneCorrected: defineEvent({
    type: "MilestoneCorrected", schema: z.object({ ...id, milestone, at: instant.nullable(), previous: instant.nullable(), reason }),
  }),
  EntryAdded: defineEvent({
    type: "EntryAdded", schema: z.object({ ...id, entryId: uuid, at: instant, text: text.min(1), pinned: z.boolean() }),
  }),
  EntryCorrected: defineEvent({
    type: "EntryCorrected", schema: z.object({ ...id, entryId: uuid, at: instant, text: text.min(1), reason }),
  }),
  EntryPinned: defineEvent({ type: "EntryPinned", schema: z.object({ ...id, entryId: uuid, pinned: z.boolean() }) }),
  LinkAdded: defineEvent({
    type: "LinkAdded",
    schema: z.object({
      ...id, linkId: uuid, type: linkType, kind: linkedKind, recordId: uuid,
      /** For entry → entry links: where the arrow starts. */
      fromEntryId: uuid.nullable(), confidence: z.enum(["sure", "likely", "unsure"]), note: text,
    }),
  }),
  LinkRemoved: defineEvent({ type: "LinkRemoved", schema: z.object({ ...id, linkId: uuid, reason }) }),
  UpdatePosted: defineEvent({
    type: "UpdatePosted",
    schema: z.object({ ...id, updateId: uuid, visibility, status: line, body: text.min(1), nextUpdateInMs: z.int().min(0).nullable() }),
  }),
  /** What was public was taken back before subscribers were told: those inside read it, readers do not. */
  UpdateWithdrawn: defineEvent({ type: "UpdateWithdrawn", schema: z.object({ ...id, updateId: uuid }) }),
  /** What the status page calls it; until then it is called after what it hurts. */
  PublicTitleSet: defineEvent({ type: "PublicTitleSet", schema: z.object({ ...id, title: line }) }),
  UpdateDue: defineEvent({ type: "UpdateDue", schema: z.object({ ...id, dueAt: instant, reminder: z.int().min(1) }) }),
  AlertAttached: defineEvent({
    type: "AlertAttached",
    /** `severity`: what the alert stands for by its integration's mapping; null where none was recorded. */
    schema: z.object({ ...id, alertId: uuid, episodeId: uuid, severity: severity.nullable() }),
    // 1 → 2: an alert has episodes. One of before was its only one, under the alert's id.
    upcasts: [(data) => ({ ...data, episodeId: data["alertId"], severity: null })],
  }),
  /** Episodes that were attached and have ended. */
  AttachedAlertsCleared: defineEvent({
    type: "AttachedAlertsCleared", schema: z.object({ ...id, episodeIds: z.array(uuid).min(1).max(1_000) }),
  }),
  /** All alerts cleared: Ballast proposes, a person resolves. */
  ResolutionProposed: defineEvent({ type: "ResolutionProposed", schema: z.object({ ...id, reason: text }) }),
  ReviewMarkedDue: defineEvent({ type: "ReviewMarkedDue", schema: z.object({ ...id, dueAt: instant }) }),
  ReviewHeld: defineEvent({ type: "ReviewHeld", schema: z.object({ ...id, heldAt: instant, notes: text }) }),
  ReviewSkipped: defineEvent({ type: "ReviewSkipped", schema: z.object({ ...id, reason }) }),
  ResponseStarted: defineEvent({
    type: "ResponseStarted", schema: z.object({ ...id, requestEventId: uuid, workflowId: z.string(), runId: z.string() }),
  }),
  /** The run that answered the incident was lost in the workflow engine; this one goes on from what is recorded. */
  ResponseRunReplaced: defineEvent({ type: "ResponseRunReplaced", schema: z.object({ ...id, ...replacedRun }) }),

  /** A fact from elsewhere: bypasses live transitions, starts no workflow, pages nobody. */
  IncidentImported: defineEvent({
    type: "IncidentImported",
    schema: z.object({
      ...id, serviceId: uuid, title: line, impact: publicImpact, components: z.array(line),
      /** As given; null where the source does not say (then the earliest update counts, D1). */
      startedAt: instant.nullable(), resolvedAt: instant.nullable(), url: z.string().nullable(), plan: maintenancePlan.optional(),
    }),
    // Version 2: a maintenance keeps its plan. The older ones were told without.
    upcasts: [(data) => data],
  }),
  IncidentImportCorrected: defineEvent({
    type: "IncidentImportCorrected",
    schema: z.object({
      ...id, title: line, impact: publicImpact, components: z.array(line), startedAt: instant.nullable(), resolvedAt: instant.nullable(),
      url: z.string().nullable(), plan: maintenancePlan.optional(),
    }),
    // Version 2: as `IncidentImported`.
    upcasts: [(data) => data],
  }),
  StatusUpdateImported: defineEvent({
    type: "StatusUpdateImported", schema: z.object({ ...id, updateId: uuid, index: z.int().min(0), at: instant, status: line, body: text }),
  }),
  StatusUpdateImportCorrected: defineEvent({
    type: "StatusUpdateImportCorrected",
    schema: z.object({ ...id, updateId: uuid, index: z.int().min(0), at: instant, status: line, body: text }),
  }),
};
export type IncidentEvent = EventsOf<typeof incidentEvents>;
