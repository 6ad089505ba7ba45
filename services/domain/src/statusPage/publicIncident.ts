import type { ComponentStatus } from "@ballast/schema";
import { own } from "@ballast/schema";
import { timesOf } from "../availability/impactTimes.ts";
import type { DowntimeIncident } from "../reports/availabilityReport.ts";
import type { Interval } from "../statistics/intervals.ts";

/** An incident that the public may know of, with its times. What is private, a drill, or was none never becomes one. */
export interface PublicIncident extends DowntimeIncident {
  readonly serviceIds: readonly string[];
  /** Somebody works on it: what has no end goes on. */
  readonly open: boolean;
}

/** A time in which a component did not do as it should. Milliseconds since the epoch. */
export interface Hurt extends Interval {
  readonly incidentId: string;
  readonly status: Exclude<ComponentStatus, "operational">;
  /** It goes on: `to` is now. */
  readonly open: boolean;
}

/** What a public impact is on a status page; of none the public sees nothing. */
const STATUS: Readonly<Record<string, Hurt["status"]>> = {
  minor: "degraded", major: "partialOutage", critical: "majorOutage", maintenance: "maintenance",
};

/** What a component is of. */
export interface Linked {
  readonly serviceId: string;
  /** As incidents name it; null: all of the service. */
  readonly component: string | null;
}

/** When a component was hurt. What never says when it ended, and is nobody's work any more, is left out: it would be a guess. */
export function hurtOf({ serviceId, component }: Linked, incidents: readonly PublicIncident[]): readonly Hurt[] {
  return incidents.flatMap((incident) =>
    incident.serviceIds.includes(serviceId)
      ? timesOf(incident, component).flatMap(({ from, to, level }): readonly Hurt[] => {
          const status = own(STATUS, level);
          if (status === undefined || to === null) return [];
          // What has just begun lasts no time yet, or began by a clock that is ahead of ours.
          const open = incident.open && goesOn(incident, to);
          return open || from < to ? [{ incidentId: incident.id, status, from: Math.min(from, to), to, open }] : [];
        })
      : [],
  );
}

const goesOn = ({ openUntil }: PublicIncident, to: number): boolean => openUntil !== undefined && Date.parse(openUntil) <= to;

/** Where a report stands, in the words that the field's status pages share. */
export const reportStatuses = ["investigating", "identified", "monitoring", "resolved", "postmortem"] as const;
export type ReportStatus = (typeof reportStatuses)[number];

const WORDS: Readonly<Record<string, ReportStatus>> = {
  "investigating": "investigating", "looking": "investigating", "identified": "identified", "found": "identified", "fixing": "identified",
  "in progress": "identified", "monitoring": "monitoring", "watching": "monitoring", "verifying": "monitoring", "resolved": "resolved",
  "solved": "resolved", "completed": "resolved", "postmortem": "postmortem", "scheduled": "investigating",
};

/** What an update's own word says; null where it says something else ("update"). */
export const reportStatusOf = (word: string): ReportStatus | null => own(WORDS, word.trim().toLowerCase().replaceAll("_", " ")) ?? null;
