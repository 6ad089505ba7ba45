import { z } from "zod";
import type { KeyRing } from "@ballast/eventlog";
import { sameText } from "./secrets.ts";

/** Makes `payload.signature`, both base64url. */
export function signedText(keys: KeyRing, purpose: string, payload: object): string {
  const body = Buffer.from(JSON.stringify(payload)).toString("base64url");
  return `${body}.${keys.sign(purpose, body)}`;
}

/** Reads a signed text; null when the signature or the shape is wrong. Expiry is the caller's business. */
export function readSigned<Schema extends z.ZodType>(
  keys: KeyRing,
  purpose: string,
  { text, schema }: { text: string; schema: Schema },
): z.infer<Schema> | null {
  const [body, signature] = text.split(".");
  if (body === undefined || signature === undefined || !sameText(keys.sign(purpose, body), signature)) return null;
  const parsed = schema.safeParse(parseJson(Buffer.from(body, "base64url").toString("utf8")));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the schema says no to null
  }
}

/** A browser's session: seven days, ended early by a `SessionsRevoked` event. */
export const sessionPayload = z.object({ sessionId: z.guid(), personId: z.guid(), issuedAt: z.number(), expiresAt: z.number() });
export type SessionPayload = z.infer<typeof sessionPayload>;
export const sessionLifetimeMs = 7 * 24 * 60 * 60_000;
export const sessionCookie = "ballast_session";

/** A link that signs a person in once, within ten minutes. */
export const linkPayload = z.object({ linkId: z.guid(), personId: z.guid(), expiresAt: z.number() });
export type LinkPayload = z.infer<typeof linkPayload>;
export const linkLifetimeMs = 10 * 60_000;
