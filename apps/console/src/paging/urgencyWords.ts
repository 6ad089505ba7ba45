import { clock, shortDate, weekday } from "../marks/time.ts";
import type { Zone } from "../marks/zone.ts";

/** How urgent something is, as the API tells it. */
export interface UrgencySaid {
  readonly level: "high" | "low";
  readonly because: "severity" | "withinHours" | "outsideHours";
  readonly until: string | null;
}

/** The mildest severity for which a response calls anybody. */
const mildestThatCalls = 3;

const reasons = { severity: "by its severity", withinHours: "within support hours", outsideHours: "outside support hours" } as const;

/** How urgent it is, until when, and by what: `low until Mon 09:00, 30 Nov, outside support hours`. */
export function urgencyWords({ level, because, until }: UrgencySaid, zone: Zone): string {
  const ms = until === null ? null : Date.parse(until);
  const till = ms === null ? "" : ` until ${weekday(ms, zone)} ${clock(ms, zone)}, ${shortDate(ms, zone)}`;
  return `${level}${till}${till === "" ? " " : ", "}${reasons[because]}`;
}

/**
 * What becomes of an incident of a severity that is so urgent: `waits, and calls then if nobody has answered (low until Mon 09:00 …)`. One
 * of the mildest severity calls nobody by itself, whatever the hour.
 */
export function callWords(severity: number, urgency: UrgencySaid, zone: Zone): string {
  if (severity > mildestThatCalls) return "calls nobody by itself, at any hour";
  const said = urgencyWords(urgency, zone);
  if (urgency.level === "high") return `calls at once (${said})`;
  return urgency.because === "outsideHours" ? `waits, and calls then if nobody has answered (${said})` : `in everybody's own way (${said})`;
}
