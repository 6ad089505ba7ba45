import type { Projection } from "./engine/projection.ts";
import { modelStamp, shapeStamp } from "./engine/stamp.ts";
import type { Model } from "./engine/store.ts";
import type { SideTable } from "./engine/tables.ts";
import { slices } from "./slices.ts";

const projections: readonly Projection[] = slices.flatMap((slice) => slice.projections);
const sideTables: readonly SideTable[] = slices.flatMap((slice) => slice.sideTables);

/** Everything a read model folds: what its slices bring. */
export const model: Model = {
  projections, sideTables, stamp: modelStamp(projections, sideTables), shape: shapeStamp(projections, sideTables),
};
