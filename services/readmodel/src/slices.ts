import { actionSlice } from "./action/slice.ts";
import { alertSlice } from "./alert/slice.ts";
import { alertRuleSlice } from "./alertRule/slice.ts";
import { heartbeatSlice } from "./heartbeat/slice.ts";
import { maintenanceSlice } from "./maintenance/slice.ts";
import { changeSlice } from "./change/slice.ts";
import { sampleSlice } from "./sample/slice.ts";
import { chatSlice } from "./chat/slice.ts";
import { checkSlice } from "./check/slice.ts";
import { credentialSlice } from "./credential/slice.ts";
import { customerSlice } from "./customer/slice.ts";
import { deliverySlice } from "./delivery/slice.ts";
import { deploySlice } from "./deploy/slice.ts";
import { drillSlice } from "./drill/slice.ts";
import { environmentSlice } from "./environment/slice.ts";
import { escalationSlice } from "./escalation/slice.ts";
import { evaluationSlice } from "./evaluation/slice.ts";
import { flagSlice } from "./flag/slice.ts";
import { forecastSlice } from "./forecast/slice.ts";
import { forumSlice } from "./forum/slice.ts";
import { historySlice } from "./history/slice.ts";
import { importSlice } from "./import/slice.ts";
import { incidentSlice } from "./incident/slice.ts";
import { incidentTypeSlice } from "./incidentType/slice.ts";
import { integrationSlice } from "./integration/slice.ts";
import { laneSlice } from "./lane/slice.ts";
import { lensSlice } from "./lens/slice.ts";
import { objectiveSlice } from "./objective/slice.ts";
import { pageSlice } from "./page/slice.ts";
import { personSlice } from "./person/slice.ts";
import { programSlice } from "./program/slice.ts";
import { readinessSlice } from "./readiness/slice.ts";
import { releaseSlice } from "./release/slice.ts";
import { reportSlice } from "./report/slice.ts";
import { reviewSlice } from "./review/slice.ts";
import { riskSlice } from "./risk/slice.ts";
import { rotationSlice } from "./rotation/slice.ts";
import { searchSlice } from "./search/slice.ts";
import { segmentSlice } from "./segment/slice.ts";
import { serviceSlice } from "./service/slice.ts";
import { severityMatrixSlice } from "./severityMatrix/slice.ts";
import { statusPageSlice } from "./statusPage/slice.ts";
import { publicationSlice } from "./publication/slice.ts";
import { subscriberSlice } from "./subscriber/slice.ts";
import { targetingSlice } from "./targeting/slice.ts";
import { tokenSlice } from "./token/slice.ts";
import { updateTemplateSlice } from "./updateTemplate/slice.ts";
import { watcherSlice } from "./watcher/slice.ts";

/** Every slice of the read model. What one declares (`engine/registry.ts`) and this list forgets, is a type error in `queries.ts`. */
export const slices = [
  serviceSlice,
  releaseSlice,
  laneSlice,
  deploySlice,
  incidentSlice,
  alertSlice,
  alertRuleSlice,
  maintenanceSlice,
  pageSlice,
  rotationSlice,
  escalationSlice,
  personSlice,
  tokenSlice,
  credentialSlice,
  integrationSlice,
  deliverySlice,
  importSlice,
  flagSlice,
  targetingSlice,
  segmentSlice,
  environmentSlice, customerSlice, evaluationSlice,
  searchSlice, reportSlice, historySlice, changeSlice,
  objectiveSlice,
  sampleSlice,
  checkSlice,
  riskSlice,
  forecastSlice,
  programSlice,
  actionSlice,
  readinessSlice,
  reviewSlice,
  statusPageSlice, subscriberSlice, publicationSlice,
  forumSlice, lensSlice,
  heartbeatSlice,
  watcherSlice,
  updateTemplateSlice,
  incidentTypeSlice,
  severityMatrixSlice,
  drillSlice,
  chatSlice,
] as const;
