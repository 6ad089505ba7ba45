import type { KeyRing } from "@ballast/eventlog";

/** What makes an address of its ids one that nobody can guess. */
const signatureOf = (keys: KeyRing, customerId: string, linkId: string): string => keys.sign("customerLink", `${customerId}.${linkId}`);

/** Where whoever has it reads what a customer had. It can be told again: what it needs is the installation's key. */
export const customerLinkUrl = (
  { keys, publicUrl }: { readonly keys: KeyRing; readonly publicUrl: string }, customerId: string, linkId: string,
): string => `${publicUrl.replace(/\/$/u, "")}/status/for/${customerId}/${linkId}/${signatureOf(keys, customerId, linkId)}`;

export { signatureOf as customerLinkSignature };
