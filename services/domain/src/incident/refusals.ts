import type { Milestone } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { instantOf } from "../statistics/calendar.ts";
import { isActive, nameOf, nextStates, type DeclaredIncident, type Incident, type KnownIncident } from "./incident.ts";
import type { KnownMilestones } from "./outline.ts";

/** Clocks of other machines and browsers may be ahead by as much. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** The incident, declared or imported. */
export function known(incident: Incident, incidentId: string): KnownIncident {
  if (incident.status === "absent") throw new Rejection("NOT_FOUND", `there is no incident ${incidentId}`, ["incidentId"]);
  return incident;
}

/** The incident, if people here may change what the command changes. */
export function declaredHere(incident: Incident, incidentId: string): DeclaredIncident {
  const found = known(incident, incidentId);
  if (found.status === "imported") throw importedRecord(found);
  return found;
}

/** Refuses to change what an import's source says. */
export const importedRecord = (incident: KnownIncident): Rejection =>
  new Rejection("IMPORTED_RECORD", `incident ${nameOf(incident)} was imported: what its source says of it is not changed here`, [
    "incidentId",
  ]);

/** Refuses unless people still work on it; `act` says what cannot be done. */
export function refuseUnlessActive(incident: DeclaredIncident, act: string): void {
  if (!isActive(incident)) throw ended(incident, act);
}

/** Refuses where it counts nowhere any more. */
export function refuseIfVoid(incident: DeclaredIncident, act: string): void {
  if (isVoid(incident)) throw ended(incident, act);
}

/** Declined, merged and cancelled incidents count nowhere. */
const isVoid = ({ state }: DeclaredIncident): boolean => state === "declined" || state === "merged" || state === "cancelled";

/** The refusal of something that needs an open incident. */
export function ended(incident: DeclaredIncident, act: string): Rejection {
  const next = nextStates[incident.state];
  const otherwise = next.length === 0 ? "" : `; it can still be ${next.join(" or ")}`;
  return new Rejection("INCIDENT_ENDED", `${nameOf(incident)} is ${incident.state}, so that it cannot ${act}${otherwise}`, ["incidentId"]);
}

/** Refuses a time that has not come yet; `path` is where it stands in the input. */
export function refuseFuture(at: string, now: string, path: readonly string[]): void {
  if (instantOf(at) <= instantOf(now) + CLOCK_TOLERANCE_MS) return;
  throw new Rejection("INVALID_INPUT", `${at} has not come yet: it is ${now}`, path);
}

/** Refuses a span that ends before it begins. */
export function refuseBackwards(startedAt: string, endedAt: string, path: readonly string[]): void {
  if (instantOf(startedAt) <= instantOf(endedAt)) return;
  throw new Rejection("INVALID_INPUT", `${endedAt} is before the start, ${startedAt}`, path);
}

/** What lies between the start and the end of the impact, in order. */
const inOrder = ["impactStart", "mitigated", "resolved"] as const satisfies readonly Milestone[];
const words: Readonly<Record<(typeof inOrder)[number], string>> = {
  impactStart: "its impact began", mitigated: "it was mitigated", resolved: "it was resolved",
};

/**
 * Refuses what would turn the order round: nothing is mitigated or resolved before it began, nor mitigated after it was
 * resolved. Which of the two is wrong only a person knows.
 */
export function refuseDisorder(
  incident: KnownIncident,
  milestone: Milestone,
  { at, path }: { readonly at: string; readonly path: readonly string[] },
): void {
  const place = inOrder.findIndex((known) => known === milestone);
  if (place < 0) return;
  const times = timesOf(incident);
  for (const [index, other] of inOrder.entries()) {
    const known = times[other];
    if (index === place || known === undefined) continue;
    const wrong = index < place ? instantOf(at) < instantOf(known) : instantOf(at) > instantOf(known);
    if (wrong) {
      const message = `${at} is ${index < place ? "before" : "after"} ${known}, when ${words[other]}: where that is wrong, correct it first`;
      throw new Rejection("INVALID_INPUT", message, path);
    }
  }
}

/** An import's start and end are its source's. */
function timesOf(incident: KnownIncident): KnownMilestones {
  if (incident.status === "declared") return incident.milestones;
  const { startedAt, resolvedAt } = incident.imported;
  return {
    ...incident.milestones, ...(startedAt !== null && { impactStart: startedAt }), ...(resolvedAt !== null && { resolved: resolvedAt }),
  };
}

/** Refuses an id that names something else already; `what` says what the id is of. */
export const idInUse = (what: string, id: string, path: readonly string[]): Rejection =>
  new Rejection("ALREADY_EXISTS", `${what} ${id} exists with other contents`, path);
