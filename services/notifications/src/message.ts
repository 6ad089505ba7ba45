import { createHash } from "node:crypto";
import type { PageChannel } from "@ballast/schema";
import { duration } from "@ballast/schema/words";

/** Ways out of the house; the console's inbox is an event and needs no delivery. */
export type OutsideChannel = Exclude<PageChannel, "inbox">;

/** One message to one address. */
export type Message = {
  readonly channel: OutsideChannel;
  /** A mail address, the URL of a webhook or of a topic, a telephone number, or a key of PagerDuty's. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** For mail; made from the text when absent. */
  readonly html?: string | undefined;
  /** Where to act on it. The page behind it has to POST: mail scanners follow links. */
  readonly link?: string | undefined;
  /** For mail; no other channel takes them. */
  readonly attachments?: readonly { readonly name: string; readonly type: string; readonly base64: string }[] | undefined;
  /** For mail: the address at which a program stops these for its reader with one POST (RFC 8058). */
  readonly unsubscribe?: string | undefined;
  /** For chat: what the link is called there; "Open in Ballast" unless told. For mail the same. */
  readonly linkText?: string | undefined;
  /** Names this delivery: a repetition carries the same key, so that the receiver can drop it. */
  readonly key: string;
  /** For SMS and voice: where the provider says what became of it. */
  readonly receiptUrl?: string | undefined;
  /** For PagerDuty: what it is about there, so that a repetition joins it; and that it is over, where nobody is to be called any more. */
  readonly matter?: { readonly key: string; readonly over: boolean } | undefined;
  /** The address is a stranger's: it leads nowhere inside, whatever the installation lets its own people have. */
  readonly publicOnly?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** A message that the channel took over. */
export type Delivery = {
  readonly delivered: true;
  readonly channel: OutsideChannel;
  /** What the receiving system calls it, as far as it says. */
  readonly providerId?: string | undefined;
};

/**
 * The channel will never take this message: a wrong address, a closed webhook, a forbidden target. Trying again is
 * no use. Every other error may pass and is worth another try.
 */
export class DeliveryRefused extends Error {
  override readonly name = "DeliveryRefused";
  readonly channel: OutsideChannel;
  /** Why, without the address and without what the other side said. */
  readonly brief: string;

  constructor(channel: OutsideChannel, message: string, { brief = "it is refused for good", ...options }: RefusedOptions = {}) {
    super(message, options);
    this.channel = channel;
    this.brief = brief;
  }
}

/** What is known of a refusal beside its message. */
export interface RefusedOptions extends ErrorOptions {
  /** Why, without the address and without what the other side said. */
  readonly brief?: string | undefined;
}

const others: Readonly<Record<OutsideChannel, string>> = {
  mail: "The mail server", chat: "The chat webhook", push: "The push server", sms: "The SMS provider", voice: "The voice provider",
  pagerduty: "PagerDuty",
};

/** The channel fell silent: its time was up before it answered, and whether the message arrived is not known. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";

  constructor(channel: OutsideChannel, limitMs: number, options?: ErrorOptions) {
    super(`${others[channel]} gave no answer within ${duration(limitMs)}`, options);
  }
}

/** Connections that ended with the message perhaps already read. */
const brokenOff: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE", "ECONNECTION", "ETIMEDOUT"]);

/** Whether a message that failed in this way may have arrived all the same. */
export const mayHaveArrived = (error: unknown): boolean =>
  error instanceof NoAnswer || (error instanceof Error && "code" in error && brokenOff.has(error.code));

/** The key in a form that fits every header, however it was put together. */
export function headerKey(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 40);
}
