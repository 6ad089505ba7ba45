import { duration, inPercent } from "@ballast/schema/words";
import { clock, exact, sinceStart } from "../marks/time.ts";
import type { Zone } from "../marks/zone.ts";
import { laneTitles } from "./entry.ts";
import type { ImpactInterval, TimelineEntry } from "./entry.ts";
import type { TickNaming } from "./ticks.ts";

/** A moment as the axis names them, to the second. */
export function momentWords(ms: number, naming: TickNaming): string {
  return naming.kind === "since" ? sinceStart(ms - naming.start) : clock(ms, naming.zone, true);
}

/** The zone a naming falls back to for exact times. */
export function zoneOf(naming: TickNaming): Zone {
  return naming.kind === "clock" ? naming.zone : "utc";
}

/** An entry in one sentence, for screen readers: lane, what, when, who, and whether it was known. */
export function spoken(entry: TimelineEntry, known: boolean, zone: Zone): string {
  const when = exact(Date.parse(entry.at), zone);
  const lasted = entry.endAt === undefined ? "" : `, for ${duration(Date.parse(entry.endAt) - Date.parse(entry.at))}`;
  const who = entry.actor === undefined ? "" : `, by ${entry.actor.name}`;
  return `${laneTitles[entry.lane]}: ${entry.title}, ${when}${lasted}${who}${entry.keyMoment ? ", key moment" : ""}${known ? "" : ", not known then"}`;
}

/** A stretch of declared impact in words: `API · major · 40 % of customers`. */
export function intervalWords(interval: ImpactInterval): string {
  const share = interval.share === null || interval.share === undefined ? "" : ` · ${inPercent(interval.share)} of customers`;
  return `${interval.component} · ${interval.level}${share}`;
}
