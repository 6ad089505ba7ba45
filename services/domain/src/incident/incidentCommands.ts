import type { DataOf, EventType, IncidentRole, IncidentState, Milestone, reportedMilestones } from "@ballast/schema";
import type { AttachedAlert, Content, ImpactInterval } from "./incident.ts";

/** A command: its name, its moment, and what it asks for. */
type Ask<Type extends string, Input> = { readonly type: Type; readonly now: string } & Readonly<Input>;
/** Asks for exactly the fact that it will append. */
type AskFor<Type extends string, Fact extends EventType> = Ask<Type, DataOf<Fact>>;
type Here = { incidentId: string };

/** A component that is hurt from now on (or from the impact's start); the id is the new interval's. */
export type HurtComponent = Pick<ImpactInterval, "intervalId" | "component" | "share">;

/** Milestones that are reported; the two others follow from commands (`TakeRole`, `ChangeState`). */
export type ReportedMilestone = (typeof reportedMilestones)[number];

/**
 * How somebody knows of a milestone. Mitigated takes a person's word or a recovered signal: an observed machine
 * (a rollback that finished) alone is none.
 */
export type MilestoneBasis = "personsWord" | "signalRecovered" | "observed";

/** A type that is given to an incident: what it says now, and its conference link with the place for the number. */
export type TypeChoice = Content<"IncidentTypeChosen"> & { readonly conferenceLink: string | null };

/** Facts that come with the declaration, in one append: nobody sees the incident without its suspect. */
interface Declaration extends DataOf<"IncidentDeclared"> {
  /** Opened where the public impact is not `none`: one per component, or one with the service's name. */
  readonly hurt?: readonly HurtComponent[];
  readonly links?: readonly Content<"LinkAdded">[];
  readonly customers?: Content<"CustomersAffected">;
  readonly alerts?: readonly AttachedAlert[];
  readonly chosen?: TypeChoice;
}

type ImportedUpdate = Content<"StatusUpdateImported">;

export type DeclaringCommand =
  | Ask<"DeclareIncident", Declaration>
  | AskFor<"RenameIncident", "IncidentRenamed">
  | AskFor<"SetPublicTitle", "PublicTitleSet">
  | AskFor<"NameServices", "ServicesNamed">
  | Ask<"SetSeverity", Here & { to: number; reason: string }>
  /** Says nothing where it is as severe already: what a machine finds never makes an incident lesser. */
  | Ask<"RaiseSeverity", Here & { to: number; reason: string }>
  | Ask<"SetPublicImpact", Here & Pick<DataOf<"PublicImpactSet">, "to" | "reason">>;

export type MovingCommand =
  /** `resolvedAt`: when it was over, where that was before now. */
  | Ask<"ChangeState", Here & { to: IncidentState; reason: string; resolvedAt?: string }>
  /** `hurt`: components that are hurt again (by the public impact), each in an interval of its own; the first ones stay. */
  | Ask<"Reopen", Here & { reason: string; hurt?: readonly HurtComponent[] }>
  | AskFor<"Merge", "IncidentMerged">;

export type ImpactCommand =
  /** `endedAt` for one that is over; needed once the incident is. */
  | Ask<"OpenImpactInterval", Here & ImpactInterval>
  | AskFor<"CloseImpactInterval", "ImpactIntervalClosed">
  | AskFor<"CorrectImpactInterval", "ImpactIntervalCorrected">
  | AskFor<"RecordAffectedCustomers", "CustomersAffected">;

export type PeopleCommand =
  | Ask<"TakeRole", Here & { role: IncidentRole; personId: string }>
  | Ask<"LeaveRole", Here & { role: IncidentRole; personId: string }>
  | Ask<"ReachMilestone", Here & { milestone: ReportedMilestone; at: string; basis: MilestoneBasis }>
  /** `at` null: unknown after all. */
  | Ask<"CorrectMilestone", Here & { milestone: Milestone; at: string | null; reason: string }>;

export type TypingCommand =
  /** `conferenceLink` as its type has it, with the place for the number. */
  | Ask<"ChooseType", Here & TypeChoice>
  | Ask<"TickLine", Here & { lineId: string; ticked: boolean }>
  | Ask<"TakeTypeRole", Here & { role: string; personId: string }>
  | Ask<"LeaveTypeRole", Here & { role: string; personId: string }>
  | AskFor<"SetConferenceLink", "ConferenceLinkSet">;

export type TaskCommand =
  | AskFor<"AddTask", "TaskAdded">
  | Ask<"GiveTask", Here & { taskId: string; ownerId: string | null }>
  /** `dropped`: why it will not be done; null: it is done. */
  | Ask<"EndTask", Here & { taskId: string; dropped: string | null }>
  | Ask<"ReopenTask", Here & { taskId: string }>
  | Ask<"CarryTaskOn", Here & { taskId: string; actionId: string }>;

export type JoiningCommand =
  /** `by`: who makes it. */
  | Ask<"IssueJoinLink", DataOf<"JoinLinkIssued"> & { by: string }>
  | AskFor<"RevokeJoinLink", "JoinLinkRevoked">
  | AskFor<"JoinByLink", "JoinLinkUsed">;

export type StoryCommand =
  | AskFor<"AddEntry", "EntryAdded">
  | AskFor<"CorrectEntry", "EntryCorrected">
  | AskFor<"PinEntry", "EntryPinned">
  | Ask<"AddLink", Here & { link: Content<"LinkAdded"> }>
  | AskFor<"RemoveLink", "LinkRemoved">;

export type SpeakingCommand =
  | AskFor<"PostUpdate", "UpdatePosted">
  | AskFor<"WithdrawUpdate", "UpdateWithdrawn">
  /** The next update is due (or overdue); says nothing when it was said, or when nobody works on it any more. */
  | Ask<"RemindOfUpdate", Here & { dueAt: string }>
  /** Raises the severity to the alert's, `reason` saying why, where the incident is lesser. */
  | Ask<"AttachAlert", DataOf<"AlertAttached"> & { reason: string }>
  /** Episodes have ended. `propose`: to resolve, should none of its alerts fire any more. */
  | Ask<"NoteClearedAlerts", Here & { episodeIds: readonly string[]; propose: boolean; reason: string }>
  /** One run answers a request event; any other gets `StartedByAnotherRun`. */
  | AskFor<"StartResponse", "ResponseStarted">
  /** Takes up what a lost run carried; exactly once by the run it names. */
  | AskFor<"ReplaceRun", "ResponseRunReplaced">;

export type ReviewCommand =
  | AskFor<"MarkReviewDue", "ReviewMarkedDue">
  | AskFor<"HoldReview", "ReviewHeld">
  | AskFor<"SkipReview", "ReviewSkipped">;

/** What the source says now; only what differs from what it said before is appended. */
export type ImportCommand =
  | Ask<"ImportIncident", DataOf<"IncidentImported"> & { updates?: readonly ImportedUpdate[] }>
  | AskFor<"ImportUpdate", "StatusUpdateImported">;

export type IncidentCommand =
  | DeclaringCommand | MovingCommand | ImpactCommand | PeopleCommand | TypingCommand | TaskCommand | JoiningCommand | StoryCommand
  | SpeakingCommand | ReviewCommand | ImportCommand;

/** The command with this name. */
export type CommandOf<Type extends IncidentCommand["type"]> = Extract<IncidentCommand, { type: Type }>;
