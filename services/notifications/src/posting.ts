import type { ChatOptions } from "./chatWebhook.ts";
import type { Channel } from "./mail.ts";
import { headerKey, type Message, type OutsideChannel } from "./message.ts";
import { post } from "./post.ts";
import { publicLookup } from "./publicAddress.ts";
import { accepted, refusePrivate, targetOf } from "./webhookTarget.ts";

/** One POST that hands a message over. */
export interface Posting {
  readonly address: string;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A channel whose messages are one POST each; what holds of chats' webhooks holds of it. */
export function postingChannel(
  channel: OutsideChannel, { allowPrivateTargets = false, resolve }: ChatOptions, postingOf: (message: Message) => Posting,
): Channel {
  return {
    async deliver(message) {
      const { address, body, headers } = postingOf(message);
      const url = targetOf(address, allowPrivateTargets, channel);
      const sending = post({
        url, body, signal: message.signal, lookup: allowPrivateTargets ? undefined : publicLookup(resolve),
        headers: { "idempotency-key": headerKey(message.key), ...headers },
      });
      accepted(await sending.catch((error: unknown) => refusePrivate(error, channel)), url.host, channel);
      return { delivered: true, channel };
    },
    close: () => undefined,
  };
}
