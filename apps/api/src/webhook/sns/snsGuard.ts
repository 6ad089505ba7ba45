import type { Certificates } from "./certificates.ts";
import { snsMessage } from "../vendors/cloudWatch.ts";
import { certificateAddress, wrongSignature } from "./snsSignature.ts";

/** What was signed longer ago, ms, is somebody's copy: SNS tries for hours, not for days. */
const LONGEST_MS = 24 * 60 * 60_000;
/** Clocks may differ by so much, ms. */
const AHEAD_MS = 15 * 60_000;

/**
 * Why a body is not taken where only signed messages of these topics are, in words; null: it is one of them, or no topic was named.
 * @throws Behind when its certificate cannot be had now
 */
export async function refusedBySns(
  { certificates, now }: { readonly certificates: Certificates; readonly now: () => Date },
  topics: readonly string[],
  body: unknown,
): Promise<string | null> {
  if (topics.length === 0) return null;
  const read = snsMessage.safeParse(body);
  if (!read.success) return "only signed messages of SNS are taken here, and this is none";
  const message = read.data;
  if (!topics.includes(message.TopicArn)) return `${message.TopicArn.slice(0, 300)} is none of the topics whose messages are taken here`;
  const age = now().getTime() - Date.parse(message.Timestamp);
  if (!(age <= LONGEST_MS && age >= -AHEAD_MS)) return "it was signed at another time than it came: more than a day ago, or ahead of now";
  const address = certificateAddress(message);
  if (address === null) return "its certificate stands elsewhere than at its topic's own host";
  const pem = await certificates(address);
  return wrongSignature(message, { pem, host: address.host, now: now() });
}
