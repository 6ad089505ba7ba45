import { evolvePlan, type RotationPlan } from "@ballast/domain";
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
    RotationCreated: (row, { rotationId, name, layer }) => row ?? { id: rotationId, name, layers: [layer], overrides: [] },
    RotationRenamed: existing((row, { name }) => ({ ...row, name })),
    RotationChanged: existing((row, data) => evolvePlan(row, { type: "RotationChanged", data })),
    OverrideAdded: existing((row, data) => evolvePlan(row, { type: "OverrideAdded", data })),
    OverrideRemoved: existing((row, data) => evolvePlan(row, { type: "OverrideRemoved", data })),
  },
  search: (row) => ({ title: row.name, detail: "", body: "", at: null }),
});
