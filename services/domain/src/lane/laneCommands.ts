import type { DataOf } from "@ballast/schema";

/** Names the lane and, for messages, its service by slug: a lane is opened by whoever comes first. */
type LaneKey = DataOf<"LaneOpened"> & { readonly service: string };

export type LaneCommand =
  | ({ readonly type: "OpenLane"; readonly now: string } & DataOf<"LaneOpened">)
  /** A deploy takes the lane, opening it if need be. Refused while another one works there or a hold stands. */
  | ({ readonly type: "LockLane"; readonly now: string } & LaneKey & Omit<DataOf<"LaneLocked">, "kind">)
  /**
   * A rollback takes the lane from whoever has it; neither lock nor hold stops it. `releaseId` is where it goes.
   * `[]` when a rollback to the same release is running: attach to the one that `lock` names.
   */
  | ({ readonly type: "TakeLaneForRollback"; readonly now: string } & LaneKey & Omit<DataOf<"LaneLocked">, "kind">)
  /** Nothing happens when another one has the lock. */
  | ({ readonly type: "UnlockLane"; readonly now: string } & DataOf<"LaneUnlocked">)
  /** Traffic was moved. 0 % and no customers ends the exposure. */
  | ({ readonly type: "ShiftExposure"; readonly now: string } & DataOf<"ExposureShifted">)
  /** A release serves everyone, by a deploy, a rollback, or as observed elsewhere; opens the lane if need be. */
  | ({ readonly type: "ServeEveryone"; readonly now: string } & Omit<LaneKey, "service"> & DataOf<"ReleaseServedEveryone">)
  | ({ readonly type: "ProveGood"; readonly now: string } & DataOf<"ReleaseProvedGood">)
  | ({ readonly type: "FindFaulty"; readonly now: string } & DataOf<"ReleaseFoundFaulty">)
  | ({ readonly type: "Hold"; readonly now: string } & DataOf<"LaneHeld">)
  | ({ readonly type: "ReleaseHold"; readonly now: string } & DataOf<"HoldReleased">);
