import { payloadHash } from "@ballast/eventlog";
import { webAddress } from "@ballast/schema";
import { notAhead, type IncomingAlert, type Notice } from "../alertmanager.ts";
import { cut, whole } from "../cut.ts";

/** What a request of another system says, in Ballast's terms. */
export type Reading =
  | { readonly says: "alerts"; readonly notice: Notice }
  /** Somebody has seen it, elsewhere. */
  | { readonly says: "acknowledged"; readonly fingerprint: string; readonly by: string | null }
  | { readonly says: "change"; readonly change: ToldChange }
  /** Nothing that is recorded here, and why. */
  | { readonly says: "nothing"; readonly why: string };

/** A change of a service that another system made. */
export interface ToldChange {
  /** What tells it from others, there. */
  readonly id: string;
  /** Slug of its service, where the sender names one. */
  readonly service: string | null;
  readonly environment: string;
  readonly version: string;
  readonly state: "succeeded" | "inactive";
  readonly at: string;
  readonly description: string;
  readonly url: string | null;
  readonly from: string;
}

/** What an alert is made of, as senders give it: anything may be missing, too long or no text. */
export interface Given {
  /** What tells it from others, at its sender. */
  readonly id: string;
  readonly name: unknown;
  readonly summary?: unknown;
  readonly severity?: unknown;
  /** Slug of its service. */
  readonly service?: unknown;
  readonly url?: unknown;
  readonly firing: boolean;
  /** When it began or ended, as its sender knows: an instant, or a number; now where it is neither. What comes late is told by it. */
  readonly at?: unknown;
  /** When its sender first saw it, of those who say of each firing after an end that it is a new one. */
  readonly since?: unknown;
  /** Names and values; what is neither text, number nor truth value is left out. */
  readonly labels?: Readonly<Record<string, unknown>>;
}

const MOST_LABELS = 100;
const MOST_LABEL = 2_000;

/** Text, number or truth value as one line of text; null for anything else, and for nothing. */
export function lineOf(value: unknown, most = 300): string | null {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return null;
  const line = cut(String(value).replace(/\s+/g, " ").trim(), most).trim();
  return line === "" ? null : line;
}

/** What a sender calls an alert, as long as an id may be; longer ones by their hash. */
export const fingerprintOf = (id: string): string => (id.trim().length > 300 ? `hash:${payloadHash(id)}` : whole(id.trim()));

/** An instant of the sender's, not ahead of now; now where it gives none. Seconds and milliseconds since 1970 are told apart by size. */
export function instantOf(given: unknown, now: Date): string {
  const ms = typeof given === "number" ? (given < 1e11 ? given * 1_000 : given) : typeof given === "string" ? Date.parse(given) : NaN;
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1970 ? now.toISOString() : notAhead(at.toISOString(), now.toISOString());
}

/** An alert as it is taken. */
export function alertOf(given: Given, now: Date): IncomingAlert {
  const severity = lineOf(given.severity, 100);
  const service = lineOf(given.service);
  const labels = Object.entries(given.labels ?? {}).flatMap(([name, value]) => {
    const text = lineOf(value, MOST_LABEL);
    return text === null || name.trim() === "" ? [] : [[cut(name, 300), text] as const];
  });
  const name = lineOf(given.name) ?? "unnamed alert";
  const own = [["alertname", name] as const, ...(severity === null ? [] : [["severity", severity] as const])];
  const at = instantOf(given.at, now);
  return {
    fingerprint: fingerprintOf(given.id), name,
    summary: typeof given.summary === "string" ? cut(given.summary, 20_000) : "",
    startsAt: at, endsAt: given.firing ? null : at, severity,
    labels: Object.fromEntries([...labels.slice(0, MOST_LABELS), ...(service === null ? [] : [["service", service] as const]), ...own]),
    annotations: given.since === undefined || given.since === null ? {} : { since: instantOf(given.since, now) },
    generatorUrl: webAddress(typeof given.url === "string" ? cut(given.url, 2_000) : null),
  };
}

/** Alerts that do not come in groups: what is missing says nothing. */
export const noticeOf = (alerts: readonly IncomingAlert[], groupKey: string): Reading => ({
  says: "alerts", notice: { groupKey: whole(groupKey), resolved: false, truncatedAlerts: 0, alerts, refused: [] },
});
