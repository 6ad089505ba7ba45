import type { Channel } from "./mail.ts";
import { headerKey, type Message } from "./message.ts";
import { post } from "./post.ts";
import { publicLookup, type Resolver } from "./publicAddress.ts";
import { accepted, refusePrivate, targetOf } from "./webhookTarget.ts";

/** How chat webhooks may be reached. */
export type ChatOptions = {
  /** Allow plain HTTP and addresses inside the network: for a chat server of one's own, and for tests. */
  readonly allowPrivateTargets?: boolean | undefined;
  readonly resolve?: Resolver | undefined;
};

/** Slack-compatible incoming webhooks (Slack, Mattermost, Rocket.Chat, Discord's `/slack`). */
export function chatWebhookChannel({ allowPrivateTargets = false, resolve }: ChatOptions = {}): Channel {
  return {
    async deliver(message) {
      const allowPrivate = allowPrivateTargets && message.publicOnly !== true;
      const url = targetOf(message.to, allowPrivate);
      const sending = post({
        url,
        body: chatBody(message),
        headers: { "idempotency-key": headerKey(message.key) },
        signal: message.signal,
        lookup: allowPrivate ? undefined : publicLookup(resolve),
      });
      accepted(await sending.catch((error: unknown) => refusePrivate(error)), url.host);
      return { delivered: true, channel: "chat" };
    },
    close: () => undefined,
  };
}

function chatBody({ subject, text, link, linkText = "Open in Ballast" }: Message): { readonly text: string } {
  const lines = [`*${chatText(subject)}*`, chatText(text), ...(link === undefined ? [] : [`<${chatText(link)}|${chatText(linkText)}>`])];
  return { text: lines.join("\n") };
}

/** The three characters that Slack's markup takes for its own: nobody is mentioned by an incident's title. */
function chatText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
