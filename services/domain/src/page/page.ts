import {
  givesReceipts, wakes, type DataOf, type PageEvent, type PageRung, type PageStep, type PageUrgency, type PlannedSend,
} from "@ballast/schema";
import { isClimbedByPlace, stepAt } from "./course.ts";

/** A step that somebody won: whom it calls. */
export interface ClaimedStep {
  readonly step: PageStep;
  readonly round: number;
  readonly sends: readonly PlannedSend[];
  /** Where it stands in its round; null: in what is built in. */
  readonly rung: PageRung | null;
  /** The watchdog that won it while the workflow engine did not answer; left out: a run did. */
  readonly watchdog?: string | undefined;
  /** How urgent it was, and by what; left out: as its severity is. */
  readonly urgency?: PageUrgency | undefined;
}

/** A message of which a provider says later whether it arrived. */
export interface AwaitedReceipt {
  readonly send: Pick<DataOf<"PageSent">, "key" | "step" | "round" | "personId" | "channel">;
  /** When its provider took it; null until then, though a receipt may be faster than what records that. */
  readonly sentAt: string | null;
  /** `missing`: no word came in time; one that comes later counts still. */
  readonly came: "awaited" | "delivered" | "failed" | "missing";
}

/** What a page knows from its request on. */
interface RequestedPage {
  readonly request: DataOf<"PageRequested">;
  readonly start: Pick<DataOf<"PageStarted">, "requestEventId" | "workflowId" | "runId"> | null;
  /** Keys that were handed to a channel: each once. */
  readonly sent: ReadonlySet<string>;
  /** Keys that a channel refused. */
  readonly refused: ReadonlySet<string>;
  /** What is to be handed to a provider that says later what became of it. */
  readonly receipts: ReadonlyMap<string, AwaitedReceipt>;
  /** Tries that failed and may be repeated: key and number of the try. */
  readonly failed: ReadonlySet<string>;
  readonly claims: readonly ClaimedStep[];
  /** When it was first handed to a channel that can wake somebody. */
  readonly firstSentAt: string | null;
  readonly step: PageStep;
  readonly round: number;
  /** The last round that passed without an answer in all its steps; null while the first rounds go on. */
  readonly unansweredRound: number | null;
  /** Who answered, in order; the first one ended the paging. */
  readonly acknowledgedBy: readonly string[];
  /** Who wants to be called again, and when. */
  readonly lookAgain: ReadonlyMap<string, string>;
  /** The page that took its place when it was handed on. */
  readonly handedTo: string | null;
}

/** A call for people: open until somebody answers or there is nothing left to answer. */
export type Page = { readonly status: "absent" } | ({ readonly status: "open" | "acknowledged" | "stopped" } & RequestedPage);

export type PageCommand =
  /** Asks for people. `rotationIds` are asked who is on call when the page is sent; `personIds` are called besides. */
  | ({ readonly type: "RequestPage"; readonly now: string } & DataOf<"PageRequested">)
  /** A workflow takes the request on; a second run gets `StartedByAnotherRun`. */
  | ({ readonly type: "StartPage"; readonly now: string } & DataOf<"PageStarted">)
  /** Takes up what a lost run carried; exactly once by the run it names. */
  | ({ readonly type: "ReplaceRun"; readonly now: string } & DataOf<"PageRunReplaced">)
  /** A step begins. Whoever records it first sends it; the inbox, which is the log itself, has it by that. */
  | ({ readonly type: "ClaimStep"; readonly now: string } & DataOf<"PageStepClaimed">)
  /** It was handed to a channel at `now`. Recorded also when somebody answered meanwhile: it did go out. */
  | ({ readonly type: "SendPage"; readonly now: string } & Omit<DataOf<"PageSent">, "sentAt">)
  /** A channel did not take it, or a shift is empty (`personId` null): escalate. */
  | ({ readonly type: "RefuseDelivery"; readonly now: string } & DataOf<"PageDeliveryRefused">)
  /** A channel failed in a way that may pass. */
  | ({ readonly type: "FailDelivery"; readonly now: string } & DataOf<"PageDeliveryFailed">)
  /** A provider says what became of a message. @throws NOT_FOUND of a message that none was handed */
  | {
      readonly type: "TakeReceipt"; readonly now: string; readonly pageId: string; readonly key: string;
      readonly delivered: boolean; readonly reason: string;
    }
  /** Gives a message up whose receipt has not come in time; before that it does nothing. */
  | { readonly type: "MissReceipt"; readonly now: string; readonly pageId: string; readonly key: string }
  /** All rounds passed and nobody answered. */
  | ({ readonly type: "GoUnanswered"; readonly now: string } & DataOf<"PageUnanswered">)
  | ({ readonly type: "Escalate"; readonly now: string } & DataOf<"PageEscalated">)
  /** An answer; `lookAgainAt`: when the person wants to be called again, left out or null where they do not say. */
  | {
      readonly type: "Acknowledge"; readonly now: string; readonly pageId: string; readonly personId: string;
      readonly lookAgainAt?: string | null;
    }
  /** Says anew when who has answered looks again; null: not any more. */
  | ({ readonly type: "LookAgain"; readonly now: string } & DataOf<"LookAgainSet">)
  | ({ readonly type: "HandOn"; readonly now: string } & DataOf<"PageHandedOn">)
  | { readonly type: "Stop"; readonly now: string; readonly pageId: string; readonly reason: string };

export const absentPage: Page = { status: "absent" };

/** Folds one fact; facts on a page that was never requested change nothing. */
export function evolvePage(page: Page, event: PageEvent): Page {
  if (event.type === "PageRequested") return page.status === "absent" ? requested(event.data) : page;
  if (page.status === "absent") return page;
  switch (event.type) {
    case "PageStarted": {
      const { requestEventId, workflowId, runId } = event.data;
      return { ...page, start: { requestEventId, workflowId, runId } };
    }
    case "PageRunReplaced": {
      const { requestEventId, workflowId, toRunId } = event.data;
      return { ...page, start: { requestEventId, workflowId, runId: toRunId } };
    }
    case "PageStepClaimed": {
      const { pageId: _, ...claim } = event.data;
      return { ...page, claims: [...page.claims, claim], receipts: withClaimed(page.receipts, claim) };
    }
    case "PageSent":
      return {
        ...page, sent: new Set([...page.sent, event.data.key]),
        receipts: withReceipt(page.receipts, event.data.key, { sentAt: event.data.sentAt }),
        firstSentAt: page.firstSentAt ?? (wakes(event.data.channel) ? event.data.sentAt : null),
      };
    case "PageDelivered":
      return { ...page, receipts: withReceipt(page.receipts, event.data.key, { came: "delivered" }) };
    case "PageNotDelivered":
      return {
        ...page, receipts: withReceipt(page.receipts, event.data.key, { came: event.data.cause === "failed" ? "failed" : "missing" }),
      };
    case "PageDeliveryRefused":
      return { ...page, refused: new Set([...page.refused, event.data.key]) };
    case "PageDeliveryFailed":
      return { ...page, failed: new Set([...page.failed, tryOf(event.data)]) };
    case "PageUnanswered":
      return { ...page, unansweredRound: event.data.round };
    case "PageEscalated":
      return { ...page, step: event.data.to, round: event.data.round };
    case "PageAcknowledged":
      return {
        ...page, status: page.status === "open" ? "acknowledged" : page.status,
        acknowledgedBy: [...page.acknowledgedBy, event.data.personId],
      };
    case "LookAgainSet": {
      const lookAgain = new Map(page.lookAgain);
      if (event.data.at === null) lookAgain.delete(event.data.personId);
      else lookAgain.set(event.data.personId, event.data.at);
      return { ...page, lookAgain };
    }
    case "PageHandedOn":
      return {
        ...page, status: page.status === "open" ? "stopped" : page.status, handedTo: event.data.toPageId, lookAgain: new Map(),
      };
    case "PageStopped":
      return { ...page, status: "stopped" };
  }
}

const requested = (request: DataOf<"PageRequested">): Page => ({
  status: "open",
  request,
  start: null,
  sent: new Set(),
  refused: new Set(),
  receipts: new Map(),
  failed: new Set(),
  claims: [],
  firstSentAt: null,
  step: stepAt(0, isClimbedByPlace(request)),
  round: 0,
  unansweredRound: null,
  acknowledgedBy: [],
  lookAgain: new Map(),
  handedTo: null,
});

type Receipts = ReadonlyMap<string, AwaitedReceipt>;

/** Those of a step whose channels' providers say later what became of them. */
function withClaimed(known: Receipts, { step, round, sends }: ClaimedStep): Receipts {
  const added = sends.flatMap(({ key, personId, channel }): [string, AwaitedReceipt][] =>
    givesReceipts(channel) && !known.has(key)
      ? [[key, { send: { key, step, round, personId, channel }, sentAt: null, came: "awaited" }]] : []);
  return added.length === 0 ? known : new Map([...known, ...added]);
}

function withReceipt(known: Receipts, key: string, part: Partial<Pick<AwaitedReceipt, "sentAt" | "came">>): Receipts {
  const receipt = known.get(key);
  return receipt === undefined ? known : new Map([...known, [key, { ...receipt, ...part }]]);
}

/** Whether a message counts as having come to somebody: it was handed over, and nothing says that it did not arrive. */
export function hasArrived(page: Page, key: string): boolean {
  if (page.status === "absent") return false;
  const came = page.receipts.get(key)?.came;
  return came === "delivered" || (page.sent.has(key) && came !== "failed" && came !== "missing");
}

/** Whether a provider has said what became of a message, or has been waited for long enough. */
export const isSettled = (page: RequestedPage, key: string): boolean => (page.receipts.get(key)?.came ?? "awaited") !== "awaited";

/** One try of one message. */
export const tryOf = ({ key, attempt }: { readonly key: string; readonly attempt: number }): string => `${key}#${attempt}`;

/** The step as it was claimed; undefined while nobody has it. */
export const claimedStep = (page: Page, { step, round }: Pick<ClaimedStep, "step" | "round">): ClaimedStep | undefined =>
  page.status === "absent" ? undefined : page.claims.find((claim) => claim.step === step && claim.round === round);

/**
 * Whether the page may go out under this key: nobody has answered yet and the key is new. To be asked before each
 * hand-over to a channel, on a freshly read page.
 */
export const maySend = (page: Page, key: string): boolean =>
  page.status === "open" && !page.sent.has(key) && !page.refused.has(key) && !isSettled(page, key);
