import type {
  AskedCheck, DeployPlan, Notice, PublicationSubject, RampPlan, PagePolicy, PageReceiver, StaleReason, Thresholds,
} from "../events/index.ts";
import type { Actor } from "../metadata.ts";
import type { PageStep } from "../paging.ts";

/**
 * Queues: rollbacks have their own slots, so that nothing can keep one waiting; so has what waits for other people's mail and chat servers.
 * Messages to subscribers of status pages wait in another one: however many there are, they take no page's slot.
 */
export const taskQueues = {
  delivery: "delivery", rollback: "rollback", response: "response", sending: "sending", publishing: "publishing",
} as const;

/** Names under which workflows are registered. */
export const workflowNames = {
  deployRelease: "deployRelease",
  rollbackService: "rollbackService",
  measureRollback: "measureRollback",
  respondToIncident: "respondToIncident",
  pageResponders: "pageResponders",
  rampFlag: "rampFlag",
  whenDue: "whenDue",
  acceptRisk: "acceptRisk",
  chaseAction: "chaseAction",
  tellOfActions: "tellOfActions",
  askForAction: "askForAction",
  askOwner: "askOwner",
  endExemption: "endExemption",
  tellOfReview: "tellOfReview",
  tellOfShift: "tellOfShift",
  tellOfPlanning: "tellOfPlanning",
  tellOfSitting: "tellOfSitting",
  sendTestPage: "sendTestPage",
  giveNotice: "giveNotice",
  sendReport: "sendReport",
  tellSubscribers: "tellSubscribers",
  sendMailing: "sendMailing",
  askToConfirm: "askToConfirm",
  lookAgain: "lookAgain",
  tellOfPage: "tellOfPage",
  tellOfTask: "tellOfTask",
  tellStakeholders: "tellStakeholders",
  runDrill: "runDrill",
  tellChats: "tellChats",
} as const;

/** Workflow ids; one per record, so that a second start attaches or is refused. */
export const workflowIds = {
  deploy: (deployId: string) => `deploy/${deployId}`,
  rollback: (service: string, environment: string) => `rollback/${service}/${environment}`,
  /** Measuring what a rollback did. */
  effect: (deployId: string) => `effect/${deployId}`,
  incident: (incidentId: string) => `incident/${incidentId}`,
  page: (pageId: string) => `page/${pageId}`,
  ramp: (rampId: string) => `ramp/${rampId}`,
  /** An acceptance of a risk, until it ends. */
  acceptance: (acceptanceId: string) => `acceptance/${acceptanceId}`,
  /** An incident that took much of an objective's budget. */
  overspending: (objectiveId: string, incidentId: string) => `overspending/${objectiveId}/${incidentId}`,
  /** The publication of a review, by the event that says so. */
  published: (eventId: string) => `published/${eventId}`,
  /** An action, until it is done or dropped. */
  action: (actionId: string) => `action/${actionId}`,
  /** The one message of a day to a person about actions. */
  actionsOfDay: (personId: string, on: string) => `actions/${personId}/${on}`,
  /** The one message about checks that are not met; the event that asked. */
  asking: (eventId: string) => `asking/${eventId}`,
  /** Whoever a change of a shift concerns; the event that says so. */
  shift: (eventId: string) => `shift/${eventId}`,
  /** Whose shifts a change of a plan moves; the event that says so. */
  planning: (eventId: string) => `planning/${eventId}`,
  /** The next review of a series was opened; the event that says so. */
  sitting: (eventId: string) => `sitting/${eventId}`,
  /** What somebody is told by itself; the event that says so. */
  notice: (eventId: string) => `notice/${eventId}`,
  /** A test page on its way. */
  testPage: (testId: string) => `testPage/${testId}`,
  /** An exemption of a service from a check, until it is over. */
  exemption: (exemptionId: string) => `exemption/${exemptionId}`,
  /** The report of a week, on its way to those who read it. */
  report: (reportId: string) => `report/${reportId}`,
  /** What subscribers are told, until it cannot be taken back any more. */
  publication: (publicationId: string) => `publication/${publicationId}`,
  /** A part of those who are told. */
  mailing: (mailingId: string) => `mailing/${mailingId}`,
  /** Whoever asked for updates is asked whether they meant it. */
  confirmation: (askId: string) => `confirmation/${askId}`,
  /** Somebody wanted to look again; the event that says when. */
  lookAgain: (eventId: string) => `lookAgain/${eventId}`,
  /** A page was handed on; the event that says so. */
  handedOn: (eventId: string) => `handedOn/${eventId}`,
  /** A task of an incident is somebody's; the event that says so. */
  task: (eventId: string) => `task/${eventId}`,
  /** Who is told of an incident without being called; the event that says what happened to it. */
  stakeholders: (eventId: string) => `stakeholders/${eventId}`,
  /** Chats that hear of an incident; the event that says what happened to it. */
  chats: (eventId: string) => `chats/${eventId}`,
  /** A drill, from its plan to its end; the event that says when. */
  drill: (eventId: string) => `drill/${eventId}`,
  /** What has a moment of its own; the event that named the moment, and which of several. */
  due: (eventId: string, index = 0) => `due/${eventId}/${String(index)}`,
} as const;

/** Signals and queries by name. */
export const signalNames = {
  pause: "pause", resume: "resume", promote: "promote", abort: "abort", preempt: "preempt", hold: "hold", liftHold: "liftHold",
  acknowledged: "acknowledged", receipt: "receipt", incidentChanged: "incidentChanged", retry: "retry", rampChanged: "rampChanged",
  actionChanged: "actionChanged", actionDue: "actionDue", exemptionEnded: "exemptionEnded",
  drillCalledOff: "drillCalledOff",
} as const;
export const queryNames = { getProgress: "getProgress" } as const;

/** What every workflow that the log asked for is told. */
interface Requested {
  /** Id of the event that asked: decides "exactly once". */
  readonly requestEventId: string;
  readonly correlationId: string;
  readonly actor: Actor;
  /** The run it takes the place of, which the workflow engine lost, and how; absent where nothing was lost. */
  readonly replaces?: LostRun;
}

/** A run that carried a request, and what became of it. */
export interface LostRun {
  readonly runId: string;
  readonly reason: string;
}

/** Input of `deployRelease`. */
export interface DeployReleaseInput extends Requested {
  readonly deployId: string;
  readonly laneId: string;
  readonly serviceId: string;
  readonly service: string;
  readonly environment: string;
  readonly releaseId: string;
  readonly version: string;
  readonly fromReleaseId: string | null;
  readonly fromVersion: string | null;
  readonly plan: DeployPlan;
  readonly thresholds: Thresholds;
}

/** Input of `rollbackService`. */
export interface RollbackServiceInput extends Requested {
  readonly deployId: string;
  readonly laneId: string;
  readonly serviceId: string;
  readonly service: string;
  readonly environment: string;
  readonly releaseId: string;
  readonly version: string;
  readonly fromReleaseId: string | null;
  readonly fromVersion: string | null;
  readonly preempts: string | null;
  readonly incidentId: string | null;
  /** Recorded press, ISO; the deadline counts from here. */
  readonly pressedAt: string;
  readonly deadlineAt: string;
  /** How many tries it had, and whether a person was called, when it continued as new; absent at first. */
  readonly attempts?: number;
  readonly escalated?: boolean;
}

/** Input of `respondToIncident`. Carried over by continue-as-new. */
export interface RespondToIncidentInput extends Requested {
  readonly incidentId: string;
  readonly policy: ResponsePolicy;
}

/** How quickly a response reminds; all in ms. */
export interface ResponsePolicy {
  readonly page: PagePolicy;
  readonly firstUpdateWithinMs: number;
  readonly updateEveryMs: number;
  readonly commanderWithinMs: number;
  readonly quietAfterAcknowledgeMs: number;
}

/** First update within 5 minutes, then every 20; a silent quarter of an hour pages again. */
export const defaultResponsePolicy: ResponsePolicy = {
  page: { acknowledgeWithinMs: 5 * 60_000, rounds: 6, repeatEveryMs: 30 * 60_000 },
  firstUpdateWithinMs: 5 * 60_000,
  updateEveryMs: 20 * 60_000,
  commanderWithinMs: 5 * 60_000,
  quietAfterAcknowledgeMs: 15 * 60_000,
};

/** Input of `rampFlag`. */
export interface RampFlagInput extends Requested {
  readonly targetingId: string;
  readonly flagId: string;
  readonly rampId: string;
  readonly key: string;
  readonly environment: string;
  readonly plan: RampPlan;
}

/** What is to be done about a flag at a moment, ISO: the record says whether it still is. */
export type Due =
  | { readonly kind: "override"; readonly targetingId: string; readonly customer: string; readonly at: string }
  | { readonly kind: "change"; readonly targetingId: string; readonly changeId: string; readonly at: string }
  /** At once: what was changed for a deploy goes back with it. */
  | { readonly kind: "rollback"; readonly targetingId: string; readonly deployId: string; readonly at: string }
  | { readonly kind: "flag"; readonly flagId: string; readonly at: string }
  /** At once: what was found of a flag is written down, and its owner told. */
  | {
      readonly kind: "stale";
      readonly targetingId: string;
      readonly why: StaleReason | null;
      readonly since: string;
      readonly at: string;
    };

/** Input of `whenDue`. */
export interface WhenDueInput extends Requested {
  readonly due: Due;
}

/** Input of `acceptRisk`. */
export interface AcceptRiskInput extends Requested {
  readonly riskId: string;
  readonly acceptanceId: string;
  /** When something of it is due, in order, ISO: it begins, its owner is told, it ends. */
  readonly moments: readonly string[];
  /** Another run of it was lost: what passed meanwhile is made up for at once. */
  readonly again: boolean;
}

/** Input of `askForAction`. */
export interface AskForActionInput extends Requested {
  readonly objectiveId: string;
  readonly incidentId: string;
  /** What the incident had cost when that was found, and the budget of four weeks, milliseconds. */
  readonly badMs: number;
  readonly budgetMs: number;
}

/** Input of `askOwner`. */
export interface AskOwnerInput extends Requested {
  readonly personId: string;
  readonly checks: readonly AskedCheck[];
  readonly note: string;
}

/** Input of `tellOfShift`: a shift is asked for, was taken by a volunteer, or the pager was taken over. */
export interface TellOfShiftInput extends Requested {
  readonly kind: "asked" | "taken" | "takenOver";
  readonly rotationId: string;
  readonly swapId: string | null;
  /** Who asks, or who takes. */
  readonly personId: string;
  /** From whom it is taken. */
  readonly otherIds: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Input of `tellOfPlanning`: somebody planned a schedule anew, added somebody who stands in, or took one away. */
export interface TellOfPlanningInput extends Requested {
  readonly rotationId: string;
}

/** Input of `endExemption`. */
export interface EndExemptionInput extends Requested {
  readonly readinessId: string;
  readonly exemptionId: string;
  /** When people are to hear of its end, in order, ISO; the last one is when it is over. */
  readonly moments: readonly string[];
  /** Another run of it was lost: what passed meanwhile is made up for at once. */
  readonly again: boolean;
}

/** Input of `tellOfReview`. */
export interface TellOfReviewInput extends Requested {
  readonly reviewId: string;
  /** Ids of people. */
  readonly told: readonly string[];
  readonly note: string;
}

/** Input of `tellOfSitting`: the next review of a series was opened. */
export interface TellOfSittingInput extends Requested {
  readonly forumId: string;
  readonly sittingId: string;
}

/** Input of `sendReport`. */
export interface SendReportInput extends Requested {
  readonly reportId: string;
}

/** Input of `tellSubscribers`. */
export interface TellSubscribersInput extends Requested {
  readonly publicationId: string;
  readonly subject: PublicationSubject;
  /** Until then it can be taken back, ISO. */
  readonly waitUntil: string;
}

/** Input of `sendMailing`. */
export interface SendMailingInput extends Requested {
  readonly mailingId: string;
}

/** Input of `askToConfirm`. */
export interface AskToConfirmInput extends Requested {
  readonly subscriberId: string;
  readonly statusPageId: string;
  readonly askId: string;
}

/** Input of `chaseAction`. */
export interface ChaseActionInput extends Requested {
  readonly actionId: string;
  /** Another run of it was lost: what the last day should have brought is made up for. */
  readonly again: boolean;
}

/** Input of `tellOfActions`. */
export interface TellOfActionsInput extends Requested {
  readonly personId: string;
  /** The day on their clock. */
  readonly on: string;
  /** The first of them; others are told by a signal. */
  readonly actionId: string;
}

/** Input of `giveNotice`. */
export interface GiveNoticeInput extends Requested {
  readonly personId: string;
  readonly notice: Notice;
}

/** Input of `sendTestPage`. */
export interface SendTestPageInput extends Requested {
  readonly personId: string;
  readonly testId: string;
}

/** Input of `lookAgain`: when somebody who answered a page is called again. */
export interface LookAgainInput extends Requested {
  readonly pageId: string;
  readonly personId: string;
  readonly at: string;
}

/** Input of `tellOfPage`: a page was handed on. */
export interface TellOfPageInput extends Requested {
  readonly pageId: string;
  readonly toPageId: string;
  /** Who handed it on. */
  readonly personId: string;
  readonly to: PageReceiver;
  readonly note: string;
}

/** Input of `tellOfTask`: a task of an incident was given to somebody. */
export interface TellOfTaskInput extends Requested {
  readonly incidentId: string;
  readonly taskId: string;
  readonly ownerId: string;
}

/** Input of `tellStakeholders`: something happened to an incident. */
export interface TellStakeholdersInput extends Requested {
  readonly incidentId: string;
}

/** Input of `tellChats`: something happened to an incident. */
export interface TellChatsInput extends Requested {
  readonly incidentId: string;
}

/** Input of `runDrill`. */
export interface RunDrillInput extends Requested {
  readonly drillId: string;
  readonly planId: string;
  /** It begins at some moment between these, ISO. */
  readonly from: string;
  readonly until: string;
  /** Those on call are told of it before anything else. */
  readonly announced: boolean;
  /** Another run of it was lost: who was told is not told again, and what has begun goes on. */
  readonly again: boolean;
}

/** Input of `pageResponders`. */
export interface PageRespondersInput extends Requested {
  readonly pageId: string;
  readonly incidentId: string;
  readonly policy: PagePolicy;
  /** Where a fresh run goes on; 0 unless told. */
  readonly fromRound?: number;
  /** Where the lost run stood. */
  readonly from?: PagePlace;
}

/** A place in an escalation. */
export interface PagePlace {
  readonly step: PageStep;
  readonly round: number;
  /** When the step was claimed, ISO: its clock runs from there; null where it was not. */
  readonly claimedAt: string | null;
  /** Nobody answered in this round; calling begins again then, ISO. Null where the round goes on. */
  readonly againAt: string | null;
}
