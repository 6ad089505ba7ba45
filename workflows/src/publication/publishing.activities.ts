import { randomUUID } from "node:crypto";
import { mailingDecider, publicationDecider, waitsIn, type MailingCommand } from "@ballast/domain/publication";
import { statusPageDecider } from "@ballast/domain/statusPage";
import { subscriberDecider } from "@ballast/domain/subscriber";
import {
  addressOf, confirmTokenOf, foldRecord, handle, stopTokenOf, webhookSecretOf, type Handled, type KeyRing,
} from "@ballast/eventlog";
import { DeliveryRefused, mayHaveArrived, reasonOf } from "@ballast/notifications";
import type { MailingEvent, MailingOutcome, PublishedNotice, SubscriberChannel } from "@ballast/schema";
import type { AskToConfirmInput, SendMailingInput } from "@ballast/schema/workflows";
import { whileAlive } from "../heartbeat.ts";
import type { PartsWithFlags, WorkerParts } from "../parts.ts";
import type { PublishingActivities } from "./publicationActivities.ts";

/** Activities that send to subscribers. */
export const publishingActivities = (parts: PartsWithFlags): PublishingActivities => ({
  sendToSubscribers: (input) => whileAlive(() => sendToSubscribers(parts, input)),
  giveUpMailing: (input) => whileAlive(async () => void (await tell(parts, input, { type: "GiveUpMailing", mailingId: input.mailingId }))),
  sendConfirmation: (input) => whileAlive(() => sendConfirmation(parts, input)),
});

/** So many messages of a mailing are under way at a time: other people's mail servers count, and so do ours. */
const AT_ONCE = 5;

interface Result {
  readonly subscriberId: string;
  readonly outcome: MailingOutcome;
  readonly why: string;
}

/** What is written down of each try has an id of its own: whoever gets its event sends, and nobody else does. */
async function tell(
  parts: WorkerParts, { correlationId, requestEventId }: SendMailingInput, command: MailingCommand,
): Promise<Handled<MailingEvent>> {
  return handle(parts.log, {
    aggregate: mailingDecider, id: command.mailingId, command,
    context: {
      commandId: randomUUID(), actor: { personId: null, name: "Status pages", means: "workflow" }, now: parts.now().toISOString(),
      correlationId, causationId: requestEventId,
    },
  });
}

/** @throws Error where this worker has not the installation's key: it is worth another try, with another worker */
function keysOf({ keys }: WorkerParts): KeyRing {
  const ring = keys();
  if (ring === null) throw new Error("This worker cannot open addresses: set BALLAST_SECRET_KEY, the same as the API's.");
  return ring;
}

/**
 * Sends to all who wait, some at a time, each of them written down before it is done: a sender that is lost leaves some of whom nobody
 * knows whether they have it, and who are not sent it again. Where a whole part fails for the mail server, the others wait for
 * the next try.
 */
export async function sendToSubscribers(parts: WorkerParts, input: SendMailingInput): Promise<boolean> {
  const { mailingId } = input;
  const keys = keysOf(parts);
  await tell(parts, input, { type: "LoseMailing", mailingId, why: "its sender was lost while it sent" });
  const mailing = await foldRecord(parts.log, mailingDecider, mailingId);
  if (mailing.status !== "open") return false;
  const { channel, publicationId, statusPageId } = mailing;
  const publication = await foldRecord(parts.log, publicationDecider, publicationId);
  const notice = publication.status === "absent" ? undefined : publication.notices.find((one) => one.statusPageId === statusPageId);
  if (notice === undefined) return false;
  const waiting = waitsIn(mailing);
  for (let from = 0; from < waiting.length; from += AT_ONCE) {
    const { events } = await tell(parts, input, { type: "TryMailing", mailingId, subscriberIds: waiting.slice(from, from + AT_ONCE) });
    const ours = events.flatMap((event) => (event.type === "MailingTried" ? event.data.subscriberIds : []));
    if (ours.length === 0) continue;
    const results = await Promise.all(ours.map((subscriberId) => sendOne(parts, { keys, channel, notice, publicationId, subscriberId })));
    await tell(parts, input, { type: "TellMailing", mailingId, results });
    if (channel === "mail" && results.every(({ outcome }) => outcome === "failed")) break;
  }
  return waitsIn(await foldRecord(parts.log, mailingDecider, mailingId)).length > 0;
}

interface Sending {
  readonly keys: KeyRing;
  readonly channel: SubscriberChannel;
  readonly notice: PublishedNotice;
  readonly publicationId: string;
  readonly subscriberId: string;
}

/** What became of one message: never an error. */
async function sendOne(parts: WorkerParts, sending: Sending): Promise<Result> {
  const { keys, channel, subscriberId } = sending;
  const result = (outcome: MailingOutcome, why = ""): Result => ({ subscriberId, outcome, why });
  try {
    const to = await addressOf(parts.log, keys, subscriberId);
    if (to === null) return result("gone", "they hear of it no more");
    await (channel === "webhook" ? post(parts, sending, to) : write(parts, sending, to));
    return result("sent");
  } catch (error) {
    const why = reasonOf(error);
    if (error instanceof DeliveryRefused) return result("refused", why);
    // A chat has nothing by which it could tell that it has this one already.
    return channel === "chat" && mayHaveArrived(error) ? result("unknown", why) : result("failed", why);
  }
}

const keyOf = ({ publicationId, notice, subscriberId }: Sending): string =>
  `publication/${publicationId}/${notice.statusPageId}/${subscriberId}`;

const stopAddress = ({ publicUrl }: WorkerParts, { keys, notice, subscriberId }: Sending): string =>
  `${publicUrl.replace(/\/$/u, "")}${notice.path}/unsubscribe/${subscriberId}/${stopTokenOf(keys, subscriberId)}`;

async function write({ notifier, ...parts }: WorkerParts, sending: Sending, to: string): Promise<void> {
  const { channel, notice } = sending;
  const unsubscribe = stopAddress({ notifier, ...parts }, sending);
  const { subject, link, footer, text } = notice;
  await notifier.deliver({
    channel: channel === "mail" ? "mail" : "chat", to, subject, link, linkText: notice.name, key: keyOf(sending), unsubscribe,
    publicOnly: true, text: `${text}\n\n${footer}\n${unsubscribe}`,
  });
}

/** The message for programs. */
async function post({ webhooks, ...parts }: WorkerParts, sending: Sending, url: string): Promise<void> {
  const { keys, notice, subscriberId } = sending;
  const { about, name, url: pageUrl, statusPageId } = notice;
  await webhooks.deliver({
    url, id: keyOf(sending), secret: webhookSecretOf(keys, subscriberId), at: parts.now(),
    body: {
      type: "statusPage.update", timestamp: about.at,
      data: {
        page: { id: statusPageId, name, url: pageUrl },
        about: { id: about.id, title: about.title, status: about.status, url: notice.link, components: about.components },
        update: { body: about.body, at: about.at }, unsubscribe: stopAddress({ webhooks, ...parts }, sending),
      },
    },
  });
}

/**
 * Asks at an address whether somebody there asked for updates.
 * @throws Error where their server may take it later
 */
export async function sendConfirmation(parts: WorkerParts, { subscriberId, statusPageId, askId }: AskToConfirmInput): Promise<void> {
  const keys = keysOf(parts);
  const subscriber = await foldRecord(parts.log, subscriberDecider, subscriberId);
  if (subscriber.status === "absent" || subscriber.asked?.askId !== askId) return;
  const page = await foldRecord(parts.log, statusPageDecider, statusPageId);
  const to = await addressOf(parts.log, keys, subscriberId);
  if (page.status === "absent" || page.retired !== null || to === null) return;
  const at = `${parts.publicUrl.replace(/\/$/u, "")}/status/${page.slug}/confirm`;
  const link = `${at}/${subscriberId}/${askId}/${confirmTokenOf(keys, subscriberId, askId)}`;
  const words = subscriber.asked.asking;
  const key = `confirmation/${askId}`;
  try {
    if (subscriber.channel === "webhook") {
      await parts.webhooks.deliver({
        url: to, id: key, secret: webhookSecretOf(keys, subscriberId), at: parts.now(),
        body: {
          type: "statusPage.confirm", timestamp: parts.now().toISOString(),
          data: { page: { id: statusPageId, name: page.name }, confirm: link },
        },
      });
    } else {
      const { subject, text, link: linkText } = words;
      await parts.notifier.deliver({ channel: subscriber.channel, to, subject, text, link, linkText, key, publicOnly: true });
    }
  } catch (error) {
    // The engine keeps what is thrown, and so do its logs: the address is in none of them.
    if (!(error instanceof DeliveryRefused)) throw new Error(reasonOf(error));
    // What will never be taken is not asked again: it is forgotten in a week.
    parts.logger.info({ subscriberId, why: reasonOf(error) }, "a subscriber could not be asked to confirm");
  }
}
