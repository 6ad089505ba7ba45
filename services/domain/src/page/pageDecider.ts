import { lookAgainWithinMs, receiptWithinMs, wakes, type DataOf, type PageEvent, type PageStep } from "@ballast/schema";
import { duration } from "@ballast/schema/words";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { StartedByAnotherRun } from "../startedByAnotherRun.ts";
import { placeOfStep } from "./course.ts";
import { absentPage, claimedStep, evolvePage, isSettled, tryOf, type Page, type PageCommand } from "./page.ts";

type Command<Type extends PageCommand["type"]> = Extract<PageCommand, { type: Type }>;
type RequestedPage = Exclude<Page, { status: "absent" }>;

function requestPage({ type, now, ...request }: Command<"RequestPage">, page: Page): readonly PageEvent[] {
  if (page.status === "absent") return [{ type: "PageRequested", data: request }];
  if (sameContent(request, page.request)) return [];
  throw new Rejection(
    "ALREADY_EXISTS",
    `page ${request.pageId} was requested for incident ${page.request.incidentId} with other contents`,
    ["pageId"],
  );
}

function startPage({ type, now, ...start }: Command<"StartPage">, page: RequestedPage): readonly PageEvent[] {
  if (page.start?.runId === start.runId) return [];
  if (page.start !== null) throw new StartedByAnotherRun(page.start);
  refuseUnlessOpen(page, "start");
  return [{ type: "PageStarted", data: start }];
}

function replaceRun({ type, now, ...data }: Command<"ReplaceRun">, page: RequestedPage): readonly PageEvent[] {
  if (page.start?.runId === data.toRunId) return [];
  if (page.start !== null && page.start.runId !== data.fromRunId) throw new StartedByAnotherRun(page.start);
  refuseUnlessOpen(page, "be taken up");
  return [{ type: "PageRunReplaced", data }];
}

/** Won once. What lies in the inbox is delivered by being recorded. */
function claimStep({ type, now, ...claim }: Command<"ClaimStep">, page: RequestedPage): readonly PageEvent[] {
  if (claimedStep(page, claim) !== undefined) return [];
  refuseUnlessOpen(page, "call anybody");
  const { pageId, step, round } = claim;
  const inInbox = claim.sends.filter(({ channel }) => !wakes(channel));
  return [
    { type: "PageStepClaimed", data: claim },
    ...inInbox.map(({ afterMs: _, ...send }): PageEvent => ({
      type: "PageSent", data: { pageId, step, round, ...send, address: "console", sentAt: now },
    })),
  ];
}

function sendPage({ type, now, ...sent }: Command<"SendPage">, page: RequestedPage): readonly PageEvent[] {
  return page.sent.has(sent.key) ? [] : [{ type: "PageSent", data: { ...sent, sentAt: now } }];
}

/** What was handed over stays so: a refusal that comes later is another try's. */
function refuseDelivery({ type, now, ...refusal }: Command<"RefuseDelivery">, page: RequestedPage): readonly PageEvent[] {
  const isOver = page.refused.has(refusal.key) || page.sent.has(refusal.key) || isSettled(page, refusal.key);
  return isOver ? [] : [{ type: "PageDeliveryRefused", data: refusal }];
}

function failDelivery({ type, now, ...failure }: Command<"FailDelivery">, page: RequestedPage): readonly PageEvent[] {
  const over = page.sent.has(failure.key) || page.refused.has(failure.key) || isSettled(page, failure.key)
    || page.failed.has(tryOf(failure));
  return over ? [] : [{ type: "PageDeliveryFailed", data: failure }];
}

/** The first word of a provider holds; one that comes after it was given up is kept as late. */
function takeReceipt({ pageId, key, delivered, reason }: Command<"TakeReceipt">, page: RequestedPage): readonly PageEvent[] {
  const receipt = page.receipts.get(key);
  if (receipt === undefined)
    throw new Rejection("NOT_FOUND", `no message of page ${pageId} waits for a receipt under this key`, ["key"]);
  if (receipt.came === "delivered" || receipt.came === "failed" || (receipt.came === "missing" && !delivered)) return [];
  const { send } = receipt;
  return delivered
    ? [{ type: "PageDelivered", data: { pageId, ...send, late: receipt.came === "missing" } }]
    : [{ type: "PageNotDelivered", data: { pageId, ...send, cause: "failed", reason } }];
}

/** Once, and not before its time: a provider that took a message and says nothing has delivered nothing. */
function missReceipt({ now, pageId, key }: Command<"MissReceipt">, page: RequestedPage): readonly PageEvent[] {
  const receipt = page.receipts.get(key);
  if (receipt?.came !== "awaited") return [];
  const { send, sentAt } = receipt;
  if (sentAt === null || Date.parse(now) - Date.parse(sentAt) < receiptWithinMs) return [];
  const reason = `no receipt within ${duration(receiptWithinMs)}`;
  return [{ type: "PageNotDelivered", data: { pageId, ...send, cause: "noReceipt", reason } }];
}

/** The page stays open: silence is no answer. */
function goUnanswered({ type, now, ...silence }: Command<"GoUnanswered">, page: RequestedPage): readonly PageEvent[] {
  if (page.unansweredRound !== null && page.unansweredRound >= silence.round) return [];
  refuseUnlessOpen(page, "go unanswered");
  return [{ type: "PageUnanswered", data: silence }];
}

/** Everyone comes last, whatever else there is. */
const orderOf = (step: PageStep): number => (step === "everyone" ? Infinity : placeOfStep(step));

function escalate({ type, now, ...escalation }: Command<"Escalate">, page: RequestedPage): readonly PageEvent[] {
  const isAhead = escalation.round === page.round ? orderOf(escalation.to) > orderOf(page.step) : escalation.round > page.round;
  if (!isAhead) return [];
  refuseUnlessOpen(page, "escalate");
  return [{ type: "PageEscalated", data: escalation }];
}

/** The first answer ends the paging. A later one is kept as late: it neither reopens anything nor counts as the answer. */
function acknowledge({ now, pageId, personId, lookAgainAt = null }: Command<"Acknowledge">, page: RequestedPage): readonly PageEvent[] {
  const data: DataOf<"PageAcknowledged"> = { pageId, personId, late: page.status !== "open", sentAt: page.firstSentAt };
  const again = lookAgainAt === null ? [] : lookAgain({ type: "LookAgain", now, pageId, personId, at: lookAgainAt }, page);
  return [...(page.acknowledgedBy.includes(personId) ? [] : [{ type: "PageAcknowledged", data } as const]), ...again];
}

/** Of a page that is over nothing is left to look at. */
function lookAgain({ now, pageId, personId, at }: Command<"LookAgain">, page: RequestedPage): readonly PageEvent[] {
  if ((page.lookAgain.get(personId) ?? null) === at) return [];
  if (at !== null) {
    if (page.handedTo !== null)
      throw new Rejection("PAGE_NOT_OPEN", `page ${pageId} was handed on: who has it now looks again`, ["lookAgainAt"]);
    if (page.status === "stopped")
      throw new Rejection("PAGE_NOT_OPEN", `page ${pageId} was stopped: there is nothing to look at again`, ["lookAgainAt"]);
    const aheadMs = Date.parse(at) - Date.parse(now);
    if (aheadMs <= 0 || aheadMs > lookAgainWithinMs)
      throw new Rejection("INVALID_INPUT", "looking again is for a moment that is still to come, within seven days", ["lookAgainAt"]);
  }
  return [{ type: "LookAgainSet", data: { pageId, personId, at } }];
}

/** Once, to one page: two people who hand it on at the same moment call two, of which the second is refused. */
function handOn({ type, now, ...data }: Command<"HandOn">, page: RequestedPage): readonly PageEvent[] {
  if (page.handedTo === data.toPageId) return [];
  if (page.handedTo !== null) throw new Rejection("PAGE_NOT_OPEN", `page ${data.pageId} was handed on before`, ["pageId"]);
  if (page.status === "stopped") refuseUnlessOpen(page, "be handed on");
  return [{ type: "PageHandedOn", data }];
}

/** An answered page has stopped by that; there is nothing left to stop. */
function stop({ pageId, reason }: Command<"Stop">, page: RequestedPage): readonly PageEvent[] {
  return page.status === "open" ? [{ type: "PageStopped", data: { pageId, reason } }] : [];
}

function refuseUnlessOpen(page: RequestedPage, act: string): void {
  if (page.status === "open") return;
  const why = page.status === "acknowledged" ? "somebody answered it" : "it was stopped";
  throw new Rejection("PAGE_NOT_OPEN", `page ${page.request.pageId} cannot ${act}: ${why}`, ["pageId"]);
}

/** Who looks again has looked before. */
function answered(page: RequestedPage, { pageId, personId, at }: Command<"LookAgain">): RequestedPage {
  if (at === null || page.acknowledgedBy.includes(personId)) return page;
  throw new Rejection("PAGE_NOT_OPEN", `page ${pageId} was not answered by them: answer it first`, ["pageId"]);
}

function existing(page: Page, pageId: string): RequestedPage {
  if (page.status === "absent") throw new Rejection("NOT_FOUND", `there is no page ${pageId}`, ["pageId"]);
  return page;
}

function decide(command: PageCommand, page: Page): readonly PageEvent[] {
  switch (command.type) {
    case "RequestPage":
      return requestPage(command, page);
    case "StartPage":
      return startPage(command, existing(page, command.pageId));
    case "ReplaceRun":
      return replaceRun(command, existing(page, command.pageId));
    case "ClaimStep":
      return claimStep(command, existing(page, command.pageId));
    case "FailDelivery":
      return failDelivery(command, existing(page, command.pageId));
    case "TakeReceipt":
      return takeReceipt(command, existing(page, command.pageId));
    case "MissReceipt":
      return missReceipt(command, existing(page, command.pageId));
    case "GoUnanswered":
      return goUnanswered(command, existing(page, command.pageId));
    case "SendPage":
      return sendPage(command, existing(page, command.pageId));
    case "RefuseDelivery":
      return refuseDelivery(command, existing(page, command.pageId));
    case "Escalate":
      return escalate(command, existing(page, command.pageId));
    case "Acknowledge":
      return acknowledge(command, existing(page, command.pageId));
    case "LookAgain":
      return lookAgain(command, answered(existing(page, command.pageId), command));
    case "HandOn":
      return handOn(command, existing(page, command.pageId));
    case "Stop":
      return stop(command, existing(page, command.pageId));
  }
}

/** A call for people: who was sent what, who answered, and that nobody is called twice by one key. */
export const pageDecider = aggregate("page", {
  initialState: absentPage,
  evolve: evolvePage,
  decide,
  keyOf: (incidentId: string, purpose: string, occasion: string) => [incidentId, purpose, occasion],
});
