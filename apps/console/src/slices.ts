import type { Slice } from "./app/slice.ts";
import { action } from "./action/slice.ts";
import { alert } from "./alert/slice.ts";
import { alertRule } from "./alertRule/slice.ts";
import { change } from "./change/slice.ts";
import { chat } from "./chat/slice.ts";
import { customer } from "./customer/slice.ts";
import { deploy } from "./deploy/slice.ts";
import { drill } from "./drill/slice.ts";
import { escalation } from "./escalation/slice.ts";
import { flag } from "./flag/slice.ts";
import { forum } from "./forum/slice.ts";
import { heartbeat } from "./heartbeat/slice.ts";
import { imports } from "./import/slice.ts";
import { incident } from "./incident/slice.ts";
import { incidentType } from "./incidentType/slice.ts";
import { integration } from "./integration/slice.ts";
import { lens } from "./lens/slice.ts";
import { maintenance } from "./maintenance/slice.ts";
import { now } from "./now/slice.ts";
import { objective } from "./objective/slice.ts";
import { page } from "./page/slice.ts";
import { person } from "./person/slice.ts";
import { program } from "./program/slice.ts";
import { readiness } from "./readiness/slice.ts";
import { release } from "./release/slice.ts";
import { report } from "./report/slice.ts";
import { review } from "./review/slice.ts";
import { risk } from "./risk/slice.ts";
import { roadmap } from "./roadmap/slice.ts";
import { rotation } from "./rotation/slice.ts";
import { service } from "./service/slice.ts";
import { severityMatrix } from "./severityMatrix/slice.ts";
import { statusPage } from "./statusPage/slice.ts";
import { token } from "./token/slice.ts";
import { updateTemplate } from "./updateTemplate/slice.ts";

/** Everything the console consists of, in the order in which it stands in the navigation. */
export const slices: readonly Slice[] = [
  now, service, release, deploy, flag, change, incident, alert, alertRule, maintenance, page, rotation, escalation, customer, program, risk,
  action, review, forum, lens, roadmap, objective, readiness, report, imports, person, token, integration, statusPage,
  heartbeat,
  updateTemplate, incidentType, severityMatrix, drill, chat,
];
