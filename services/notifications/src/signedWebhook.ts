import { createHmac } from "node:crypto";
import type { ChatOptions } from "./chatWebhook.ts";
import { cleaned } from "./cleaned.ts";
import { post } from "./post.ts";
import { publicLookup } from "./publicAddress.ts";
import { accepted, refusePrivate, targetOf } from "./webhookTarget.ts";

/** A message for a program. */
export interface SignedPost {
  readonly url: string;
  /** Names it: a repetition carries the same id, so that the receiver can drop it. */
  readonly id: string;
  readonly body: object;
  /** What it is signed with; the receiver has the same 32 bytes, as base64 behind `whsec_`. */
  readonly secret: string;
  readonly at: Date;
}

/** Posts to programs. */
export interface SignedWebhooks {
  /**
   * Posts JSON signed as Standard Webhooks has it: HMAC-SHA256 over id, time and body. Answers or rejects within the limit.
   * @throws DeliveryRefused when it will never be taken; any other error is worth another try with the same id
   */
  deliver(signed: SignedPost): Promise<void>;
}

/** Of a secret as people have it, what is signed with. */
const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/u, ""), "base64");

/** The header that says who sent this, and when. */
export const signatureOf = ({ id, secret, at }: Pick<SignedPost, "id" | "secret" | "at">, body: string): string =>
  `v1,${createHmac("sha256", keyOf(secret)).update(`${id}.${String(Math.floor(at.getTime() / 1_000))}.${body}`).digest("base64")}`;

/** @param limitMs ms that one has, from the look-up of its name to its answer; 10 s unless told */
export function signedWebhooks({ allowPrivateTargets = false, resolve }: ChatOptions = {}, limitMs = 10_000): SignedWebhooks {
  const send = async (signed: SignedPost): Promise<void> => {
    const url = targetOf(signed.url, allowPrivateTargets);
    const sending = post({
      url, body: signed.body, signal: AbortSignal.timeout(limitMs), lookup: allowPrivateTargets ? undefined : publicLookup(resolve),
      headers: {
        "webhook-id": signed.id, "webhook-timestamp": String(Math.floor(signed.at.getTime() / 1_000)),
        "webhook-signature": signatureOf(signed, JSON.stringify(signed.body)),
      },
    });
    accepted(await sending.catch((error: unknown) => refusePrivate(error)), url.host);
  };
  return {
    deliver: (signed) => send(signed).catch((error: unknown) => {
      throw cleaned(error, { to: signed.url });
    }),
  };
}
