import { createHmac } from "node:crypto";
import { sameText } from "../auth/secrets.ts";

/** A request that is older, or younger, than this is none, ms. */
const WINDOW_MS = 5 * 60_000;

/** What a chat sends beside a body. */
export interface SignedHeaders {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/** Whether Slack's `v0` signature over the bytes as they came fits, within five minutes of now. */
export function isSignedByChat(
  body: Buffer, { timestamp, signature }: SignedHeaders, { secret, now }: { readonly secret: string; readonly now: Date },
): boolean {
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() - Number(timestamp) * 1_000) > WINDOW_MS) return false;
  const hash = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex");
  return sameText(`v0=${hash}`, signature);
}
