import { chatWebhookChannel, type ChatOptions } from "./chatWebhook.ts";
import { mailChannel, type Channel, type MailOptions } from "./mail.ts";
import { DeliveryRefused, type Delivery, type Message, type OutsideChannel } from "./message.ts";

/** What the notifier may use. */
export type NotifierOptions = {
  /** Absent: there is no mail, and mail is refused. */
  readonly mail?: MailOptions | undefined;
  readonly chat?: ChatOptions | undefined;
};

/** Sends messages through whatever channel they name. */
export type Notifier = {
  /**
   * Hands the message to its channel.
   * @throws DeliveryRefused when the channel will never take it: go on to the next person at once
   * @throws Error when it may take it later: try again with the same key
   */
  readonly deliver: (message: Message) => Promise<Delivery>;
  /** Closes idle connections. */
  readonly close: () => void;
};

/** A notifier over the channels that are set up. */
export function createNotifier({ mail, chat }: NotifierOptions): Notifier {
  const channels: Readonly<Record<OutsideChannel, Channel>> = {
    mail: mail === undefined ? withoutMail : mailChannel(mail),
    chat: chatWebhookChannel(chat),
  };
  return {
    async deliver(message) {
      message.signal?.throwIfAborted();
      return channels[message.channel].deliver(message);
    },
    close: () => Object.values(channels).forEach((channel) => channel.close()),
  };
}

const withoutMail: Channel = {
  deliver: () => Promise.reject(new DeliveryRefused("mail", "No mail server is set up")),
  close: () => undefined,
};
