import type { ChatOptions } from "./chatWebhook.ts";
import type { Channel } from "./mail.ts";
import { DeliveryRefused, headerKey } from "./message.ts";
import { postingChannel, type Posting } from "./posting.ts";
import { shortened } from "./short.ts";
import { signatureOf } from "./signedWebhook.ts";

/** A provider that sends messages and makes calls: whatever takes one POST for each. */
export interface ProviderOptions extends ChatOptions {
  /** Where SMS are handed over; absent: there are none. */
  readonly sms?: string | undefined;
  /** Where calls are; absent: there are none. */
  readonly voice?: string | undefined;
  /** What is signed with as Standard Webhooks has it, `whsec_` and base64; absent: nothing is signed. */
  readonly secret?: string | undefined;
  readonly now?: (() => Date) | undefined;
}

/** Two parts of an SMS, with the address in them. */
const LONGEST = 300;

/**
 * SMS and calls: JSON of whom, what, under which name and where to say what became of it. That the provider takes one says nothing of
 * whether it arrives: a receipt does, posted to that address.
 */
export function providerChannel(kind: "sms" | "voice", { secret, now = () => new Date(), ...options }: ProviderOptions): Channel {
  const address = options[kind];
  if (address === undefined) return withoutProvider(kind);
  return postingChannel(kind, options, (message): Posting => {
    const { to, subject, link, key, receiptUrl } = message;
    const id = headerKey(key);
    const room = LONGEST - (link?.length ?? 0) - 1;
    const body = {
      id, kind, to, text: kind === "voice" || link === undefined ? shortened(subject, LONGEST) : `${shortened(subject, room)} ${link}`,
      ...(link === undefined ? {} : { link }), ...(receiptUrl === undefined ? {} : { receiptUrl }),
    };
    const at = now();
    return {
      address, body,
      headers: secret === undefined ? {} : {
        "webhook-id": id, "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
        "webhook-signature": signatureOf({ id, secret, at }, JSON.stringify(body)),
      },
    };
  });
}

const withoutProvider = (kind: "sms" | "voice"): Channel => {
  const [said, brief] = kind === "sms"
    ? ["No provider for SMS is set up (BALLAST_SMS_URL)", "no provider for SMS is set up"]
    : ["No provider for calls is set up (BALLAST_VOICE_URL)", "no provider for calls is set up"];
  return { deliver: () => Promise.reject(new DeliveryRefused(kind, said, { brief })), close: () => undefined };
};
