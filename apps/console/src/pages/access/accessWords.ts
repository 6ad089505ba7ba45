import { counted } from "../../data/words.ts";
import type { Tone } from "../../marks/tone.ts";
import type { Integration, Token } from "./accessDocuments.ts";

const dayMs = 86_400_000;

/** Whether a token still lets somebody in. */
export function tokenState({ revoked, expiresAt }: Pick<Token, "revoked" | "expiresAt">, now: number): { tone: Tone; words: string } {
  if (revoked) return { tone: "idle", words: "Revoked" };
  if (expiresAt === null) return { tone: "good", words: "Works" };
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return { tone: "idle", words: "Expired" };
  return left < 14 * dayMs ? { tone: "attention", words: "Ends soon" } : { tone: "good", words: "Works" };
}

/** How long a token lasts, as offered. */
export const lifetimes: readonly (readonly [key: string, words: string, days: number | null])[] = [["30", "30 days", 30], ["90", "90 days", 90], ["365", "a year", 365], ["", "no end", null]];

/** The instant at which a token issued now ends; null = never. */
export function expiry(key: string, now: number): string | null {
  const days = lifetimes.find(([known]) => known === key)?.[2] ?? null;
  return days === null ? null : new Date(now + days * dayMs).toISOString();
}

/** The sentence above the tokens. */
export function tokensSentence(tokens: readonly Token[], now: number): string {
  const working = tokens.filter((token) => ["Works", "Ends soon"].includes(tokenState(token, now).words));
  const endless = working.filter(({ expiresAt }) => expiresAt === null).length;
  if (working.length === 0) return "No token lets a program in. Issue one for CI or a script; it can do no more than you.";
  return `${counted(working.length, "token")} ${working.length === 1 ? "lets a program" : "let programs"} in${endless === 0 ? "" : `; ${endless === working.length && endless > 1 ? "all of them have" : endless === 1 && working.length === 1 ? "it has" : `${endless} of them ${endless === 1 ? "has" : "have"}`} no end`}.`;
}

/** `critical = 1, info = none` as a mapping; null when something in it cannot be read, or nothing is there. */
export function parseSeverities(text: string): Record<string, number | null> | null {
  const mapping = new Map<string, number | null>();
  for (const part of text.split(/[,\n]/u).map((each) => each.trim()).filter((each) => each !== "")) {
    const [, name, level] = /^([^=\s][^=]*?)\s*=\s*([1-4]|none)$/u.exec(part) ?? [];
    if (name === undefined || level === undefined) return null;
    mapping.set(name, level === "none" ? null : Number(level));
  }
  return mapping.size === 0 ? null : Object.fromEntries(mapping);
}

/** A mapping as people write it. */
export function severitiesText(severities: Readonly<Record<string, number | null>>): string {
  return Object.entries(severities).map(([name, level]) => `${name} = ${level ?? "none"}`).join(", ");
}

/** What an integration does, in words. */
export function integrationDoes({ kind, service, severities, defaultSeverity }: Pick<Integration, "kind" | "service" | "severities" | "defaultSeverity">): string {
  if (kind === "github") return service === null ? "Releases and deploys of its repository are noted" : `Releases and deploys of ${service.slug} are noted`;
  const mapped = [...(Object.keys(severities).length === 0 ? [] : [severitiesText(severities)]), `others ${defaultSeverity}`].join(", ");
  return `Alerts become incidents: ${mapped}${service === null ? "" : `; what names no service is ${service.slug}’s`}`;
}

/** Which alerts of an integration cleared and were never seen firing; null where there are none. */
export function unseenText(clearedUnseen: Integration["clearedUnseen"]): string | null {
  const [last, ...others] = clearedUnseen;
  if (last === undefined) return null;
  return `${last.name}${others.length === 0 ? "" : ` and ${counted(others.length, "other")}`} cleared, never seen firing: do firings arrive?`;
}
