import type { LaneEvent } from "@ballast/schema";
import type { LaneCommand } from "./laneCommands.ts";
import type { ReleaseFacts } from "./situation.ts";

/** What is told of one lane: deploys by number, releases v1, v2, …, and what is asked of it. */
export const now = "2026-03-02T10:00:00Z";
export const laneId = "40000000-0000-4000-8000-000000000001";
export const lane = { laneId, serviceId: "50000000-0000-4000-8000-000000000001", environment: "production" };
const key = { ...lane, service: "checkout", now };
export const deploy = (number: number) => `d0000000-0000-4000-8000-00000000000${number}`;
const release = (number: number) => ({ releaseId: `20000000-0000-4000-8000-00000000000${number}`, version: `v${number}` });

export const opened: LaneEvent = { type: "LaneOpened", data: lane };
export const locked = (by: number, to: number, kind: "deploy" | "rollback" = "deploy"): LaneEvent => ({
  type: "LaneLocked",
  data: { laneId, deployId: deploy(by), ...release(to), kind },
});
export const unlocked = (by: number, reason: string | null = null): LaneEvent => ({
  type: "LaneUnlocked",
  data: { laneId, deployId: deploy(by), reason },
});
export const shifted = (by: number, percent: number, customers: string[] = []): LaneEvent => ({
  type: "ExposureShifted",
  data: { laneId, deployId: deploy(by), ...release(by), percent, customers },
});
export const served = (by: number, to: number): LaneEvent => ({
  type: "ReleaseServedEveryone",
  data: { laneId, deployId: deploy(by), ...release(to) },
});
export const proved = (by: number, to: number): LaneEvent => ({
  type: "ReleaseProvedGood",
  data: { laneId, deployId: deploy(by), ...release(to) },
});
export const faulty = (by: number, to: number, reason = "errors at 10 %"): LaneEvent => ({
  type: "ReleaseFoundFaulty",
  data: { laneId, deployId: deploy(by), ...release(to), reason },
});
export const held = (by: number, to: number): LaneEvent => ({
  type: "LaneHeld",
  data: { laneId, deployId: deploy(by), ...release(to), reason: "errors at 10 %" },
});
export const holdReleased: LaneEvent = { type: "HoldReleased", data: { laneId, reason: "fixed in v4" } };

export const lock = (by: number, to: number): LaneCommand => ({ type: "LockLane", ...key, deployId: deploy(by), ...release(to) });
const factsOf = (): ReleaseFacts => ({ artifactAvailable: true, rollbackSafe: true });
export const take = (by: number, to: number): LaneCommand => ({
  type: "TakeLaneForRollback",
  ...key,
  deployId: deploy(by),
  to: release(to),
  factsOf,
});
export const press = (by: number): LaneCommand => ({ type: "TakeLaneForRollback", ...key, deployId: deploy(by), to: null, factsOf });
export const redirect = (by: number, to: number): LaneCommand => ({
  type: "RedirectRollback", now, laneId, deployId: deploy(by), ...release(to),
});
/** The command that records a fact as it is. */
export const unlock = (by: number): LaneCommand => ({ type: "UnlockLane", now, laneId, deployId: deploy(by), reason: null });
export const shift = (by: number, percent: number, customers: string[] = []): LaneCommand => ({
  type: "ShiftExposure",
  now,
  laneId,
  deployId: deploy(by),
  ...release(by),
  percent,
  customers,
});
export const serve = (by: number, to: number): LaneCommand => ({
  type: "ServeEveryone", now, ...lane, deployId: deploy(by), ...release(to),
});
export const prove = (by: number, to: number): LaneCommand => ({ type: "ProveGood", now, laneId, deployId: deploy(by), ...release(to) });
export const find = (by: number, to: number): LaneCommand => ({
  type: "FindFaulty",
  now,
  laneId,
  deployId: deploy(by),
  ...release(to),
  reason: "errors at 10 %",
});
export const hold = (by: number, to: number): LaneCommand => ({
  type: "Hold",
  now,
  laneId,
  deployId: deploy(by),
  ...release(to),
  reason: "errors at 10 %",
});
export const releaseHold: LaneCommand = { type: "ReleaseHold", now, laneId, reason: "fixed in v4" };

/** v1 serves everyone, proved good. */
export const live = [opened, locked(1, 1), served(1, 1), proved(1, 1), unlocked(1)];
