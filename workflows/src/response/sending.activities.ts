import { incidentDecider, isActive, maySend, pageDecider, personDecider, Rejection } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { DeliveryRefused, mayHaveArrived, type OutsideChannel } from "@ballast/notifications";
import { type Contacts, type PageChannel, wholeText } from "@ballast/schema";
import { cancellable } from "../heartbeat.ts";
import { record, type WorkerParts } from "../parts.ts";
import { inTurn } from "./inTurn.ts";
import { textOf } from "./pageText.ts";
import type { DeliveryOutcome, DeliveryTry, ResponseActivities } from "./responseActivities.ts";

/** The activity that waits for other people's mail and chat servers. */
export const sendingActivities = (parts: WorkerParts): Pick<ResponseActivities, "deliverPage"> => {
  const oneByOne = inTurn();
  return { deliverPage: (tried) => cancellable((signal) => deliver(parts, tried, { signal, oneByOne })) };
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
  const page = await foldRecord(parts.log, pageDecider, ref.pageId);
  const incident = await foldRecord(parts.log, incidentDecider, ref.incidentId);
  if (page.status !== "open" || incident.status !== "declared" || !isActive(incident)) return "over";
  if (!maySend(page, send.key)) return page.sent.has(send.key) ? "handedOver" : "refused";
  const person = await foldRecord(parts.log, personDecider, send.personId);
  const address = person.status === "active" ? addressOf(person.contacts, send.channel) : null;
  if (address === null || person.status === "absent")
    return oneByOne(ref.pageId, () => refuse(parts, tried, "this way to reach them is gone"));
  const text = await textOf(parts, { page, incident, step: tried.step, person });
  try {
    await parts.notifier.deliver({ ...address, ...text, key: send.key, signal });
  } catch (error) {
    signal.throwIfAborted();
    return oneByOne(ref.pageId, () => (error instanceof DeliveryRefused ? refuse(parts, tried, error.message) : fail(parts, tried, error)));
  }
  return oneByOne(ref.pageId, () => recordSent(parts, tried, address));
}

interface Address {
  readonly channel: OutsideChannel;
  readonly to: string;
}

function addressOf({ email, chatWebhookUrl }: Contacts, channel: PageChannel): Address | null {
  if (channel === "mail" && email !== null) return { channel, to: email };
  return channel === "chat" && chatWebhookUrl !== null ? { channel, to: chatWebhookUrl } : null;
}

async function recordSent(
  parts: WorkerParts, { page, step, round, send: { afterMs: _, ...send } }: DeliveryTry, { channel, to }: Address,
): Promise<"handedOver"> {
  const at = parts.now().toISOString();
  await record(parts, page, {
    aggregate: pageDecider, id: page.pageId, key: ["sent", send.key],
    // A hook's address lets whoever has it write there.
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
  return "handedOver";
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
