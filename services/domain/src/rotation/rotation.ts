import type { DataOf, RotationOverride } from "@ballast/schema";
import type { Departures } from "../oncall/duties.ts";
import type { PeopleChange } from "./changedPeople.ts";
import type { RotationPlan } from "./layers.ts";

/** What is known of a rotation that exists; its plan is what the on-call calculations take. */
export interface CreatedRotation extends RotationPlan {
  readonly status: "created";
  readonly rotationId: string;
  readonly name: string;
  /** Overrides that were taken away: removing one twice is no error. */
  readonly removed: ReadonlySet<string>;
  /** What the product said last that it came from; null: it came from none. */
  readonly imported: ImportedSchedule | null;
}

/** What another product says of a schedule. */
export type ImportedSchedule = Omit<DataOf<"RotationImported">, "rotationId">;

export type Rotation = { readonly status: "absent" } | CreatedRotation;

export type RotationCommand =
  | ({ readonly type: "CreateRotation"; readonly now: string } & DataOf<"RotationCreated">)
  | ({ readonly type: "RenameRotation"; readonly now: string } & DataOf<"RotationRenamed">)
  /** Other people, zone, hours, end or hand-over of a layer from `layer.effectiveFrom` on; the past stays what it was. */
  | ({ readonly type: "ChangeRotation"; readonly now: string } & DataOf<"RotationChanged">)
  /** Another layer beside those that there are, or over them. */
  | ({ readonly type: "AddLayer"; readonly now: string } & DataOf<"LayerAdded">)
  /** Other people in a layer, with the hand-overs as they are: nobody who stays loses the pager, nobody who goes keeps it. */
  | ({ readonly type: "ChangePeople"; readonly now: string; readonly rotationId: string; readonly layerId: string } & PeopleChange)
  /** Somebody leaves: in every layer their taker has their place, or the others their turns. */
  | {
    readonly type: "HandTurnsOver"; readonly now: string; readonly rotationId: string; readonly personId: string;
    readonly takerId: string | null;
  }
  /** One person stands in for whoever has the turn, or for one of them, in `[from, to)`. */
  | ({ readonly type: "AddOverride"; readonly now: string } & DataOf<"OverrideAdded">)
  /** Several at once: what puts a gap or an overlap right. */
  | { readonly type: "AddOverrides"; readonly now: string; readonly rotationId: string; readonly overrides: readonly RotationOverride[] }
  | ({ readonly type: "RemoveOverride"; readonly now: string } & Omit<DataOf<"OverrideRemoved">, "at">)
  /** Who answers where nobody is on call, from now on. */
  | ({ readonly type: "SetFallback"; readonly now: string } & Omit<DataOf<"FallbackSet">, "from">)
  | ({ readonly type: "SetOwner"; readonly now: string } & DataOf<"RotationOwnerSet">)
  /** Its empty shifts are alerts of an integration from now on, or of none. */
  | ({ readonly type: "SetEmptyShiftAlert"; readonly now: string } & Omit<DataOf<"EmptyShiftAlertSet">, "at">)
  /** Somebody asks for a stand-in in a shift of theirs. */
  | ({ readonly type: "AskSwap"; readonly now: string } & DataOf<"SwapAsked">)
  | { readonly type: "WithdrawSwap"; readonly now: string; readonly rotationId: string; readonly swapId: string; readonly personId: string }
  /** A volunteer takes it: from now on where it has begun. */
  | ({ readonly type: "TakeSwap"; readonly now: string; readonly left: Departures }
    & Omit<DataOf<"SwapTaken">, "askedBy" | "from" | "to">)
  /** Somebody takes the pager now, until the shift that runs would end. */
  | {
    readonly type: "TakeOver"; readonly now: string; readonly rotationId: string; readonly personId: string; readonly overrideId: string;
    readonly left: Departures;
  }
  /** What another product says of a schedule: what it says anew since it said something last is carried out, the rest stays. */
  | ({ readonly type: "ImportRotation"; readonly now: string } & DataOf<"RotationImported">)
  | ({ readonly type: "KeepFinding"; readonly now: string } & DataOf<"FindingKept">);

export type CommandOf<Type extends RotationCommand["type"]> = Extract<RotationCommand, { type: Type }>;
