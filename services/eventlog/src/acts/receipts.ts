import type { KeyRing } from "../keyRing.ts";

/**
 * What stands in the address at which a provider says what became of one message: it names that message and no other, and nobody can
 * make one for another.
 */
export const receiptTokenOf = (keys: KeyRing, messageKey: string): string =>
  `${Buffer.from(messageKey).toString("base64url")}.${keys.sign("receipt", messageKey)}`;

/** The message that such an address is about, if it is one of ours; to be held against `receiptTokenOf`. */
export const messageOfReceipt = (token: string): string => Buffer.from(token.split(".")[0] ?? "", "base64url").toString();

/** What stands in the link of a test page: whoever has it was reached by that page. */
export const testPageTokenOf = (keys: KeyRing, { personId, testId }: { readonly personId: string; readonly testId: string }): string =>
  keys.sign("testPage", `${personId}.${testId}`);
