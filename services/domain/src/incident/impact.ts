import type { IncidentEvent } from "@ballast/schema";
import { find, valuesOf } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { isActive, nameOf, type DeclaredIncident, type ImpactInterval } from "./incident.ts";
import type { CommandOf } from "./incidentCommands.ts";
import { ended, idInUse, refuseBackwards, refuseFuture } from "./refusals.ts";

/** A component is hurt, or was: with `endedAt` the interval is over at once, as a late finding must be. */
export function openImpactInterval(command: CommandOf<"OpenImpactInterval">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const { type, now, incidentId, endedAt, ...opening } = command;
  const known = find(incident.intervals, opening.intervalId);
  if (known !== undefined) {
    if (sameContent(known, { ...opening, endedAt: endedAt ?? known.endedAt })) return [];
    throw idInUse("impact interval", opening.intervalId, ["intervalId"]);
  }
  if (opening.impact === "none") throw new Rejection("INVALID_INPUT", "an impact interval needs an impact other than none", ["impact"]);
  refuseSpan({ ...opening, endedAt }, now);
  const opened: IncidentEvent = { type: "ImpactIntervalOpened", data: { incidentId, ...opening } };
  if (endedAt !== null) return [opened, { type: "ImpactIntervalClosed", data: { incidentId, intervalId: opening.intervalId, endedAt } }];
  refuseOpen(incident, opening.component);
  return [opened];
}

/** An interval stays open only while people work on the incident, and one at a time for a component. */
function refuseOpen(incident: DeclaredIncident, component: string, intervalId?: string): void {
  if (!isActive(incident)) throw ended(incident, "have an impact that goes on: name its end");
  const open = valuesOf(incident.intervals).find(
    (other) => other.component === component && other.endedAt === null && other.intervalId !== intervalId,
  );
  if (open === undefined) return;
  throw new Rejection(
    "ALREADY_EXISTS",
    `${component} is hurt since ${open.startedAt} already: close or correct interval ${open.intervalId}`,
    ["component"],
  );
}

function refuseSpan({ startedAt, endedAt }: Pick<ImpactInterval, "startedAt" | "endedAt">, now: string): void {
  refuseFuture(startedAt, now, ["startedAt"]);
  if (endedAt === null) return;
  refuseFuture(endedAt, now, ["endedAt"]);
  refuseBackwards(startedAt, endedAt, ["endedAt"]);
}

export function closeImpactInterval(
  { incidentId, intervalId, endedAt, now }: CommandOf<"CloseImpactInterval">,
  incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const interval = existingInterval(incident, intervalId);
  if (interval.endedAt === endedAt) return [];
  if (interval.endedAt !== null) {
    throw new Rejection("INVALID_INPUT", `the impact on ${interval.component} ended at ${interval.endedAt}: correct it with a reason`, [
      "endedAt",
    ]);
  }
  refuseSpan({ startedAt: interval.startedAt, endedAt }, now);
  return [{ type: "ImpactIntervalClosed", data: { incidentId, intervalId, endedAt } }];
}

export function correctImpactInterval(
  { type, now, ...correction }: CommandOf<"CorrectImpactInterval">,
  incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const interval = existingInterval(incident, correction.intervalId);
  const { startedAt, endedAt, share, impact } = correction;
  if (sameContent(interval, { ...interval, startedAt, endedAt, share, impact })) return [];
  refuseSpan({ startedAt, endedAt }, now);
  if (endedAt === null && interval.endedAt !== null) refuseOpen(incident, interval.component, interval.intervalId);
  return [{ type: "ImpactIntervalCorrected", data: correction }];
}

function existingInterval(incident: DeclaredIncident, intervalId: string): ImpactInterval {
  const interval = find(incident.intervals, intervalId);
  if (interval !== undefined) return interval;
  throw new Rejection("NOT_FOUND", `${nameOf(incident)} has no impact interval ${intervalId}`, ["intervalId"]);
}

/** Who saw errors, by deploy; a later count replaces the one before. At most 200 are named, all are counted. */
export function recordAffectedCustomers(
  { type, now, ...affected }: CommandOf<"RecordAffectedCustomers">,
  incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const { incidentId, ...content } = affected;
  if (sameContent(find(incident.customers, content.deployId ?? ""), content)) return [];
  if (content.count < content.customers.length) {
    throw new Rejection("INVALID_INPUT", `${content.customers.length} customers are named, but the count says ${content.count}`, ["count"]);
  }
  return [{ type: "CustomersAffected", data: affected }];
}
