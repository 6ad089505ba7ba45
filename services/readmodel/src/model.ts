import { deployProjection } from "./deploys/deployProjection.ts";
import type { Projection } from "./engine/projection.ts";
import { modelStamp, shapeStamp } from "./engine/stamp.ts";
import type { Model } from "./engine/store.ts";
import type { SideTable } from "./engine/tables.ts";
import { laneProjection } from "./lanes/laneProjection.ts";
import { laneReleaseProjection } from "./lanes/laneReleaseProjection.ts";
import { commitTable } from "./releases/commitTable.ts";
import { releaseProjection } from "./releases/releaseProjection.ts";
import { serviceProjection } from "./services/serviceProjection.ts";

const projections: readonly Projection[] = [serviceProjection, releaseProjection, laneProjection, laneReleaseProjection, deployProjection];

const sideTables: readonly SideTable[] = [commitTable];

/** Everything a read model folds. A new slice adds its projections here. */
export const model: Model = { projections, sideTables, stamp: modelStamp(projections, sideTables), shape: shapeStamp(projections, sideTables) };
