import type { DataOf } from "@ballast/schema";
import type { NamedRelease } from "../namedRelease.ts";
import type { FactsOf } from "./situation.ts";

/** Names the lane and, for messages, its service by slug: a lane is opened by whoever comes first. */
type LaneKey = DataOf<"LaneOpened"> & { readonly service: string };

export type LaneCommand =
  | ({ readonly type: "OpenLane"; readonly now: string } & DataOf<"LaneOpened">)
  /** A deploy takes the lane, opening it if need be. Refused while another one works there or a hold stands. */
  | ({ readonly type: "LockLane"; readonly now: string } & LaneKey & Omit<DataOf<"LaneLocked">, "kind">)
  /**
   * A rollback takes the lane from whoever has it; neither lock nor hold stops it. `resolveRollback` decides where it
   * goes, on the very history that the lock is appended to: so that what a preview names is what the press does.
   * `[]` when a rollback is running and no other release is named: attach to the one that `lock` names.
   */
  | ({
      readonly type: "TakeLaneForRollback";
      readonly now: string;
      readonly deployId: string;
      readonly to: NamedRelease | null;
      readonly factsOf: FactsOf;
    } & LaneKey)
  /** The rollback that has the lane goes on to another release. */
  | ({ readonly type: "RedirectRollback"; readonly now: string } & Omit<DataOf<"LaneLocked">, "kind">)
  /** Whoever has the lock under this number takes it anew, with a higher one: what an earlier run of it still has under way is refused. */
  | { readonly type: "RenewLock"; readonly now: string; readonly laneId: string; readonly deployId: string; readonly fence: number }
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
