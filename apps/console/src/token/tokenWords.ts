import { counted } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import type { Token } from "./tokenDocuments.ts";

const dayMs = 86_400_000;

/** How a token stands. */
export function tokenState(
  { revoked, expiresAt, issuerLeft }: Pick<Token, "revoked" | "expiresAt" | "issuerLeft">,
  now: number,
): { tone: Tone; words: string } {
  if (revoked) return { tone: "idle", words: "Revoked" };
  // What is deployed goes on with it; somebody who is no longer here knows it.
  if (issuerLeft && (expiresAt === null || Date.parse(expiresAt) > now)) return { tone: "attention", words: "Issuer left" };
  if (expiresAt === null) return { tone: "good", words: "Works" };
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return { tone: "idle", words: "Expired" };
  return left < 14 * dayMs ? { tone: "attention", words: "Ends soon" } : { tone: "good", words: "Works" };
}

const inside: ReadonlySet<string> = new Set(["Works", "Ends soon", "Issuer left"]);

/** Whether a token still lets somebody in. */
export const letsIn = (token: Pick<Token, "revoked" | "expiresAt" | "issuerLeft">, now: number): boolean =>
  inside.has(tokenState(token, now).words);

/** How long a token lasts, as offered. */
export const lifetimes: readonly (readonly [key: string, words: string, days: number | null])[] = [
  ["30", "30 days", 30],
  ["90", "90 days", 90],
  ["365", "a year", 365],
  ["", "no end", null],
];

/** The instant at which a token issued now ends; null = never. */
export function expiry(key: string, now: number): string | null {
  const days = lifetimes.find(([known]) => known === key)?.[2] ?? null;
  return days === null ? null : new Date(now + days * dayMs).toISOString();
}

/** The sentence above the tokens. */
export function tokensSentence(tokens: readonly Token[], now: number): string {
  const working = tokens.filter((token) => letsIn(token, now));
  const endless = working.filter(({ expiresAt }) => expiresAt === null).length;
  if (working.length === 0) return "No token lets a program in. Issue one for CI or a script; it can do no more than you.";
  return `${counted(working.length, "token")} ${working.length === 1 ? "lets a program" : "let programs"} in${endless === 0 ? "" : `; ${endless === working.length && endless > 1 ? "all of them have" : endless === 1 && working.length === 1 ? "it has" : `${endless} of them ${endless === 1 ? "has" : "have"}`} no end`}.`;
}

/** What a token is for: a program that acts for its person, an application that asks for flags, or a calendar that shows what is due. */
export type TokenKind = "program" | "application" | "calendar";

/** What to write into an application to ask for flags with its token: the stock client of OpenFeature, over OFREP. */
export function clientCode(origin: string, secret: string): string {
  return [
    'import { OpenFeature } from "@openfeature/server-sdk";',
    'import { OFREPProvider } from "@openfeature/ofrep-provider";',
    `await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: "${origin}", headers: [["Authorization", "Bearer ${secret}"]] }));`,
  ].join("\n");
}

/** What a token is limited to. */
export function limitWords({ environment, serviceIds, roles }: Pick<Token, "environment" | "serviceIds" | "roles">): string {
  if (roles.includes("calendar")) return "what is due";
  if (environment !== null) return `flags in ${environment}`;
  return serviceIds.length === 0 ? "every service" : counted(serviceIds.length, "service");
}
