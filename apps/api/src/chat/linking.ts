import { Rejection } from "@ballast/domain";
import type { KeyRing } from "@ballast/eventlog";
import { z } from "zod";
import { readSigned, signedText } from "../auth/signed.ts";

const link = z.object({
  linkId: z.guid(), chatId: z.guid(), team: z.string().max(100), user: z.string().min(1).max(100), name: z.string().max(200),
  expiresAt: z.number(),
});
/** Who in which chat wants to be somebody here. */
export type ChatLink = z.infer<typeof link>;

/** It is pressed within ten minutes, ms, or not at all. */
export const LINK_LASTS_MS = 10 * 60_000;

/** Where somebody says in the console who they are. */
export const linkAddress = (server: { readonly keys: KeyRing; readonly publicUrl: string }, asked: ChatLink): string =>
  `${server.publicUrl.replace(/\/$/u, "")}/chat-link?token=${signedText(server.keys, "chatLink", asked)}`;

/** What a link says. @throws Rejection INVALID_INPUT of one that is none, or too old */
export function readLink(keys: KeyRing, { token, now }: { readonly token: string; readonly now: string }): ChatLink {
  const read = readSigned(keys, "chatLink", { text: token, schema: link });
  if (read === null || read.expiresAt < Date.parse(now))
    throw new Rejection("INVALID_INPUT", "this link is none of ours, or too old: ask for another one in the chat", ["token"]);
  return read;
}
