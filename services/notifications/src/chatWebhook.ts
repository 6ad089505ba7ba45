import { isIP } from "node:net";
import type { Channel } from "./mail.ts";
import { DeliveryRefused, headerKey, type Message } from "./message.ts";
import { post, type Answer } from "./post.ts";
import { PrivateAddress, isPublicAddress, publicLookup, type Resolver } from "./publicAddress.ts";

/** How chat webhooks may be reached. */
export type ChatOptions = {
  /** Allow plain HTTP and addresses inside the network: for a chat server of one's own, and for tests. */
  readonly allowPrivateTargets?: boolean | undefined;
  readonly resolve?: Resolver | undefined;
};

/** A chat server that answered with an error that may pass. */
export class ChatUnavailable extends Error {
  override readonly name = "ChatUnavailable";
  /** Seconds or a date, as the server said it. */
  readonly retryAfter: string | undefined;

  constructor(message: string, retryAfter: string | undefined) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

/** Slack-compatible incoming webhooks (Slack, Mattermost, Rocket.Chat, Discord's `/slack`). */
export function chatWebhookChannel({ allowPrivateTargets = false, resolve }: ChatOptions = {}): Channel {
  return {
    async deliver(message) {
      const url = targetOf(message.to, allowPrivateTargets);
      const sending = post({
        url,
        body: chatBody(message),
        headers: { "idempotency-key": headerKey(message.key) },
        signal: message.signal,
        lookup: allowPrivateTargets ? undefined : publicLookup(resolve),
      });
      accepted(await sending.catch(refusePrivate), url.host);
      return { delivered: true, channel: "chat" };
    },
    close: () => undefined,
  };
}

function targetOf(address: string, allowPrivate: boolean): URL {
  const refuse = (why: string) => new DeliveryRefused("chat", `The webhook is refused: ${why}`);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) throw refuse("it is not a URL");
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:")) throw refuse("it must be an https URL");
  if (url.username !== "" || url.password !== "") throw refuse("it must not contain a user name or password");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw refuse(`${host} is a private address`);
  return url;
}

function refusePrivate(error: unknown): never {
  if (error instanceof PrivateAddress) throw new DeliveryRefused("chat", `The webhook is refused: ${error.message}`, { cause: error });
  throw error;
}

/** Too many requests, a timeout and the server's own errors may pass; whatever else is no 2xx will not. */
function accepted({ status, body, retryAfter }: Answer, host: string): void {
  if (status >= 200 && status < 300) return;
  const said = `${host} answered ${status} ${body.slice(0, 200)}`.trim();
  if (status >= 500 || status === 429 || status === 408 || status === 425) throw new ChatUnavailable(said, retryAfter);
  throw new DeliveryRefused("chat", status >= 300 && status < 400 ? `${said} (redirects are not followed)` : said);
}

function chatBody({ subject, text, link }: Message): { readonly text: string } {
  const lines = [`*${chatText(subject)}*`, chatText(text), ...(link === undefined ? [] : [`<${chatText(link)}|Open in Ballast>`])];
  return { text: lines.join("\n") };
}

/** The three characters that Slack's markup takes for its own: nobody is mentioned by an incident's title. */
function chatText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
