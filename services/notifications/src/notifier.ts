import { chatWebhookChannel, type ChatOptions } from "./chatWebhook.ts";
import { cleaned } from "./cleaned.ts";
import { mailChannel, type Channel, type MailOptions } from "./mail.ts";
import { pagerDutyChannel, type PagerDutyOptions } from "./pagerDuty.ts";
import { providerChannel, type ProviderOptions } from "./provider.ts";
import { pushChannel } from "./push.ts";
import { DeliveryRefused, NoAnswer, type Delivery, type Message, type OutsideChannel } from "./message.ts";

/** What the notifier may use. */
export type NotifierOptions = {
  /** Absent: there is no mail, and mail is refused. */
  readonly mail?: MailOptions | undefined;
  readonly chat?: ChatOptions | undefined;
  /** Absent, or without an address: SMS and calls are refused. */
  readonly provider?: ProviderOptions | undefined;
  readonly pagerDuty?: PagerDutyOptions | undefined;
  /** Milliseconds that a channel has for one message, from the look-up of its name to its answer; 10 s unless told. */
  readonly limitMs?: number | undefined;
};

/** Sends messages through whatever channel they name. */
export type Notifier = {
  /**
   * Hands the message to its channel; answers or rejects within the limit, whatever the other side does.
   * @throws DeliveryRefused when the channel will never take it: go on to the next person at once
   * @throws NoAnswer when the time is up: it may or may not have arrived
   * @throws Error when it may take it later: try again with the same key
   */
  readonly deliver: (message: Message) => Promise<Delivery>;
  /** Closes idle connections. */
  readonly close: () => void;
};

/** A notifier over the channels that are set up. */
export function createNotifier({ mail, chat, provider = {}, pagerDuty, limitMs = 10_000 }: NotifierOptions): Notifier {
  const channels: Readonly<Record<OutsideChannel, Channel>> = {
    mail: mail === undefined ? withoutMail : mailChannel(mail),
    chat: chatWebhookChannel(chat),
    push: pushChannel(chat),
    sms: providerChannel("sms", provider),
    voice: providerChannel("voice", provider),
    pagerduty: pagerDutyChannel(pagerDuty),
  };
  return {
    async deliver(message) {
      message.signal?.throwIfAborted();
      const sending = withinLimit(limitMs, message, (signal) => channels[message.channel].deliver({ ...message, signal }));
      return sending.catch((error: unknown) => {
        throw cleaned(error, message);
      });
    },
    close: () => Object.values(channels).forEach((channel) => channel.close()),
  };
}

/** The channel is told to stop when the time is up, and is not waited for either way. */
async function withinLimit(
  limitMs: number,
  { channel, signal }: Message,
  send: (signal: AbortSignal) => Promise<Delivery>,
): Promise<Delivery> {
  const limit = AbortSignal.timeout(limitMs);
  const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  const stopped = new Promise<never>((_, reject) =>
    either.addEventListener("abort", () => reject(either.reason instanceof Error ? either.reason : new Error(String(either.reason))), {
      once: true,
    }),
  );
  try {
    return await Promise.race([send(either), stopped]);
  } catch (error) {
    if (limit.aborted && !(error instanceof DeliveryRefused)) throw new NoAnswer(channel, limitMs);
    throw error;
  }
}

const withoutMail: Channel = {
  deliver: () => Promise.reject(new DeliveryRefused("mail", "No mail server is set up", { brief: "no mail server is set up" })),
  close: () => undefined,
};
