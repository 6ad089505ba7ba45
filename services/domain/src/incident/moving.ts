import type { IncidentEvent, IncidentState } from "@ballast/schema";
import { valuesOf } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { instantOf } from "../statistics/calendar.ts";
import { openHurt } from "./declaring.ts";
import { isActive, nameOf, nextStates, type DeclaredIncident, type ImpactInterval } from "./incident.ts";
import type { CommandOf } from "./incidentCommands.ts";
import { ended, refuseDisorder, refuseFuture } from "./refusals.ts";

/** Moves it along `nextStates`; resolving also reaches the milestone and ends the impact. */
export function changeState(command: CommandOf<"ChangeState">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const { incidentId, to, reason, now } = command;
  const from = incident.state;
  if (from === to) return [];
  refuseMove(incident, to);
  const changed: IncidentEvent = { type: "IncidentStateChanged", data: { incidentId, from, to, reason } };
  if (to === "resolved") return [changed, ...resolution(command, incident)];
  return to === "declined" || to === "cancelled" ? [changed, ...closeIntervals(incident, now)] : [changed];
}

function refuseMove(incident: DeclaredIncident, to: IncidentState): void {
  if (nextStates[incident.state].includes(to)) return;
  if (!isActive(incident)) throw ended(incident, `become ${to}`);
  const why = to === "merged" ? " (to merge it, name the incident it merges into)" : "";
  const next = nextStates[incident.state].join(", ");
  throw new Rejection(
    "TRANSITION_NOT_ALLOWED",
    `${nameOf(incident)} is in ${incident.state} and cannot become ${to}${why}; from there: ${next}`,
    ["to"],
  );
}

/** The moment it was over: as named, else now. What came later by a clock's error, its start or its mitigation, came then. */
function resolution({ incidentId, resolvedAt, now }: CommandOf<"ChangeState">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const { impactStart = now, mitigated = now, resolved } = incident.milestones;
  if (resolvedAt !== undefined) {
    refuseFuture(resolvedAt, now, ["resolvedAt"]);
    refuseDisorder(incident, "resolved", { at: resolvedAt, path: ["resolvedAt"] });
  }
  const at = resolvedAt ?? [impactStart, mitigated].reduce(later, now);
  const reached: IncidentEvent[] =
    resolved === undefined ? [{ type: "MilestoneReached", data: { incidentId, milestone: "resolved", at } }] : [];
  return [...reached, ...closeIntervals(incident, at)];
}

/** Ends every open interval then, none before it began. */
function closeIntervals({ incidentId, intervals }: DeclaredIncident, at: string): readonly IncidentEvent[] {
  return valuesOf(intervals)
    .filter(({ endedAt }) => endedAt === null)
    .map(({ intervalId, startedAt }) => ({
      type: "ImpactIntervalClosed", data: { incidentId, intervalId, endedAt: later(at, startedAt) },
    }));
}

const later = (one: string, other: string): string => (instantOf(one) >= instantOf(other) ? one : other);

/**
 * Takes it up again. The intervals of before stay as they are; components that are hurt again get new ones. When it
 * was resolved is unknown again until it is: the old value stays in the correction.
 */
export function reopen({ incidentId, reason, hurt = [], now }: CommandOf<"Reopen">, incident: DeclaredIncident): readonly IncidentEvent[] {
  if (isActive(incident)) return [];
  const { resolved } = incident.milestones;
  const unresolved: IncidentEvent[] =
    resolved === undefined
      ? []
      : [{ type: "MilestoneCorrected", data: { incidentId, milestone: "resolved", at: null, previous: resolved, reason } }];
  return [
    { type: "IncidentReopened", data: { incidentId, from: incident.state, reason, at: now } },
    ...unresolved,
    ...openHurt(incidentId, hurt, { impact: incident.publicImpact, startedAt: now }),
  ];
}

/** Components whose impact lasted to the end: the ones to offer as hurt again when it is reopened. */
export function hurtUntilResolved({ intervals, milestones }: DeclaredIncident): readonly ImpactInterval[] {
  return valuesOf(intervals).filter(({ endedAt }) => endedAt !== null && endedAt === milestones.resolved);
}

/** It is the same as another one: its people and facts go on there, and it counts nowhere. */
export function merge(
  { incidentId, intoIncidentId, reason, now }: CommandOf<"Merge">,
  incident: DeclaredIncident,
): readonly IncidentEvent[] {
  if (incident.mergedInto === intoIncidentId) return [];
  if (intoIncidentId === incidentId)
    throw new Rejection("INVALID_INPUT", `${nameOf(incident)} cannot be merged into itself`, ["intoIncidentId"]);
  if (!isActive(incident) && incident.state !== "resolved") throw ended(incident, "be merged");
  return [{ type: "IncidentMerged", data: { incidentId, intoIncidentId, reason } }, ...closeIntervals(incident, now)];
}
