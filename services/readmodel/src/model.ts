import { alertProjection } from "./alert/alertProjection.ts";
import { unseenClearProjection } from "./alert/unseenClearProjection.ts";
import { deployProjection } from "./deploy/deployProjection.ts";
import type { Projection } from "./engine/projection.ts";
import { modelStamp, shapeStamp } from "./engine/stamp.ts";
import type { Model } from "./engine/store.ts";
import type { SideTable } from "./engine/tables.ts";
import { importProjection } from "./import/importProjection.ts";
import { attachedAlertProjection } from "./incident/attachedAlertProjection.ts";
import { incidentProjection } from "./incident/incidentProjection.ts";
import { incidentRecordTable } from "./incident/recordTable.ts";
import { updateProjection } from "./incident/updateProjection.ts";
import { laneProjection } from "./lane/laneProjection.ts";
import { laneReleaseProjection } from "./lane/laneReleaseProjection.ts";
import { pageProjection } from "./page/pageProjection.ts";
import { credentialProjection, integrationProjection, personProjection, tokenProjection } from "./person/personProjection.ts";
import { commitTable } from "./release/commitTable.ts";
import { releaseProjection } from "./release/releaseProjection.ts";
import { rotationProjection } from "./rotation/rotationProjection.ts";
import { serviceProjection } from "./service/serviceProjection.ts";
import { timelineProjection } from "./incident/timeline/timelineProjection.ts";

const projections: readonly Projection[] = [
  serviceProjection, releaseProjection, laneProjection, laneReleaseProjection, deployProjection, incidentProjection, attachedAlertProjection, updateProjection, timelineProjection,
  alertProjection, unseenClearProjection, pageProjection, rotationProjection, personProjection, tokenProjection, credentialProjection, integrationProjection, importProjection,
];

const sideTables: readonly SideTable[] = [commitTable, incidentRecordTable];

/** Everything a read model folds. A new slice adds its projections here. */
export const model: Model = { projections, sideTables, stamp: modelStamp(projections, sideTables), shape: shapeStamp(projections, sideTables) };
