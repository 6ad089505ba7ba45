import type { LaneEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { resolveRollback } from "./resolveRollback.ts";
import { absentLane, evolveLane, faultOf, releaseIn, type Lane, type OpenLane } from "./lane.ts";
import type { LaneCommand } from "./laneCommands.ts";

type Command<Type extends LaneCommand["type"]> = Extract<LaneCommand, { type: Type }>;
type Opening = Pick<Command<"OpenLane">, "laneId" | "serviceId" | "environment">;

const openLane = ({ laneId, serviceId, environment }: Opening, lane: Lane): readonly LaneEvent[] =>
  lane.status === "open" ? [] : [{ type: "LaneOpened", data: { laneId, serviceId, environment } }];

function lockLane(command: Command<"LockLane">, lane: Lane): readonly LaneEvent[] {
  const { laneId, deployId, releaseId, version } = command;
  const locked: LaneEvent = { type: "LaneLocked", data: { laneId, deployId, releaseId, version, kind: "deploy" } };
  if (lane.status === "absent") return [...openLane(command, lane), locked];
  if (lane.lock?.deployId === deployId) return [];
  const where = `${command.service} ${lane.environment}`;
  if (lane.lock !== null) {
    const what = lane.lock.kind === "rollback" ? `a rollback to ${lane.lock.version}` : `a deploy of ${lane.lock.version}`;
    throw new Rejection("DEPLOY_IN_PROGRESS", `${where}: ${what} is running (${lane.lock.deployId}); ${version} cannot start beside it`, [
      "environment",
    ]);
  }
  if (lane.hold !== null) {
    throw new Rejection("LANE_HELD", `${where} is held since ${lane.hold.version} was rolled back: ${lane.hold.reason}`, ["environment"]);
  }
  if (lane.serving?.releaseId === releaseId && lane.exposure === null) {
    throw new Rejection("ALREADY_LIVE", `${where}: ${version} serves everyone already`, ["version"]);
  }
  return [locked];
}

function takeLaneForRollback(
  { laneId, deployId, service, environment, to, factsOf }: Command<"TakeLaneForRollback">,
  lane: Lane,
): readonly LaneEvent[] {
  if (lane.status === "open" && lane.lock?.deployId === deployId) return [];
  const { target, attachTo, preempts } = resolveRollback(lane, factsOf, { service, environment, to });
  if (attachTo !== null) return [];
  const taken: LaneEvent = {
    type: "LaneLocked", data: { laneId, deployId, releaseId: target.releaseId, version: target.version, kind: "rollback" },
  };
  return preempts === null
    ? [taken]
    : [{ type: "LaneUnlocked", data: { laneId, deployId: preempts, reason: `a rollback to ${target.version} takes over` } }, taken];
}

function redirectRollback({ type, now, ...data }: Command<"RedirectRollback">, { lock }: OpenLane): readonly LaneEvent[] {
  if (lock?.deployId !== data.deployId || lock.kind !== "rollback" || lock.releaseId === data.releaseId) return [];
  return [{ type: "LaneLocked", data: { ...data, kind: "rollback" } }];
}

function renewLock({ laneId, deployId, fence }: Command<"RenewLock">, { lock }: OpenLane): readonly LaneEvent[] {
  if (lock?.deployId !== deployId || lock.fence !== fence) return [];
  const { releaseId, version, kind } = lock;
  return [{ type: "LaneLocked", data: { laneId, deployId, releaseId, version, kind } }];
}

function unlockLane({ type, now, ...data }: Command<"UnlockLane">, lane: OpenLane): readonly LaneEvent[] {
  return lane.lock?.deployId === data.deployId ? [{ type: "LaneUnlocked", data }] : [];
}

/** Whether a deploy has a say here: it holds the lock, or it never needed one (observed). A deploy that was pre-empted has none. */
const hasSay = (lane: OpenLane, deployId: string): boolean =>
  lane.lock === null ? !lane.formerLocks.has(deployId) : lane.lock.deployId === deployId;

function shiftExposure({ type, now, ...data }: Command<"ShiftExposure">, lane: OpenLane): readonly LaneEvent[] {
  if (!hasSay(lane, data.deployId)) return [];
  const nobody = data.percent === 0 && data.customers.length === 0;
  const same = nobody ? lane.exposure === null : sameContent({ ...lane.exposure, laneId: lane.laneId }, data);
  return same ? [] : [{ type: "ExposureShifted", data }];
}

function serveEveryone(command: Command<"ServeEveryone">, lane: Lane): readonly LaneEvent[] {
  const { laneId, deployId, releaseId, version } = command;
  const served: LaneEvent = { type: "ReleaseServedEveryone", data: { laneId, deployId, releaseId, version } };
  if (lane.status === "absent") return [...openLane(command, lane), served];
  if (!hasSay(lane, deployId)) return [];
  const already = lane.serving?.releaseId === releaseId && lane.exposure === null;
  return already ? [] : [served];
}

function proveGood({ type, now, ...data }: Command<"ProveGood">, lane: OpenLane): readonly LaneEvent[] {
  const release = releaseIn(lane, data.releaseId);
  if (release === undefined || !release.servedEveryone) {
    throw new Rejection(
      "TRANSITION_NOT_ALLOWED",
      `${lane.environment}: ${data.version} never served everyone, so it cannot have proved good`,
      ["version"],
    );
  }
  // A release that was rolled back here and now soaked here is good: the proof wipes the fault.
  if ((release.provedGood && release.faulty === null) || !hasSay(lane, data.deployId)) return [];
  return [{ type: "ReleaseProvedGood", data }];
}

function findFaulty({ type, now, ...data }: Command<"FindFaulty">, lane: OpenLane): readonly LaneEvent[] {
  return faultOf(lane, data.releaseId) === null && hasSay(lane, data.deployId) ? [{ type: "ReleaseFoundFaulty", data }] : [];
}

function hold({ type, now, ...data }: Command<"Hold">, lane: OpenLane): readonly LaneEvent[] {
  return lane.hold?.deployId === data.deployId || !hasSay(lane, data.deployId) ? [] : [{ type: "LaneHeld", data }];
}

function releaseHold({ type, now, ...data }: Command<"ReleaseHold">, lane: OpenLane): readonly LaneEvent[] {
  if (lane.hold === null) throw new Rejection("NOT_HELD", `${lane.environment} is not held: deploys may start`, ["environment"]);
  return [{ type: "HoldReleased", data }];
}

function openedLane(lane: Lane, laneId: string): OpenLane {
  if (lane.status === "open") return lane;
  throw new Rejection("NOT_FOUND", `nothing was ever deployed in lane ${laneId}`, ["environment"]);
}

function decide(command: LaneCommand, lane: Lane): readonly LaneEvent[] {
  switch (command.type) {
    case "OpenLane":
      return openLane(command, lane);
    case "LockLane":
      return lockLane(command, lane);
    case "TakeLaneForRollback":
      return takeLaneForRollback(command, lane);
    case "RedirectRollback":
      return redirectRollback(command, openedLane(lane, command.laneId));
    case "RenewLock":
      return renewLock(command, openedLane(lane, command.laneId));
    case "ServeEveryone":
      return serveEveryone(command, lane);
    case "UnlockLane":
      return unlockLane(command, openedLane(lane, command.laneId));
    case "ShiftExposure":
      return shiftExposure(command, openedLane(lane, command.laneId));
    case "ProveGood":
      return proveGood(command, openedLane(lane, command.laneId));
    case "FindFaulty":
      return findFaulty(command, openedLane(lane, command.laneId));
    case "Hold":
      return hold(command, openedLane(lane, command.laneId));
    case "ReleaseHold":
      return releaseHold(command, openedLane(lane, command.laneId));
  }
}

/** A lane: one lock, one hold, what serves whom, and what every release did there. */
export const laneDecider = aggregate("lane", {
  initialState: absentLane,
  evolve: evolveLane,
  decide,
  keyOf: (serviceId: string, environment: string) => [serviceId, environment],
});
