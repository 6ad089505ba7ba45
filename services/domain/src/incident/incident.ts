import { activeStates, type DataOf, type IncidentEvent, type IncidentRole, type PublicImpact } from "@ballast/schema";
import type { Keyed } from "../keyed.ts";
import type { IncidentOutline, KnownMilestones } from "./outline.ts";

/** A time in which a component was hurt; open while `endedAt` is null. `share` of customers in parts per 100,000. */
export interface ImpactInterval {
  readonly intervalId: string;
  readonly component: string;
  readonly impact: PublicImpact;
  readonly share: number | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** An event's payload without the incident it stands in. */
export type Content<Type extends IncidentEvent["type"]> = Omit<DataOf<Type>, "incidentId">;

/** The review is no state of the incident but a field: it may be due while the incident is closed. */
export type Review =
  | { readonly status: "none" }
  | { readonly status: "due"; readonly dueAt: string }
  | { readonly status: "held"; readonly heldAt: string; readonly notes: string }
  | { readonly status: "skipped"; readonly reason: string };

/** What both a declared and an imported incident can have. */
interface IncidentFacts {
  readonly incidentId: string;
  readonly title: string;
  /** 1 is the worst; null for imports that nobody has rated. */
  readonly severity: number | null;
  readonly publicImpact: PublicImpact;
  readonly components: readonly string[];
  readonly milestones: KnownMilestones;
  readonly entries: Keyed<Content<"EntryAdded">>;
  /** Null: removed. */
  readonly links: Keyed<Content<"LinkAdded"> | null>;
  readonly review: Review;
}

/** Something small to do now. */
export interface IncidentTask extends Content<"TaskAdded"> {
  readonly status: "open" | "done" | "dropped" | "carriedOn";
  /** What it became. */
  readonly actionId: string | null;
}

/** A way in; `revoked` says why it holds no more. */
export interface JoinLink extends Content<"JoinLinkIssued"> {
  readonly revoked: string | null;
}

/** An alert that belongs to an incident, and the severity that it stands for; null where none was recorded. */
export type AttachedAlert = Content<"AlertAttached">;

/** An incident that was declared here and that people work on. */
export interface DeclaredIncident extends IncidentFacts, IncidentOutline {
  readonly status: "declared";
  /** As declared: a repeated declaration is known by it, whatever was changed since. */
  readonly declaration: DataOf<"IncidentDeclared">;
  /** Who has each role now; all but responders have one holder at most. */
  readonly roles: Readonly<Record<IncidentRole, readonly string[]>>;
  /** Who has which role of its type now. */
  readonly typeRoles: Readonly<Record<string, string>>;
  /** By line: whether it is ticked. */
  readonly ticked: Keyed<boolean>;
  readonly tasks: Keyed<IncidentTask>;
  readonly joinLinks: Keyed<JoinLink>;
  readonly intervals: Keyed<ImpactInterval>;
  /** By deploy; an empty key where no deploy is named. */
  readonly customers: Keyed<Content<"CustomersAffected">>;
  readonly updates: Keyed<Content<"UpdatePosted">>;
  /** Public ones that were taken back. */
  readonly withdrawn: Keyed<true>;
  /** The last reminder of an update; `count` starts over with each update posted. */
  readonly reminder: { readonly dueAt: string; readonly count: number } | null;
  /** By episode: an alert that fires, clears and fires again is attached once more. */
  readonly alerts: Keyed<AttachedAlert>;
  /** Episodes of those that have ended. */
  readonly clearedAlerts: Keyed<true>;
  readonly firingAlerts: number;
  /** Which run answers which request event. */
  readonly responses: Keyed<{ readonly requestEventId: string; readonly workflowId: string; readonly runId: string }>;
}

/** An incident from elsewhere: what its source says stays the source's. */
export interface ImportedIncident extends IncidentFacts {
  readonly status: "imported";
  readonly imported: Content<"IncidentImported">;
  readonly importedUpdates: Keyed<Content<"StatusUpdateImported">>;
}

export type KnownIncident = DeclaredIncident | ImportedIncident;
export type Incident = { readonly status: "absent" } | KnownIncident;

export const absentIncident: Incident = { status: "absent" };

export { activeStates, nextStates } from "@ballast/schema";

/** Whether people still work on it. */
export const isActive = (incident: Incident): boolean => incident.status === "declared" && activeStates.includes(incident.state);

/** What people call it. */
export const nameOf = (incident: KnownIncident): string =>
  incident.status === "declared" ? `INC-${incident.declaration.number}` : `"${incident.title}"`;
