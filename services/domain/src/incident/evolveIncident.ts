import type { DataOf, IncidentEvent, IncidentRole } from "@ballast/schema";
import { find, put } from "../keyed.ts";
import {
  absentIncident, type DeclaredIncident, type ImpactInterval, type ImportedIncident, type Incident, type KnownIncident,
} from "./incident.ts";
import { evolveOutline, milestonesAfter } from "./outline.ts";

type Fact<Type extends IncidentEvent["type"]> = Extract<IncidentEvent, { type: Type }>;
type ImpactFact = Fact<"ImpactIntervalOpened" | "ImpactIntervalClosed" | "ImpactIntervalCorrected">;
type StoryFact = Fact<"EntryAdded" | "EntryCorrected" | "EntryPinned" | "LinkAdded" | "LinkRemoved">;
type ReviewFact = Fact<"ReviewMarkedDue" | "ReviewHeld" | "ReviewSkipped">;
type ImportFact = Fact<"IncidentImportCorrected" | "StatusUpdateImported" | "StatusUpdateImportCorrected">;
type RatedFact = Fact<"SeveritySet" | "MilestoneReached" | "MilestoneCorrected">;
type TypeFact = Fact<"ChecklistTicked" | "ChecklistUnticked" | "TypeRoleTaken" | "TypeRoleLeft">;
type TaskFact = Fact<"TaskAdded" | "TaskGiven" | "TaskDone" | "TaskDropped" | "TaskReopened" | "TaskCarriedOn">;
type TalkFact = Fact<
  | "UpdatePosted" | "UpdateWithdrawn" | "UpdateDue" | "AlertAttached" | "AttachedAlertsCleared" | "ResponseStarted" | "ResponseRunReplaced"
>;

/** Folds one fact. Total: a fact that does not fit the incident's kind changes nothing. */
export function evolveIncident(incident: Incident, event: IncidentEvent): Incident {
  switch (event.type) {
    case "IncidentDeclared":
      return incident.status === "absent" ? declared(event.data) : incident;
    case "IncidentImported":
      return incident.status === "absent" ? imported(event.data) : incident;
    case "IncidentImportCorrected":
    case "StatusUpdateImported":
    case "StatusUpdateImportCorrected":
      return incident.status === "imported" ? evolveImported(incident, event) : incident;
    case "EntryAdded": case "EntryCorrected": case "EntryPinned": case "LinkAdded": case "LinkRemoved":
      return incident.status === "absent" ? absentIncident : evolveStory(incident, event);
    case "ReviewMarkedDue": case "ReviewHeld": case "ReviewSkipped":
      return incident.status === "absent" ? absentIncident : { ...incident, review: reviewAfter(event) };
    case "SeveritySet": case "MilestoneReached": case "MilestoneCorrected":
      return incident.status === "imported" ? rated(incident, event) : inOutline(incident, event);
    case "IncidentRenamed":
    case "PublicTitleSet":
    case "ServicesNamed":
    case "IncidentStateChanged":
    case "IncidentReopened":
    case "IncidentMerged":
    case "PublicImpactSet":
    case "IncidentTypeChosen":
    case "ConferenceLinkSet":
    case "ResolutionProposed":
      return inOutline(incident, event);
    case "ImpactIntervalOpened": case "ImpactIntervalClosed": case "ImpactIntervalCorrected":
      return incident.status === "declared" ? { ...incident, intervals: withInterval(incident.intervals, event) } : incident;
    case "CustomersAffected": {
      const { incidentId, ...customers } = event.data;
      return incident.status === "declared"
        ? { ...incident, customers: put(incident.customers, customers.deployId ?? "", customers) }
        : incident;
    }
    case "RoleTaken": case "RoleLeft":
      return incident.status === "declared" ? withHolders(incident, event) : incident;
    case "ChecklistTicked": case "ChecklistUnticked": case "TypeRoleTaken": case "TypeRoleLeft":
      return incident.status === "declared" ? evolveTyped(incident, event) : incident;
    case "TaskAdded": case "TaskGiven": case "TaskDone": case "TaskDropped": case "TaskReopened": case "TaskCarriedOn":
      return incident.status === "declared" ? { ...incident, tasks: tasksAfter(incident.tasks, event) } : incident;
    case "JoinLinkIssued": case "JoinLinkRevoked":
      return incident.status === "declared" ? { ...incident, joinLinks: joinLinksAfter(incident.joinLinks, event) } : incident;
    case "JoinLinkUsed":
      return incident;
    case "UpdatePosted":
    case "UpdateWithdrawn":
    case "UpdateDue":
    case "AlertAttached":
    case "AttachedAlertsCleared":
    case "ResponseStarted":
    case "ResponseRunReplaced":
      return incident.status === "declared" ? evolveTalk(evolveOutline(incident, event), event) : incident;
  }
}

const inOutline = (incident: Incident, event: IncidentEvent): Incident =>
  incident.status === "declared" ? evolveOutline(incident, event) : incident;

const untold = { milestones: {}, entries: null, links: null, review: { status: "none" } } as const;

function declared(declaration: DataOf<"IncidentDeclared">): DeclaredIncident {
  const { incidentId, title, summary, severity, publicImpact, serviceIds, components } = declaration;
  return {
    ...untold,
    ...{ status: "declared", declaration, incidentId, title, summary, severity, publicImpact, serviceIds, components },
    ...{ state: "triage", mergedInto: null, pauses: [], intervals: null, customers: null, updates: null, reminder: null, responses: null },
    ...{ typeRoles: {}, ticked: null, tasks: null, joinLinks: null, withdrawn: null, alerts: null, clearedAlerts: null, firingAlerts: 0 },
    roles: { commander: [], deputy: [], communications: [], scribe: [], responder: [], business: [] },
    resolutionProposed: false,
  };
}

function imported({ incidentId, ...content }: DataOf<"IncidentImported">): ImportedIncident {
  return { ...untold, status: "imported", incidentId, severity: null, importedUpdates: null, ...described(content) };
}

function described(content: ImportedIncident["imported"]): Pick<ImportedIncident, "imported" | "title" | "publicImpact" | "components"> {
  return { imported: content, title: content.title, publicImpact: content.impact, components: content.components };
}

function evolveImported(incident: ImportedIncident, event: ImportFact): ImportedIncident {
  const { incidentId, ...content } = event.data;
  if ("updateId" in content) return { ...incident, importedUpdates: put(incident.importedUpdates, content.updateId, content) };
  return { ...incident, ...described({ ...content, serviceId: incident.imported.serviceId }) };
}

/** What can be said of an import too, whose other facts are its source's. */
const rated = (incident: ImportedIncident, event: RatedFact): ImportedIncident =>
  event.type === "SeveritySet"
    ? { ...incident, severity: event.data.to }
    : { ...incident, milestones: milestonesAfter(incident.milestones, event) };

function reviewAfter(event: ReviewFact): KnownIncident["review"] {
  switch (event.type) {
    case "ReviewMarkedDue":
      return { status: "due", dueAt: event.data.dueAt };
    case "ReviewHeld":
      return { status: "held", heldAt: event.data.heldAt, notes: event.data.notes };
    case "ReviewSkipped":
      return { status: "skipped", reason: event.data.reason };
  }
}

function evolveStory(incident: KnownIncident, event: StoryFact): KnownIncident {
  switch (event.type) {
    case "EntryAdded": {
      const { incidentId, ...entry } = event.data;
      return { ...incident, entries: put(incident.entries, entry.entryId, entry) };
    }
    case "EntryCorrected": {
      const { entryId, at, text } = event.data;
      const pinned = find(incident.entries, entryId)?.pinned ?? false;
      return { ...incident, entries: put(incident.entries, entryId, { entryId, at, text, pinned }) };
    }
    case "EntryPinned": {
      const { entryId, pinned } = event.data;
      const entry = find(incident.entries, entryId);
      return entry === undefined ? incident : { ...incident, entries: put(incident.entries, entryId, { ...entry, pinned }) };
    }
    case "LinkAdded": {
      const { incidentId, ...link } = event.data;
      return { ...incident, links: put(incident.links, link.linkId, link) };
    }
    case "LinkRemoved":
      return { ...incident, links: put(incident.links, event.data.linkId, null) };
  }
}

function evolveTalk(incident: DeclaredIncident, event: TalkFact): DeclaredIncident {
  switch (event.type) {
    case "UpdatePosted": {
      const { incidentId, ...update } = event.data;
      return {
        ...incident, updates: put(incident.updates, update.updateId, update),
        reminder: incident.reminder && { ...incident.reminder, count: 0 },
      };
    }
    case "UpdateWithdrawn":
      return { ...incident, withdrawn: put(incident.withdrawn, event.data.updateId, true as const) };
    case "UpdateDue":
      return { ...incident, reminder: { dueAt: event.data.dueAt, count: event.data.reminder } };
    case "AlertAttached": {
      const { incidentId, ...alert } = event.data;
      return { ...incident, alerts: put(incident.alerts, alert.episodeId, alert), firingAlerts: incident.firingAlerts + 1 };
    }
    case "AttachedAlertsCleared": {
      const { episodeIds } = event.data;
      const clearedAlerts = episodeIds.reduce((cleared, id) => put(cleared, id, true as const), incident.clearedAlerts);
      return { ...incident, clearedAlerts, firingAlerts: incident.firingAlerts - episodeIds.length };
    }
    case "ResponseStarted": {
      const { incidentId, ...start } = event.data;
      return { ...incident, responses: put(incident.responses, start.requestEventId, start) };
    }
    case "ResponseRunReplaced": {
      const { requestEventId, workflowId, toRunId } = event.data;
      return { ...incident, responses: put(incident.responses, requestEventId, { requestEventId, workflowId, runId: toRunId }) };
    }
  }
}

function evolveTyped(incident: DeclaredIncident, event: TypeFact): DeclaredIncident {
  switch (event.type) {
    case "ChecklistTicked": case "ChecklistUnticked":
      return { ...incident, ticked: put(incident.ticked, event.data.lineId, event.type === "ChecklistTicked") };
    case "TypeRoleTaken":
      return { ...incident, typeRoles: { ...incident.typeRoles, [event.data.role]: event.data.personId } };
    case "TypeRoleLeft": {
      const { role, personId } = event.data;
      const others = Object.entries(incident.typeRoles).filter(([name, holder]) => name !== role || holder !== personId);
      return { ...incident, typeRoles: Object.fromEntries(others) };
    }
  }
}

const endings = { TaskDone: "done", TaskDropped: "dropped", TaskReopened: "open", TaskCarriedOn: "carriedOn" } as const;

function tasksAfter(tasks: DeclaredIncident["tasks"], event: TaskFact): DeclaredIncident["tasks"] {
  const { taskId } = event.data;
  if (event.type === "TaskAdded") {
    const { incidentId, ...task } = event.data;
    return put(tasks, taskId, { ...task, status: "open", actionId: null });
  }
  const task = find(tasks, taskId);
  if (task === undefined) return tasks;
  if (event.type === "TaskGiven") return put(tasks, taskId, { ...task, ownerId: event.data.ownerId });
  const actionId = event.type === "TaskCarriedOn" ? event.data.actionId : null;
  return put(tasks, taskId, { ...task, status: endings[event.type], actionId });
}

function joinLinksAfter(
  links: DeclaredIncident["joinLinks"], event: Fact<"JoinLinkIssued" | "JoinLinkRevoked">,
): DeclaredIncident["joinLinks"] {
  if (event.type === "JoinLinkIssued") {
    const { incidentId, ...link } = event.data;
    return put(links, link.linkId, { ...link, revoked: null });
  }
  const link = find(links, event.data.linkId);
  return link === undefined ? links : put(links, link.linkId, { ...link, revoked: event.data.reason });
}

function withInterval(intervals: DeclaredIncident["intervals"], event: ImpactFact): DeclaredIncident["intervals"] {
  const known: ImpactInterval | undefined = find(intervals, event.data.intervalId);
  if (event.type === "ImpactIntervalOpened") {
    const { incidentId, ...interval } = event.data;
    return put(intervals, interval.intervalId, { ...interval, endedAt: null });
  }
  if (known === undefined) return intervals;
  const { startedAt, endedAt, share, impact } = { ...known, ...event.data };
  return put(intervals, known.intervalId, { ...known, startedAt, endedAt, share, impact });
}

function withHolders(incident: DeclaredIncident, { type, data: { role, personId } }: Fact<"RoleTaken" | "RoleLeft">): DeclaredIncident {
  const others = incident.roles[role].filter((holder) => holder !== personId);
  const holders: Readonly<Record<IncidentRole, readonly string[]>> = {
    ...incident.roles, [role]: type === "RoleTaken" ? [...others, personId] : others,
  };
  return { ...incident, roles: holders };
}
