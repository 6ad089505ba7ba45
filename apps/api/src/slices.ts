import { actionSlice } from "./action/slice.ts";
import { alertSlice } from "./alert/slice.ts";
import { alertRuleSlice } from "./alertRule/slice.ts";
import { heartbeatSlice } from "./heartbeat/slice.ts";
import { maintenanceSlice } from "./maintenance/slice.ts";
import { calendarSlice } from "./calendar/slice.ts";
import { changeSlice } from "./change/slice.ts";
import type { Mutation } from "./commands/defineMutation.ts";
import { sampleSlice } from "./sample/slice.ts";
import { chatSlice } from "./chat/slice.ts";
import { checkSlice } from "./check/slice.ts";
import { customerSlice } from "./customer/slice.ts";
import { deploySlice } from "./deploy/slice.ts";
import { drillSlice } from "./drill/slice.ts";
import { escalationSlice } from "./escalation/slice.ts";
import { evaluationSlice } from "./evaluation/slice.ts";
import { flagSlice } from "./flag/slice.ts";
import type { Known } from "./graphql/context.ts";
import { forumSlice } from "./forum/slice.ts";
import { healthSlice } from "./health/slice.ts";
import { importSlice } from "./import/slice.ts";
import { incidentSlice } from "./incident/slice.ts";
import { incidentTypeSlice } from "./incidentType/slice.ts";
import { integrationSlice } from "./integration/slice.ts";
import { laneSlice } from "./lane/slice.ts";
import { lensSlice } from "./lens/slice.ts";
import { momentSlice } from "./moment/slice.ts";
import { nowSlice } from "./now/slice.ts";
import { objectiveSlice } from "./objective/slice.ts";
import { pageSlice } from "./page/slice.ts";
import { personSlice } from "./person/slice.ts";
import { programSlice } from "./program/slice.ts";
import { readinessSlice } from "./readiness/slice.ts";
import { releaseSlice } from "./release/slice.ts";
import { reportSlice } from "./report/slice.ts";
import { reviewSlice } from "./review/slice.ts";
import { riskSlice } from "./risk/slice.ts";
import { roadmapSlice } from "./roadmap/slice.ts";
import { rotationSlice } from "./rotation/slice.ts";
import { searchSlice } from "./search/slice.ts";
import { segmentSlice } from "./segment/slice.ts";
import { serviceSlice } from "./service/slice.ts";
import { joined, type Slice } from "./slice.ts";
import { severityMatrixSlice } from "./severityMatrix/slice.ts";
import { statusPageSlice } from "./statusPage/slice.ts";
import { targetingSlice } from "./targeting/slice.ts";
import { tokenSlice } from "./token/slice.ts";
import { updateTemplateSlice } from "./updateTemplate/slice.ts";
import { webhookSlice } from "./webhook/slice.ts";

/** Every slice of the API. The one place that a new one is added to. */
const all = [
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
  integrationSlice,
  importSlice,
  flagSlice,
  targetingSlice,
  segmentSlice,
  customerSlice,
  nowSlice, momentSlice, searchSlice, reportSlice, healthSlice, webhookSlice, evaluationSlice, changeSlice,
  objectiveSlice,
  sampleSlice,
  checkSlice,
  riskSlice,
  actionSlice,
  programSlice,
  roadmapSlice,
  readinessSlice,
  reviewSlice,
  calendarSlice,
  statusPageSlice,
  forumSlice,
  lensSlice,
  heartbeatSlice,
  updateTemplateSlice,
  incidentTypeSlice, severityMatrixSlice,
  drillSlice,
  chatSlice,
] as const;

export const slices: readonly Slice[] = all;

/** Every kind of record, and how every event is told. */
export const known: Known = joined(all);

/** Every mutation there is: the schema serves these, the matrix of rights is tested over these. */
export const mutations: readonly Mutation[] = slices.flatMap((slice) => slice.mutations ?? []);

/** Routes beside GraphQL, sign-in and health. */
export const routes = slices.flatMap((slice) => slice.routes ?? []);

/** Subscriptions whose answers are worked out once for all who see the same. */
export const shared = slices.flatMap((slice) => (slice.shared === undefined ? [] : [slice.shared]));

/** What a server does by itself. */
export const duties = slices.flatMap((slice) => slice.duties ?? []);
