import type { ResponseFacts } from "@ballast/domain/response";
import type { LookAgainInput, LostRun, TellOfPageInput, TellOfTaskInput } from "@ballast/schema/workflows";
import type { Actor, PagePolicy, PageRung, PageStep, PlannedSend } from "@ballast/schema";

/** Which incident, and who asked. */
export interface IncidentRef {
  readonly incidentId: string;
  readonly requestEventId: string;
  readonly correlationId: string;
  readonly actor: Actor;
}

/** Which page. */
export interface PageRef {
  readonly pageId: string;
  readonly incidentId: string;
  readonly requestEventId: string;
  readonly correlationId: string;
  readonly actor: Actor;
}

/** A page that was asked for. */
export interface RequestedPage {
  readonly pageId: string;
  readonly requestEventId: string;
}

/** What sending one step of a page led to. `over`: the incident ended or somebody answered meanwhile. */
export type SendOutcome = "delivered" | "nobodyReached" | "over";

/** One message; what was claimed before channels had times of their own says none, and is sent at once. */
export type ClaimedSend = Omit<PlannedSend, "afterMs"> & Partial<Pick<PlannedSend, "afterMs">>;

/**
 * A step that may be called. `over`: somebody answered or the incident ended. `quiet`: the severity asks for no more calls. `passed`: the
 * round has no such step any more, since its policy was changed. `step` is "everyone" where nobody else could be called; the escalation is
 * recorded then.
 */
export interface StepClaim {
  readonly outcome: "claimed" | "over" | "quiet" | "passed";
  readonly step: PageStep;
  /** Where it stands in its round; absent of what was claimed before policies were asked: a step of what is built in. */
  readonly rung?: PageRung;
  /** To channels that can wake somebody. */
  readonly sends: readonly ClaimedSend[];
  /** Somebody has it in the inbox of the console. */
  readonly inInbox: boolean;
  /**
   * Somebody else has won it, and sends it: a watchdog while the engine did not answer, or a run from before that. Whether they have
   * reached anybody, or still may. Its rung says how long it still waits.
   */
  readonly others?: "reach" | "silent";
  /** Of steps before it: what still waits for its time, `afterMs` from now on. Told to who asks again; a run that was lost knew of it. */
  readonly earlier?: readonly (ClaimedSend & { readonly step: PageStep; readonly round: number })[];
}

/** What became of one message in the end, or of one try. `failed`: worth another one; `refused`: not, or it did not arrive. */
export type Settled = "handedOver" | "failed" | "refused" | "over";

/** What became of one try. `awaitsReceipt`: its provider took it, which says nothing of whether it arrives. */
export type DeliveryOutcome = Settled | "awaitsReceipt";

/** One message that was handed to a provider. */
export interface HandedOver {
  readonly page: PageRef;
  readonly send: ClaimedSend;
}

/** What is known of a message's receipt; `leftMs`: so long it is still waited for. */
export interface ReceiptKnown {
  readonly outcome: DeliveryOutcome;
  readonly leftMs: number;
}

/** One try to hand a page to a channel; `last`: no other follows. */
export interface DeliveryTry {
  readonly page: PageRef;
  readonly send: ClaimedSend;
  readonly step: PageStep;
  readonly round: number;
  readonly attempt: number;
  readonly last: boolean;
  /** Who asks waits for receipts; left out: whoever began before there were any takes what was handed over for received. */
  readonly receipts?: true;
}

/** The activities of `respondToIncident` and `pageResponders`. Each is idempotent by incident and occasion. */
export interface ResponseActivities {
  startResponse(input: {
    incident: IncidentRef;
    workflowId: string;
    runId: string;
    replaces?: LostRun | undefined;
  }): Promise<"started" | "taken">;
  /** What the log says of the incident now. */
  lookAtIncident(input: { incident: IncidentRef }): Promise<ResponseFacts>;
  requestPage(input: {
    incident: IncidentRef;
    purpose: "responders" | "commander";
    reason: string;
    occasion: number;
    policy: PagePolicy;
  }): Promise<RequestedPage>;
  remindOfUpdate(input: { incident: IncidentRef; dueAt: number }): Promise<void>;
  markReview(input: { incident: IncidentRef; dueAt: number }): Promise<void>;
  /** Holds the running deploys of the incident's services. */
  holdDeploys(input: { incident: IncidentRef }): Promise<void>;
  liftHolds(input: { incident: IncidentRef }): Promise<void>;
  /** Ends all open pages of an incident that ended. */
  stopPages(input: { incident: IncidentRef; reason: string }): Promise<void>;
  startPage(input: { page: PageRef; workflowId: string; runId: string; replaces?: LostRun | undefined }): Promise<"started" | "taken">;
  /**
   * Asks policies and schedules who is to be called now, looks at the incident again, and records whom this step calls: its clock runs
   * from here. `place`: which step of the round, from 0; absent where who asks knows of no policies, and names it.
   * `watchdog`: who asks is one, and no run.
   */
  claimStep(input: { page: PageRef; step: PageStep; round: number; place?: number; watchdog?: string }): Promise<StepClaim>;
  /** Hands one message to one channel, within its limit, and records what became of it. Never twice for a key that was taken. */
  deliverPage(input: DeliveryTry): Promise<DeliveryOutcome>;
  /** What became of a message that was handed to a provider; gives it up where no receipt came in time, and says so. */
  settleReceipt(input: HandedOver): Promise<ReceiptKnown>;
  /** Tells other systems that call people for us that nobody is to be called any more. */
  callOff(input: { page: PageRef }): Promise<void>;
  /** Records that nobody answered in any round, and when calling begins again. */
  goUnanswered(input: { page: PageRef; round: number; repeatEveryMs: number }): Promise<void>;
  /** A whole step, for pages that began before their channels were tried one by one. */
  sendPage(input: { page: PageRef; step: PageStep; round: number }): Promise<SendOutcome>;
  escalatePage(input: { page: PageRef; to: PageStep; round: number; place?: number; reason: string }): Promise<void>;
  stopPage(input: { page: PageRef; reason: string }): Promise<void>;
  /** Calls somebody who wanted to look again, unless it is over or somebody else's by then. */
  callAgain(input: LookAgainInput): Promise<void>;
  /** One message to each of those who had a page that was handed on. */
  /** One message to whose a task is. */
  tellOfTask(input: TellOfTaskInput): Promise<void>;
  tellOfHandingOn(input: TellOfPageInput): Promise<void>;
}
