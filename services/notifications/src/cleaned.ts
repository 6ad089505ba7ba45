import { wholeText, withoutSecrets } from "@ballast/schema";
import { DeliveryRefused, NoAnswer, type Message } from "./message.ts";
import { ChatUnavailable } from "./webhookTarget.ts";

/** What of an error of a connection or of a mail server is read later: whether the message may be there, and why it is not. */
const KEPT = ["code", "responseCode", "response"] as const;

/** More of what somebody else says nobody reads, characters. */
const MOST = 2_000;

/** Everything that a message is sent with and that whoever takes it may repeat. */
const secretsOf = ({ to, link, receiptUrl, unsubscribe }: Partial<Message>): readonly string[] =>
  [to, link, receiptUrl, unsubscribe].filter((secret) => secret !== undefined);

/**
 * The same failure without telephone numbers, addresses, topics and keys: what leaves this package is written to the log, to the workflow
 * engine and to a part's own log, which more people read than may call somebody. Nothing of what it was caused by goes with it.
 */
export function cleaned(error: unknown, message: Partial<Message>): unknown {
  if (!(error instanceof Error)) return new Error(withoutSecrets(wholeText(String(error), MOST), secretsOf(message)));
  if (error instanceof NoAnswer) return error;
  const said = withoutSecrets(wholeText(error.message, MOST), secretsOf(message));
  if (error instanceof DeliveryRefused) return new DeliveryRefused(error.channel, said, { brief: error.brief });
  if (error instanceof ChatUnavailable) return new ChatUnavailable(said, error);
  const kept = KEPT.flatMap((key) => {
    const value: unknown = Reflect.get(error, key);
    if (value === undefined) return [];
    return [[key, typeof value === "string" ? withoutSecrets(wholeText(value, MOST), secretsOf(message)) : value] as const];
  });
  return Object.assign(new Error(said), { name: error.name }, Object.fromEntries(kept));
}
