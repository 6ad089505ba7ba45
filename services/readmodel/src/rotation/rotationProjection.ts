import { evolvePlan, beginningPlan, type RotationPlan } from "@ballast/domain";
import { defineProjection, existing } from "../engine/projection.ts";

/** Who takes turns, as the domain folds it; `onCallAt` and `shifts` of the domain read it. */
export interface RotationRow extends RotationPlan {
  readonly id: string;
  readonly name: string;
}

/** Rotations by id. */
export const rotationProjection = defineProjection({
  kind: "rotation",
  columns: { name: { type: "text", of: (row: RotationRow) => row.name.toLowerCase(), index: true } },
  handlers: {
    RotationCreated: (row, { rotationId, name, layer }) => row ?? { id: rotationId, name, ...beginningPlan(layer) },
    RotationRenamed: existing((row, { name }) => ({ ...row, name })),
    RotationChanged: existing((row, data) => evolvePlan(row, { type: "RotationChanged", data })),
    LayerAdded: existing((row, data) => evolvePlan(row, { type: "LayerAdded", data })),
    OverrideAdded: existing((row, data) => evolvePlan(row, { type: "OverrideAdded", data })),
    OverrideRemoved: existing((row, data) => evolvePlan(row, { type: "OverrideRemoved", data })),
    FallbackSet: existing((row, data) => evolvePlan(row, { type: "FallbackSet", data })),
    RotationOwnerSet: existing((row, data) => evolvePlan(row, { type: "RotationOwnerSet", data })),
    EmptyShiftAlertSet: existing((row, data) => evolvePlan(row, { type: "EmptyShiftAlertSet", data })),
    FindingKept: existing((row, data) => evolvePlan(row, { type: "FindingKept", data })),
    SwapAsked: existing((row, data) => evolvePlan(row, { type: "SwapAsked", data })),
    SwapWithdrawn: existing((row, data) => evolvePlan(row, { type: "SwapWithdrawn", data })),
    // What it changes are the events that come with it.
    RotationImported: existing((row) => row),
    // Said to people; what it changes is the override that comes with it.
    PagerTakenOver: existing((row) => row),
    SwapTaken: existing((row, data) => evolvePlan(row, { type: "SwapTaken", data })),
  },
  search: (row) => ({ title: row.name, detail: "", body: "", at: null }),
});
