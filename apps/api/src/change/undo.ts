import { rollbackTarget } from "@ballast/domain";
import { isGoing, isPending, movesCustomers } from "@ballast/domain/targeting";
import type { RecordedEvent } from "@ballast/eventlog";
import type { Planned } from "@ballast/readmodel/change";
import type { TargetingStep } from "@ballast/readmodel/targeting";
import type { RecordOf } from "../graphql/context.ts";
import { find } from "../graphql/records.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";
import type { ChangeUndo, UndoKind } from "./changeType.ts";

const undo = (kind: UndoKind, sentence: string, more: Partial<Pick<ChangeUndo, "revision" | "subject">> = {}): ChangeUndo => ({
  kind, sentence, revision: null, subject: null, ...more,
});

/** How what happened can be taken back now; null where it cannot, was already, or something came after it. */
export function undoOf(recorded: RecordedEvent, scope: Scope): ChangeUndo | null {
  if (scope.asOf !== undefined) return null;
  switch (recorded.category) {
    case "deploy":
      return undoOfDeploy(recorded, scope);
    case "lane":
      return undoOfLane(recorded, scope);
    case "targeting":
      return undoOfTargeting(recorded, scope);
    default:
      return null;
  }
}

/** How what is to come can be called off. */
export function undoOfPlanned(planned: Planned, scope: Scope): ChangeUndo | null {
  if (scope.asOf !== undefined || planned.what !== "request") return null;
  return undo("declineRequest", "Decline it, and it is not made.", { subject: planned.request.changeId });
}

function undoOfDeploy({ id, event, metadata }: RecordedEvent, scope: Scope): ChangeUndo | null {
  const deploy = scope.context.readModel.deploys.get(id);
  if (deploy?.kind !== "deploy") return null;
  if (event.type === "DeployPaused") {
    return deploy.paused?.at === metadata.occurredAt ? undo("resumeDeploy", "Resume it where it was paused.") : null;
  }
  return event.type === "DeployResumed" || event.type === "DeployHeld" || event.type === "DeployHoldLifted"
    ? null
    : rollbackFrom(scope, id);
}

/** Offered only while its release still reaches somebody: any further back would undo something else. */
const rollbackFrom = oncePerScope((scope, deployId): ChangeUndo | null => {
  const { deploys, lanes } = scope.context.readModel;
  const deploy = deploys.get(deployId);
  const situation = deploy === undefined ? undefined : lanes.situation(deploy.laneId);
  if (deploy === undefined || situation === undefined || deploy.rolledBackAt !== null) return null;
  const { movingReleaseId, servingReleaseId } = situation;
  if (movingReleaseId !== null && movingReleaseId === deploy.releaseId && deploy.endedAt === null) {
    return undo("abortDeploy", `Abort it: everyone is on ${deploy.fromVersion ?? "what was before"} again.`);
  }
  if (movingReleaseId !== null || servingReleaseId === null || servingReleaseId !== deploy.releaseId) return null;
  const { target } = rollbackTarget(situation);
  return target === null ? null : undo("rollback", `Roll back to ${target.version}.`);
});

function undoOfLane({ id, event, metadata }: RecordedEvent, scope: Scope): ChangeUndo | null {
  if (event.type !== "LaneHeld") return null;
  const hold = scope.context.readModel.lanes.get(id)?.hold;
  return hold?.at === metadata.occurredAt && hold.deployId === event.data.deployId
    ? undo("releaseHold", "Release the hold: deploys are let in again.")
    : null;
}

/** A flag in its environment as it is, and the last change that a revert would take back; kills lie above that. */
const standing = oncePerScope(
  (scope, id): { readonly targeting: RecordOf<"Targeting">; readonly last: TargetingStep | undefined } | null => {
    const targeting = find(scope, "Targeting", id);
    if (targeting === null) return null;
    const steps = scope.context.readModel.targetings.steps(id);
    const turned = steps.filter(({ before, after }) => movesCustomers(before, after) && before?.kills.length === after.kills.length);
    return { targeting, last: turned.at(-1) };
  },
);

function undoOfTargeting({ id, event, eventId, revision }: RecordedEvent, scope: Scope): ChangeUndo | null {
  const found = standing(scope, id);
  if (found === null || find(scope, "Flag", found.targeting.row.flagId)?.present !== true) return null;
  const { targeting: { row }, last } = found;
  if (event.type === "KillEngaged") {
    const { killId } = event.data;
    return row.kills.some((kill) => kill.killId === killId)
      ? undo("releaseKill", "Release the kill: exactly what was there is back.", { subject: killId })
      : null;
  }
  if (event.type === "FlagChangeProposed") {
    const { changeId } = event.data;
    return row.requests.some((request) => request.changeId === changeId && isPending(request))
      ? undo("declineRequest", "Decline it, and it is not made.", { subject: changeId })
      : null;
  }
  if ("rampId" in event.data && (event.type === "RampPlanned" || event.type === "RampHeld")) return undoOfRamp(event, row);
  if (last?.recorded.eventId !== eventId) return null;
  return undo("revertFlag", `Revert it to change ${String(revision - 1n)}, as it was before.`, {
    revision: Number(revision) - 1,
  });
}

function undoOfRamp(event: RecordedEvent["event"], { ramp }: RecordOf<"Targeting">["row"]): ChangeUndo | null {
  if (!isGoing(ramp)) return null;
  if (event.type === "RampPlanned" && event.data.rampId === ramp.rampId) {
    return undo("stopRamp", "Stop it where it stands.", { subject: ramp.rampId });
  }
  if (event.type !== "RampHeld" || event.data.rampId !== ramp.rampId) return null;
  return event.data.incidentId === null && ramp.holds.some(({ incidentId }) => incidentId === null)
    ? undo("resumeRamp", "Let it go on.", { subject: ramp.rampId })
    : null;
}
