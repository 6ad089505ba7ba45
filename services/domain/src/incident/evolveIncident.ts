import type { DataOf, IncidentEvent, IncidentRole, Milestone } from "@ballast/schema";
import { find, put } from "../keyed.ts";
import { absentIncident, reopenedState, type DeclaredIncident, type ImpactInterval, type ImportedIncident, type Incident, type KnownIncident } from "./incident.ts";

type Fact<Type extends IncidentEvent["type"]> = Extract<IncidentEvent, { type: Type }>;
type ImpactFact = Fact<"ImpactIntervalOpened" | "ImpactIntervalClosed" | "ImpactIntervalCorrected">;
type StoryFact = Fact<"EntryAdded" | "EntryCorrected" | "EntryPinned" | "LinkAdded" | "LinkRemoved">;
type ReviewFact = Fact<"ReviewMarkedDue" | "ReviewHeld" | "ReviewSkipped">;
type ImportFact = Fact<"IncidentImportCorrected" | "StatusUpdateImported" | "StatusUpdateImportCorrected">;
type CommonFact = StoryFact | ReviewFact | Fact<"SeveritySet" | "MilestoneReached" | "MilestoneCorrected">;
type DeclaredFact = Exclude<IncidentEvent, CommonFact | ImportFact | Fact<"IncidentDeclared" | "IncidentImported">>;

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
    case "SeveritySet":
    case "MilestoneReached":
    case "MilestoneCorrected":
    case "EntryAdded":
    case "EntryCorrected":
    case "EntryPinned":
    case "LinkAdded":
    case "LinkRemoved":
    case "ReviewMarkedDue":
    case "ReviewHeld":
    case "ReviewSkipped":
      return incident.status === "absent" ? absentIncident : evolveCommon(incident, event);
    case "IncidentRenamed": case "ServicesNamed": case "IncidentStateChanged": case "IncidentReopened": case "IncidentMerged":
    case "PublicImpactSet": case "ImpactIntervalOpened": case "ImpactIntervalClosed": case "ImpactIntervalCorrected":
    case "CustomersAffected": case "RoleTaken": case "RoleLeft": case "UpdatePosted": case "UpdateDue": case "AlertAttached":
    case "ResolutionProposed": case "ResponseStarted":
      return incident.status === "declared" ? evolveDeclared(incident, event) : incident;
  }
}

const untold = { milestones: {}, entries: null, links: null, review: { status: "none" } } as const;

function declared(declaration: DataOf<"IncidentDeclared">): DeclaredIncident {
  const { incidentId, title, summary, severity, publicImpact, serviceIds, components } = declaration;
  return {
    ...untold,
    ...{ status: "declared", declaration, incidentId, title, summary, severity, publicImpact, serviceIds, components },
    ...{ state: "triage", mergedInto: null, intervals: null, customers: null, updates: null, reminder: null, alerts: null, responses: null },
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

function evolveCommon(incident: KnownIncident, event: CommonFact): KnownIncident {
  switch (event.type) {
    case "SeveritySet":
      return { ...incident, severity: event.data.to };
    case "MilestoneReached":
      return withMilestone(incident, event.data.milestone, incident.milestones[event.data.milestone] ?? event.data.at);
    case "MilestoneCorrected":
      return withMilestone(incident, event.data.milestone, event.data.at);
    case "ReviewMarkedDue":
      return { ...incident, review: { status: "due", dueAt: event.data.dueAt } };
    case "ReviewHeld":
      return { ...incident, review: { status: "held", heldAt: event.data.heldAt, notes: event.data.notes } };
    case "ReviewSkipped":
      return { ...incident, review: { status: "skipped", reason: event.data.reason } };
    case "EntryAdded": case "EntryCorrected": case "EntryPinned": case "LinkAdded": case "LinkRemoved":
      return evolveStory(incident, event);
  }
}

function withMilestone(incident: KnownIncident, milestone: Milestone, at: string | null): KnownIncident {
  const { [milestone]: previous, ...others } = incident.milestones;
  return { ...incident, milestones: at === null ? others : { ...others, [milestone]: at } };
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

function evolveDeclared(incident: DeclaredIncident, event: DeclaredFact): DeclaredIncident {
  switch (event.type) {
    case "IncidentRenamed":
      return { ...incident, title: event.data.title, summary: event.data.summary };
    case "ServicesNamed":
      return { ...incident, serviceIds: event.data.serviceIds, components: event.data.components };
    case "IncidentStateChanged":
      return { ...incident, state: event.data.to, resolutionProposed: false };
    case "IncidentReopened":
      return { ...incident, state: reopenedState, mergedInto: null, resolutionProposed: false };
    case "IncidentMerged":
      return { ...incident, state: "merged", mergedInto: event.data.intoIncidentId };
    case "PublicImpactSet":
      return { ...incident, publicImpact: event.data.to };
    case "ImpactIntervalOpened": case "ImpactIntervalClosed": case "ImpactIntervalCorrected":
      return { ...incident, intervals: withInterval(incident.intervals, event) };
    case "CustomersAffected": {
      const { incidentId, ...customers } = event.data;
      return { ...incident, customers: put(incident.customers, customers.deployId ?? "", customers) };
    }
    case "RoleTaken":
      return withHolders(incident, event.data.role, [...without(incident, event.data), event.data.personId]);
    case "RoleLeft":
      return withHolders(incident, event.data.role, without(incident, event.data));
    case "UpdatePosted": case "UpdateDue": case "AlertAttached": case "ResolutionProposed": case "ResponseStarted":
      return evolveTalk(incident, event);
  }
}

function evolveTalk(incident: DeclaredIncident, event: Fact<"UpdatePosted" | "UpdateDue" | "AlertAttached" | "ResolutionProposed" | "ResponseStarted">): DeclaredIncident {
  switch (event.type) {
    case "UpdatePosted": {
      const { incidentId, ...update } = event.data;
      return { ...incident, updates: put(incident.updates, update.updateId, update), reminder: incident.reminder && { ...incident.reminder, count: 0 } };
    }
    case "UpdateDue":
      return { ...incident, reminder: { dueAt: event.data.dueAt, count: event.data.reminder } };
    case "AlertAttached":
      return { ...incident, alerts: put(incident.alerts, event.data.alertId, true), resolutionProposed: false };
    case "ResolutionProposed":
      return { ...incident, resolutionProposed: true };
    case "ResponseStarted": {
      const { incidentId, ...start } = event.data;
      return { ...incident, responses: put(incident.responses, start.requestEventId, start) };
    }
  }
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

const without = (incident: DeclaredIncident, { role, personId }: { readonly role: IncidentRole; readonly personId: string }): readonly string[] =>
  incident.roles[role].filter((holder) => holder !== personId);

const withHolders = (incident: DeclaredIncident, role: IncidentRole, holders: readonly string[]): DeclaredIncident => ({
  ...incident,
  roles: { ...incident.roles, [role]: holders },
});
