import { clock, shortDate, weekday } from "../marks/time.ts";
import type { Zone } from "../marks/zone.ts";

/** How urgent something is, as the API tells it. */
export interface UrgencySaid {
  readonly level: "high" | "low";
  readonly because: "severity" | "withinHours" | "outsideHours";
  readonly until: string | null;
}

const reasons = { severity: "by its severity", withinHours: "within support hours", outsideHours: "outside support hours" } as const;

/** How urgent it is, until when, and by what: `low until Mon 09:00, 30 Nov, outside support hours`. */
export function urgencyWords({ level, because, until }: UrgencySaid, zone: Zone): string {
  const ms = until === null ? null : Date.parse(until);
  const till = ms === null ? "" : ` until ${weekday(ms, zone)} ${clock(ms, zone)}, ${shortDate(ms, zone)}`;
  return `${level}${till}${till === "" ? " " : ", "}${reasons[because]}`;
}

/** What becomes of an incident that is so urgent: `waits until Mon 09:00 …; whom nobody has answered by then is called`. */
export function callWords(urgency: UrgencySaid, zone: Zone): string {
  const said = urgencyWords(urgency, zone);
  if (urgency.level === "high") return `calls at once (${said})`;
  return urgency.because === "outsideHours" ? `waits, and calls then if nobody has answered (${said})` : `in everybody's own way (${said})`;
}
