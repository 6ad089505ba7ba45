import { alertProjection } from "./alerts/alertProjection.ts";
import { unseenClearProjection } from "./alerts/unseenClearProjection.ts";
import { deployProjection } from "./deploys/deployProjection.ts";
import type { Projection } from "./engine/projection.ts";
import { modelStamp, shapeStamp } from "./engine/stamp.ts";
import type { Model } from "./engine/store.ts";
import type { SideTable } from "./engine/tables.ts";
import { importProjection } from "./imports/importProjection.ts";
import { attachedAlertProjection } from "./incidents/attachedAlertProjection.ts";
import { incidentProjection } from "./incidents/incidentProjection.ts";
import { incidentRecordTable } from "./incidents/recordTable.ts";
import { updateProjection } from "./incidents/updateProjection.ts";
import { laneProjection } from "./lanes/laneProjection.ts";
import { laneReleaseProjection } from "./lanes/laneReleaseProjection.ts";
import { pageProjection } from "./pages/pageProjection.ts";
import { credentialProjection, integrationProjection, personProjection, tokenProjection } from "./people/personProjection.ts";
import { commitTable } from "./releases/commitTable.ts";
import { releaseProjection } from "./releases/releaseProjection.ts";
import { rotationProjection } from "./rotations/rotationProjection.ts";
import { serviceProjection } from "./services/serviceProjection.ts";
import { timelineProjection } from "./timeline/timelineProjection.ts";

const projections: readonly Projection[] = [
  serviceProjection, releaseProjection, laneProjection, laneReleaseProjection, deployProjection, incidentProjection, attachedAlertProjection, updateProjection, timelineProjection,
  alertProjection, unseenClearProjection, pageProjection, rotationProjection, personProjection, tokenProjection, credentialProjection, integrationProjection, importProjection,
];

const sideTables: readonly SideTable[] = [commitTable, incidentRecordTable];

/** Everything a read model folds. A new slice adds its projections here. */
export const model: Model = { projections, sideTables, stamp: modelStamp(projections, sideTables), shape: shapeStamp(projections, sideTables) };
