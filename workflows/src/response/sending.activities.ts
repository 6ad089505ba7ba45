import {
  addressBy, hasArrived, incidentDecider, isActive, isSettled, maySend, pageDecider, personDecider, Rejection, type Page,
} from "@ballast/domain";
import { foldRecord, receiptTokenOf } from "@ballast/eventlog";
import { DeliveryRefused, mayHaveArrived, type OutsideChannel } from "@ballast/notifications";
import { givesReceipts, receiptWithinMs, wholeText, type Contacts, type PageChannel } from "@ballast/schema";
import { cancellable } from "../heartbeat.ts";
import { record, type WorkerParts } from "../parts.ts";
import { inTurn } from "./inTurn.ts";
import { textOf } from "./pageText.ts";
import type { DeliveryOutcome, DeliveryTry, HandedOver, PageRef, ReceiptKnown, ResponseActivities } from "./responseActivities.ts";

/** The activity that waits for other people's mail and chat servers. */
export const sendingActivities = (parts: WorkerParts): Pick<ResponseActivities, "deliverPage" | "callOff"> => {
  const oneByOne = inTurn();
  return {
    deliverPage: (tried) => cancellable((signal) => deliver(parts, tried, { signal, oneByOne })),
    callOff: ({ page }) => cancellable((signal) => callOff(parts, page, signal)),
  };
};

/** The same for who is no activity: the watchdog. `signal` ends a try that is under way. */
export function deliverAlone(parts: WorkerParts, signal: AbortSignal): (tried: DeliveryTry) => Promise<DeliveryOutcome> {
  const oneByOne = inTurn();
  return (tried) => deliver(parts, tried, { signal, oneByOne });
}

interface Around {
  readonly signal: AbortSignal;
  /** Records of one page are appended in turn: many channels answer at the same moment. */
  readonly oneByOne: ReturnType<typeof inTurn>;
}

/**
 * One try. Looks at page and incident first: an answer or a resolution may have come. What the channel does is recorded
 * and answered, never thrown; only a log that does not answer makes the engine repeat this.
 */
async function deliver(parts: WorkerParts, tried: DeliveryTry, { signal, oneByOne }: Around): Promise<DeliveryOutcome> {
  const { page: ref, send } = tried;
  const [page, incident, person] = await Promise.all([
    foldRecord(parts.log, pageDecider, ref.pageId), foldRecord(parts.log, incidentDecider, ref.incidentId),
    foldRecord(parts.log, personDecider, send.personId),
  ]);
  if (page.status !== "open" || incident.status !== "declared" || !isActive(incident)) return "over";
  if (!maySend(page, send.key)) return standing(page, tried);
  const address = person.status === "active" ? addressOf(person.contacts, send.channel) : null;
  if (address === null || person.status === "absent")
    return oneByOne(ref.pageId, () => refuse(parts, tried, "this way to reach them is gone"));
  const text = await textOf(parts, { page, incident, step: tried.step, person });
  try {
    await parts.notifier.deliver({ ...address, ...text, ...saying(parts, tried), key: send.key, signal });
  } catch (error) {
    signal.throwIfAborted();
    return oneByOne(ref.pageId, () => (error instanceof DeliveryRefused ? refuse(parts, tried, error.message) : fail(parts, tried, error)));
  }
  await oneByOne(ref.pageId, () => recordSent(parts, tried, address));
  // A receipt may have come before that.
  return givesReceipts(send.channel) && tried.receipts === true ? "awaitsReceipt" : "handedOver";
}

/** What the record says of a message that is not sent any more. */
function standing(page: Exclude<Page, { status: "absent" }>, { send: { key, channel }, receipts }: DeliveryTry): DeliveryOutcome {
  if (!hasArrived(page, key)) return "refused";
  return givesReceipts(channel) && receipts === true && !isSettled(page, key) ? "awaitsReceipt" : "handedOver";
}

/** What of a message is for other systems: where a provider says what became of it, and which of its messages are about one matter. */
function saying(parts: WorkerParts, { page: { pageId }, send: { key, personId, channel } }: DeliveryTry) {
  const keys = givesReceipts(channel) ? parts.keys() : null;
  return {
    ...(keys === null ? {} : { receiptUrl: `${parts.publicUrl}/hooks/receipts/${receiptTokenOf(keys, key)}` }),
    ...(channel === "pagerduty" ? { matter: { key: `${pageId}/${personId}`, over: false } } : {}),
  };
}

/** Looks what became of a message that a provider took; where no word came in time, it is given up. */
export async function settleReceipt(parts: WorkerParts, { page: ref, send: { key } }: HandedOver): Promise<ReceiptKnown> {
  const page = await foldRecord(parts.log, pageDecider, ref.pageId);
  if (page.status !== "open") return { outcome: "over", leftMs: 0 };
  const receipt = page.receipts.get(key);
  const outcome = (came: "handedOver" | "refused"): ReceiptKnown => ({ outcome: came, leftMs: 0 });
  // Claimed by a worker of before: nobody asked for a receipt.
  if (receipt === undefined || receipt.came === "delivered") return outcome("handedOver");
  if (receipt.came !== "awaited") return outcome("refused");
  const leftMs = Date.parse(receipt.sentAt ?? parts.now().toISOString()) + receiptWithinMs - parts.now().getTime();
  if (leftMs > 0) return { outcome: "awaitsReceipt", leftMs };
  await record(parts, ref, {
    aggregate: pageDecider, id: ref.pageId, key: ["missReceipt", key],
    command: { type: "MissReceipt", now: parts.now().toISOString(), pageId: ref.pageId, key },
  });
  // A word may have come at the same moment.
  return outcome(hasArrived(await foldRecord(parts.log, pageDecider, ref.pageId), key) ? "handedOver" : "refused");
}

/** Whether a message may have arrived: it was taken, got no answer, or nothing is known of it; one that was refused has not. */
const mayBeThere = ({ sent, refused, failed }: Exclude<Page, { status: "absent" }>, key: string): boolean =>
  sent.has(key) || !refused.has(key) || [...failed].some((tried) => tried.startsWith(`${key}#`));

/**
 * Resolves at PagerDuty what may have been called for there, whoever did: nobody is to be called any more. What does not take it is asked
 * again; what never arrived there is resolved by it all the same, which changes nothing.
 */
export async function callOff(parts: WorkerParts, { pageId }: Pick<PageRef, "pageId">, signal: AbortSignal): Promise<void> {
  const page = await foldRecord(parts.log, pageDecider, pageId);
  if (page.status === "absent" || page.status === "open") return;
  const called = page.claims.flatMap(({ sends }) =>
    sends.flatMap(({ channel, personId, key }) => (channel === "pagerduty" && mayBeThere(page, key) ? [personId] : [])));
  const outcomes = await Promise.allSettled([...new Set(called)].map(async (personId) => {
    const person = await foldRecord(parts.log, personDecider, personId);
    const to = person.status === "absent" ? null : addressBy(person.contacts, "pagerduty");
    if (to === null) return;
    const matter = { key: `${pageId}/${personId}`, over: true };
    await parts.notifier.deliver({ channel: "pagerduty", to, subject: "", text: "", key: `${pageId}/${personId}/over`, matter, signal });
  }));
  for (const outcome of outcomes)
    if (outcome.status === "rejected" && !(outcome.reason instanceof DeliveryRefused)) throw outcome.reason;
}

interface Address {
  readonly channel: OutsideChannel;
  readonly to: string;
}

function addressOf(contacts: Contacts, channel: PageChannel): Address | null {
  const to = addressBy(contacts, channel);
  return channel === "inbox" || to === null ? null : { channel, to };
}

async function recordSent(
  parts: WorkerParts, { page, step, round, send: { afterMs: _, ...send } }: DeliveryTry, { channel, to }: Address,
): Promise<void> {
  const at = parts.now().toISOString();
  await record(parts, page, {
    aggregate: pageDecider, id: page.pageId, key: ["sent", send.key],
    // A hook's address or a key lets whoever has it write there, and a telephone number is nobody else's business.
    command: { type: "SendPage", now: at, pageId: page.pageId, step, round, ...send, address: channel === "mail" ? to : channel },
  });
  try {
    await record(parts, page, {
      aggregate: incidentDecider, id: page.incidentId, key: ["firstPageSent", send.key],
      command: { type: "ReachMilestone", now: at, incidentId: page.incidentId, milestone: "firstPageSent", at, basis: "observed" },
    });
  } catch (error) {
    // Somebody answered in the console before the channel did: the milestone would come after the answer.
    if (!(error instanceof Rejection) || error.code === "REVISION_CONFLICT") throw error;
  }
}

async function refuse(
  parts: WorkerParts, { page, step, round, send: { afterMs: _, ...send } }: DeliveryTry, why: string,
): Promise<"refused"> {
  const reason = wholeText(why, 2_000);
  await record(parts, page, {
    aggregate: pageDecider, id: page.pageId, key: ["refused", send.key],
    command: { type: "RefuseDelivery", now: parts.now().toISOString(), pageId: page.pageId, step, round, ...send, reason },
  });
  return "refused";
}

async function fail(
  parts: WorkerParts, { page, step, round, send: { afterMs: _, ...send }, attempt, last }: DeliveryTry, error: unknown,
): Promise<"failed"> {
  const reason = wholeText(error instanceof Error ? error.message : String(error), 2_000);
  await record(parts, page, {
    aggregate: pageDecider,
    id: page.pageId,
    key: ["failed", send.key, attempt],
    command: {
      type: "FailDelivery", now: parts.now().toISOString(), pageId: page.pageId, step, round, ...send, attempt,
      mayHaveArrived: mayHaveArrived(error), triesAgain: !last, reason,
    },
  });
  return "failed";
}
