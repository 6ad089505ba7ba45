import type { CounterEvent, IncidentEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { count, dayText, momentText } from "../words.ts";

const milestones = {
  impactStart: "the impact began", detected: "it was detected", firstPageSent: "the first page was sent",
  acknowledged: "it was acknowledged", commanderAssigned: "it had a commander", mitigated: "it was mitigated", resolved: "it was resolved",
} as const;

/** How the events of incidents read. */
export const incidentSentences: Sentences<CounterEvent | IncidentEvent> = {
  IncidentDeclared: ({ number, title, severity, drill, declaredAutomatically }, { by }) =>
    `${declaredAutomatically ? "Ballast" : by} declared ${drill ? "a drill, " : ""}INC-${number}, severity ${severity}: ${title}`,
  IncidentRenamed: ({ incidentId, title }, { by, incident }) => `${by} renamed ${incident(incidentId)} to “${title}”`,
  PublicTitleSet: ({ incidentId, title }, { by, incident }) => `${by} calls ${incident(incidentId)} “${title}” to the public`,
  ServicesNamed: ({ incidentId, serviceIds, components }, { by, incident, service }) =>
    `${by} named what ${incident(incidentId)} hurts${because([...serviceIds.map(service), ...components].join(", "))}`,
  IncidentStateChanged: ({ incidentId, from, to, reason }, { by, incident }) =>
    `${by} moved ${incident(incidentId)} from ${from} to ${to}${because(reason)}`,
  IncidentReopened: ({ incidentId, reason }, { by, incident }) => `${by} reopened ${incident(incidentId)}${because(reason)}`,
  IncidentMerged: ({ incidentId, intoIncidentId }, { by, incident }) =>
    `${by} merged ${incident(incidentId)} into ${incident(intoIncidentId)}`,
  SeveritySet: ({ incidentId, to, reason }, { by, incident }) => `${by} rated ${incident(incidentId)} severity ${to}${because(reason)}`,
  PublicImpactSet: ({ incidentId, from, to, reason }, { by, incident }) =>
    `${by} changed the public impact of ${incident(incidentId)} from ${from} to ${to}${because(reason)}`,
  ImpactIntervalOpened: ({ incidentId, component, impact }, { incident }) => `${incident(incidentId)} hurts ${component} (${impact})`,
  ImpactIntervalClosed: ({ incidentId, endedAt }, { incident }) => `An impact of ${incident(incidentId)} ended at ${momentText(endedAt)}`,
  ImpactIntervalCorrected: ({ incidentId, reason }, { by, incident }) =>
    `${by} corrected a time of impact of ${incident(incidentId)}${because(reason)}`,
  CustomersAffected: ({ incidentId, count: affected }, { incident }) => `${incident(incidentId)} affects ${count(affected, "customer")}`,
  RoleTaken: ({ incidentId, role, personId }, { incident, person }) => `${person(personId)} is ${role} of ${incident(incidentId)}`,
  RoleLeft: ({ incidentId, role, personId, handedTo }, { incident, person }) =>
    handedTo === null
      ? `${person(personId)} is no longer ${role} of ${incident(incidentId)}`
      : `${person(personId)} handed ${role} of ${incident(incidentId)} to ${person(handedTo)}`,
  IncidentTypeChosen: ({ incidentId, name, reason }, { by, incident }) =>
    `${by} chose the type ${name} for ${incident(incidentId)}${because(reason)}`,
  ChecklistTicked: ({ incidentId, text }, { by, incident }) => `${by} ticked on ${incident(incidentId)}: ${text}`,
  ChecklistUnticked: ({ incidentId, text }, { by, incident }) => `${by} took a tick back on ${incident(incidentId)}: ${text}`,
  TypeRoleTaken: ({ incidentId, role, personId }, { incident, person }) => `${person(personId)} is ${role} of ${incident(incidentId)}`,
  TypeRoleLeft: ({ incidentId, role, personId, handedTo }, { incident, person }) =>
    handedTo === null
      ? `${person(personId)} is no longer ${role} of ${incident(incidentId)}`
      : `${person(personId)} handed ${role} of ${incident(incidentId)} to ${person(handedTo)}`,
  ConferenceLinkSet: ({ incidentId, url }, { by, incident }) =>
    `${by} ${url === null ? "took away" : "set"} the conference link of ${incident(incidentId)}`,
  TaskAdded: ({ incidentId, text, ownerId }, { by, incident, person }) =>
    `${by} added a task to ${incident(incidentId)}${ownerId === null ? "" : `, for ${person(ownerId)}`}: ${text}`,
  TaskGiven: ({ incidentId, text, ownerId }, { by, incident, person }) =>
    `${by} gave a task of ${incident(incidentId)} to ${ownerId === null ? "nobody" : person(ownerId)}: ${text}`,
  TaskDone: ({ incidentId, text }, { by, incident }) => `${by} finished a task of ${incident(incidentId)}: ${text}`,
  TaskDropped: ({ incidentId, text, reason }, { by, incident }) =>
    `${by} dropped a task of ${incident(incidentId)}, ${text}${because(reason)}`,
  TaskReopened: ({ incidentId, text }, { by, incident }) => `${by} opened a task of ${incident(incidentId)} again: ${text}`,
  TaskCarriedOn: ({ incidentId, actionId }, { by, incident, action }) =>
    `${by} carried a task of ${incident(incidentId)} on as ${action(actionId)}`,
  JoinLinkIssued: ({ incidentId, note, expiresAt }, { by, incident }) =>
    `${by} made a way into ${incident(incidentId)} until ${momentText(expiresAt)}: ${note}`,
  JoinLinkRevoked: ({ incidentId, reason }, { by, incident }) => `${by} revoked a way into ${incident(incidentId)}${because(reason)}`,
  JoinLinkUsed: ({ incidentId, personId }, { incident, person }) => `${person(personId)} came into ${incident(incidentId)} by a way in`,
  MilestoneReached: ({ incidentId, milestone, at }, { incident }) =>
    `${incident(incidentId)}: ${milestones[milestone]} at ${momentText(at)}`,
  MilestoneCorrected: ({ incidentId, milestone, at, reason }, { by, incident }) =>
    `${by} corrected when ${milestones[milestone]} in ${incident(incidentId)} to ${at === null ? "unknown" : momentText(at)}${because(reason)}`,
  EntryAdded: ({ incidentId, text }, { by, incident }) => `${by} on ${incident(incidentId)}: ${text}`,
  EntryCorrected: ({ incidentId, reason }, { by, incident }) => `${by} corrected an entry of ${incident(incidentId)}${because(reason)}`,
  EntryPinned: ({ incidentId, pinned }, { by, incident }) => `${by} ${pinned ? "pinned" : "unpinned"} an entry of ${incident(incidentId)}`,
  LinkAdded: ({ incidentId, type, kind, recordId, note }, { by, incident, deploy, alert }) => {
    const what =
      kind === "deploy" ? deploy(recordId) : kind === "alert" ? alert(recordId) : kind === "incident" ? incident(recordId) : `a ${kind}`;
    const how = {
      caused: "as its cause", contributed: "as a contribution", revealed: "as what revealed it", mitigated: "as what mitigated it",
      ruledOut: "as ruled out", suspected: "as a suspect", followsFrom: "as what it follows from",
    }[type];
    return `${by} linked ${what} to ${incident(incidentId)} ${how}${because(note)}`;
  },
  LinkRemoved: ({ incidentId, reason }, { by, incident }) => `${by} took a link of ${incident(incidentId)} back${because(reason)}`,
  UpdatePosted: ({ incidentId, visibility, status, body }, { by, incident }) =>
    `${by} posted ${visibility === "public" ? "a public" : "an internal"} update on ${incident(incidentId)}, ${status}${because(body)}`,
  UpdateWithdrawn: ({ incidentId }, { by, incident }) => `${by} took back a public update on ${incident(incidentId)}: nobody was told`,
  UpdateDue: ({ incidentId }, { incident }) => `An update on ${incident(incidentId)} is due`,
  AlertAttached: ({ incidentId, episodeId }, { incident, alert }) => `${alert(episodeId)} belongs to ${incident(incidentId)}`,
  AttachedAlertsCleared: ({ incidentId, episodeIds }, { incident }) =>
    `${count(episodeIds.length, "alert")} of ${incident(incidentId)} cleared`,
  ResolutionProposed: ({ incidentId, reason }, { incident }) => `${incident(incidentId)} may be over${because(reason)}`,
  ReviewMarkedDue: ({ incidentId, dueAt }, { incident }) => `The review of ${incident(incidentId)} is due by ${dayText(dueAt)}`,
  ReviewHeld: ({ incidentId, heldAt }, { by, incident }) => `${by} noted the review of ${incident(incidentId)}, held on ${dayText(heldAt)}`,
  ReviewSkipped: ({ incidentId, reason }, { by, incident }) => `${by} skipped the review of ${incident(incidentId)}${because(reason)}`,
  ResponseStarted: ({ incidentId }, { incident }) => `The response to ${incident(incidentId)} began`,
  ResponseRunReplaced: ({ incidentId, reason }, { incident }) =>
    `The response to ${incident(incidentId)} was taken up again where it stood${because(reason)}`,
  IncidentImported: ({ title, serviceId }, { service }) => `Imported for ${service(serviceId)}: ${title}`,
  IncidentImportCorrected: ({ title }) => `Changed by its source: ${title}`,
  StatusUpdateImported: ({ incidentId, status, body }, { incident }) => `${incident(incidentId)}, ${status}${because(body)}`,
  StatusUpdateImportCorrected: ({ incidentId, status }, { incident }) =>
    `An update of ${incident(incidentId)} (${status}) was changed by its source`,
  NumberTaken: ({ number }) => `The number INC-${number} was taken`,
};

/** Whom they concern. */
export const incidentTelling: Telling<CounterEvent | IncidentEvent> = {
  IncidentDeclared: "everybody",
  IncidentRenamed: "followers",
  PublicTitleSet: "followers",
  ServicesNamed: "followers",
  IncidentStateChanged: "everybody",
  IncidentReopened: "everybody",
  IncidentMerged: "everybody",
  SeveritySet: "everybody",
  PublicImpactSet: "followers",
  ImpactIntervalOpened: "followers",
  ImpactIntervalClosed: "followers",
  ImpactIntervalCorrected: "followers",
  CustomersAffected: "followers",
  RoleTaken: "everybody",
  RoleLeft: "followers",
  IncidentTypeChosen: "followers",
  ChecklistTicked: "followers",
  ChecklistUnticked: "followers",
  TypeRoleTaken: "followers",
  TypeRoleLeft: "followers",
  ConferenceLinkSet: "followers",
  TaskAdded: "followers",
  TaskGiven: "followers",
  TaskDone: "followers",
  TaskDropped: "followers",
  TaskReopened: "followers",
  TaskCarriedOn: "followers",
  JoinLinkIssued: "followers",
  JoinLinkRevoked: "followers",
  JoinLinkUsed: "followers",
  MilestoneReached: "followers",
  MilestoneCorrected: "followers",
  EntryAdded: "followers",
  EntryCorrected: "followers",
  EntryPinned: "followers",
  LinkAdded: "followers",
  LinkRemoved: "followers",
  UpdatePosted: "everybody",
  UpdateWithdrawn: "everybody",
  UpdateDue: "followers",
  AlertAttached: "followers",
  AttachedAlertsCleared: "followers",
  ResolutionProposed: "followers",
  ReviewMarkedDue: "everybody",
  ReviewHeld: "everybody",
  ReviewSkipped: "followers",
  ResponseStarted: { silent: "a step of the engine" },
  ResponseRunReplaced: "everybody",
  IncidentImported: "followers",
  IncidentImportCorrected: "followers",
  StatusUpdateImported: "followers",
  StatusUpdateImportCorrected: "followers",
  NumberTaken: { silent: "the declaration that follows tells it" },
};
