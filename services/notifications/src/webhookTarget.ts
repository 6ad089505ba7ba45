import { isIP } from "node:net";
import { DeliveryRefused, type OutsideChannel } from "./message.ts";
import type { Answer } from "./post.ts";
import { PrivateAddress, isPublicAddress } from "./publicAddress.ts";

/** A server that answered with an error that may pass. */
export class ChatUnavailable extends Error {
  override readonly name = "ChatUnavailable";
  /** Seconds or a date, as the server said it. */
  readonly retryAfter: string | undefined;
  readonly status: number;

  constructor(message: string, { status, retryAfter }: Pick<Answer, "status" | "retryAfter">) {
    super(message);
    this.retryAfter = retryAfter;
    this.status = status;
  }
}

const PRIVATE = "it leads to a private address";

/** Where a webhook leads. @throws {DeliveryRefused} of what none may lead to */
export function targetOf(address: string, allowPrivate: boolean, channel: OutsideChannel = "chat"): URL {
  const refuse = (why: string, brief = why) => new DeliveryRefused(channel, `The webhook is refused: ${why}`, { brief });
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) throw refuse("it is not a URL");
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:")) throw refuse("it must be an https URL");
  if (url.username !== "" || url.password !== "") throw refuse("it must not contain a user name or password");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw refuse(`${host} is a private address`, PRIVATE);
  return url;
}

/** Of a name that leads inside there will never be another answer. */
export function refusePrivate(error: unknown, channel: OutsideChannel = "chat"): never {
  if (error instanceof PrivateAddress)
    throw new DeliveryRefused(channel, `The webhook is refused: ${error.message}`, { cause: error, brief: PRIVATE });
  throw error;
}

/** Too many requests, a timeout and the server's own errors may pass; whatever else is no 2xx will not. */
export function accepted({ status, body, retryAfter }: Answer, host: string, channel: OutsideChannel = "chat"): void {
  if (status >= 200 && status < 300) return;
  const said = `${host} answered ${status} ${body.slice(0, 200)}`.trim();
  if (status >= 500 || status === 429 || status === 408 || status === 425) throw new ChatUnavailable(said, { status, retryAfter });
  const redirects = status >= 300 && status < 400 ? " (redirects are not followed)" : "";
  throw new DeliveryRefused(channel, `${said}${redirects}`, { brief: `it answered ${String(status)}${redirects}` });
}
