import type { IncidentEvent, Milestone } from "@ballast/schema";
import { valuesOf } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { isActive, nameOf, type DeclaredIncident, type KnownIncident } from "./incident.ts";
import type { CommandOf } from "./incidentCommands.ts";
import { ended, importedRecord, refuseDisorder, refuseFuture } from "./refusals.ts";

/**
 * Takes a role, from whoever has it: both ends are recorded in one append, so that there are never two. Responders
 * can be many. The first commander is a milestone.
 */
export function takeRole({ incidentId, role, personId, now }: CommandOf<"TakeRole">, incident: DeclaredIncident): readonly IncidentEvent[] {
  const holders = incident.roles[role];
  if (holders.includes(personId)) return [];
  if (!isActive(incident) && incident.state !== "resolved") throw ended(incident, "get people");
  const leaving = role === "responder" ? [] : holders;
  const assigned: IncidentEvent[] =
    role === "commander" && incident.milestones.commanderAssigned === undefined
      ? [{ type: "MilestoneReached", data: { incidentId, milestone: "commanderAssigned", at: now } }]
      : [];
  return [
    ...leaving.map((holder): IncidentEvent => ({ type: "RoleLeft", data: { incidentId, role, personId: holder, handedTo: personId } })),
    { type: "RoleTaken", data: { incidentId, role, personId } },
    ...assigned,
  ];
}

export function leaveRole({ incidentId, role, personId }: CommandOf<"LeaveRole">, incident: DeclaredIncident): readonly IncidentEvent[] {
  if (!incident.roles[role].includes(personId)) {
    throw new Rejection("ROLE_NOT_HELD", `person ${personId} does not have the role ${role} in ${nameOf(incident)}`, ["role"]);
  }
  return [{ type: "RoleLeft", data: { incidentId, role, personId, handedTo: null } }];
}

/** Whether somebody has a part in it now: a role, or a task that is theirs. They know of it, also where it is private. */
export const takesPart = ({ roles, typeRoles, tasks }: DeclaredIncident, personId: string): boolean =>
  Object.values(roles).some((holders) => holders.includes(personId))
  || Object.values(typeRoles).includes(personId)
  || valuesOf(tasks).some(({ ownerId }) => ownerId === personId);

/** The first time counts; whatever comes later needs a correction. */
export function reachMilestone(
  { incidentId, milestone, at, basis, now }: CommandOf<"ReachMilestone">,
  incident: KnownIncident,
): readonly IncidentEvent[] {
  refuseSourceTimes(incident, milestone);
  if (incident.milestones[milestone] !== undefined) return [];
  if (milestone === "mitigated" && basis === "observed") {
    throw new Rejection("INVALID_INPUT", "mitigated needs a recovered signal or a person's word: a finished rollback alone is none", [
      "basis",
    ]);
  }
  refuseFuture(at, now, ["at"]);
  refuseDisorder(incident, milestone, { at, path: ["at"] });
  return [{ type: "MilestoneReached", data: { incidentId, milestone, at } }];
}

export function correctMilestone(
  { incidentId, milestone, at, reason, now }: CommandOf<"CorrectMilestone">,
  incident: KnownIncident,
): readonly IncidentEvent[] {
  refuseSourceTimes(incident, milestone);
  const previous = incident.milestones[milestone] ?? null;
  if (previous === at) return [];
  if (at !== null) {
    refuseFuture(at, now, ["at"]);
    refuseDisorder(incident, milestone, { at, path: ["at"] });
  }
  return [{ type: "MilestoneCorrected", data: { incidentId, milestone, at, previous, reason } }];
}

/** An import's start and end are its source's; the milestones between are open to whoever reviews it. */
function refuseSourceTimes(incident: KnownIncident, milestone: Milestone): void {
  if (incident.status === "imported" && (milestone === "impactStart" || milestone === "resolved")) throw importedRecord(incident);
}
