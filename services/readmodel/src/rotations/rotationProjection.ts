import type { RotationLayer, RotationOverride } from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";

/** Who takes turns; `onCallAt` and `shifts` of the domain read it. */
export interface RotationRow {
  readonly id: string;
  readonly name: string;
  /** Each holds from its `effectiveFrom` on; oldest first. */
  readonly layers: readonly RotationLayer[];
  readonly overrides: readonly RotationOverride[];
}

/** Rotations by id. */
export const rotationProjection = defineProjection({
  kind: "rotation",
  columns: { name: { type: "text", of: (row: RotationRow) => row.name.toLowerCase(), index: true } },
  handlers: {
    RotationCreated: (row, { rotationId, name, layer }) => row ?? { id: rotationId, name, layers: [layer], overrides: [] },
    RotationRenamed: existing((row, { name }) => ({ ...row, name })),
    RotationChanged: existing((row, { layer }) => ({
      ...row,
      layers: [...row.layers.filter(({ effectiveFrom }) => Date.parse(effectiveFrom) < Date.parse(layer.effectiveFrom)), layer],
    })),
    OverrideAdded: existing((row, { override }) => ({ ...row, overrides: [...row.overrides.filter(({ overrideId }) => overrideId !== override.overrideId), override] })),
    OverrideRemoved: existing((row, { overrideId }) => ({ ...row, overrides: row.overrides.filter((override) => override.overrideId !== overrideId) })),
  },
  search: (row) => ({ title: row.name, detail: "", body: "", at: null }),
});
