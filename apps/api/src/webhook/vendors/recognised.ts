import { z } from "zod";
import { readNotice } from "../alertmanager.ts";
import { readCloudWatch, snsMessage } from "./cloudWatch.ts";
import { alertOf, noticeOf, type Reading } from "./reading.ts";

/** A vendor's webhook: how it is told from others, and what it says. */
interface Vendor {
  readonly name: string;
  /** Null where the body is not this vendor's. */
  readonly read: (body: unknown, now: Date) => Reading | null;
}

const vendor = <Shape extends z.ZodType>(
  name: string,
  shape: Shape,
  read: (body: z.infer<Shape>, now: Date) => Reading,
): Vendor => ({
  name,
  read(body, now) {
    const parsed = shape.safeParse(body);
    return parsed.success ? read(parsed.data, now) : null;
  },
});

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const nothing = (why: string): Reading => ({ says: "nothing", why });

/** Version 3 called its groups by a number; what is in them is the same. */
const alertmanager = vendor(
  "Alertmanager",
  z.looseObject({ version: scalar.optional(), groupKey: scalar, status: z.enum(["firing", "resolved"]), alerts: z.array(z.unknown()) }),
  ({ version, groupKey, ...body }, now) => ({ says: "alerts", notice: readNotice({ ...body, groupKey: String(groupKey) }, now) }),
);

const grafana = vendor(
  "Grafana",
  z.looseObject({
    ruleId: scalar, ruleName: z.string(), state: z.string(), title: z.string(), message: z.string().nullish(),
    ruleUrl: z.string().nullish(),
    tags: z.record(z.string(), z.unknown()).nullish(),
    evalMatches: z.array(z.looseObject({ metric: z.unknown().optional(), value: z.unknown().optional() })).nullish(),
  }),
  ({ ruleId, ruleName, state, message, ruleUrl, tags, evalMatches }, now) => {
    if (state === "paused" || state === "pending") return nothing(`the rule is ${state}`);
    const [match] = evalMatches ?? [];
    const labels = { ...tags, ...(match === undefined ? {} : { metric: match.metric, value: match.value }) };
    const { severity, service } = picked(tags);
    return noticeOf(
      [alertOf({
        id: `rule/${ruleId}`, name: ruleName, summary: message, severity, service, url: ruleUrl, firing: state !== "ok", labels,
      }, now)],
      `rule/${ruleId}`,
    );
  },
);

const picked = (tags: Readonly<Record<string, unknown>> | null | undefined): { severity: unknown; service: unknown } => {
  const known = new Map(Object.entries(tags ?? {}));
  return { severity: known.get("severity"), service: known.get("service") };
};

const pingdom = vendor(
  "Pingdom",
  z.looseObject({
    check_id: scalar, check_name: z.string(), current_state: z.string(), previous_state: z.string(), check_type: z.string().nullish(),
    long_description: z.string().nullish(), description: z.string().nullish(), importance_level: z.string().nullish(),
    state_changed_timestamp: z.number().nullish(), check_params: z.looseObject({
      hostname: z.unknown().optional(), full_url: z.unknown().optional(),
    }).nullish(),
  }),
  (body, now) =>
    noticeOf(
      [alertOf({
        id: `check/${body.check_id}`, name: body.check_name, summary: body.long_description ?? body.description,
        severity: body.importance_level, url: body.check_params?.full_url, firing: body.current_state !== "UP",
        at: body.state_changed_timestamp, labels: { check: body.check_type, host: body.check_params?.hostname },
      }, now)],
      `check/${body.check_id}`,
    ),
);

const graylog = vendor(
  "Graylog",
  z.looseObject({
    check_result: z.looseObject({
      result_description: z.string(), triggered: z.boolean(), triggered_condition: z.looseObject({
        id: scalar, type: z.unknown().optional(),
      }),
      triggered_at: z.unknown().optional(),
    }),
    stream: z.looseObject({ id: z.unknown().optional(), title: z.unknown().optional() }),
  }),
  ({ check_result: { result_description, triggered, triggered_condition: { id, type }, triggered_at }, stream }, now) =>
    noticeOf(
      [alertOf({
        id: `condition/${id}`, name: stream.title ?? "Graylog", summary: result_description, firing: triggered, at: triggered_at,
        labels: { condition: type, stream: stream.title },
      }, now)],
      `condition/${id}`,
    ),
);

const newRelic = vendor(
  "New Relic",
  z.looseObject({
    incident_id: scalar, current_state: z.string(), condition_name: z.string(), policy_name: z.unknown().optional(),
    details: z.string().nullish(), severity: z.string().nullish(), incident_url: z.string().nullish(), timestamp: z.unknown().optional(),
    account_name: z.unknown().optional(),
    event_type: z.unknown().optional(),
  }),
  (body, now) => {
    const id = `incident/${body.incident_id}`;
    if (body.current_state === "acknowledged") return { says: "acknowledged", fingerprint: id, by: null };
    return noticeOf(
      [alertOf({
        id, name: body.condition_name, summary: body.details, severity: body.severity, url: body.incident_url,
        firing: body.current_state !== "closed", at: body.timestamp, labels: { policy: body.policy_name, account: body.account_name },
      }, now)],
      id,
    );
  },
);

const stackdriver = vendor(
  "Google Cloud Monitoring",
  z.looseObject({
    incident: z.looseObject({
      incident_id: scalar, state: z.enum([
        "open", "closed", "OPEN", "CLOSED",
      ]), policy_name: z.string(), condition_name: z.unknown().optional(),
      summary: z.string().nullish(), url: z.string().nullish(), severity: z.string().nullish(),
      started_at: z.unknown().optional(), ended_at: z.unknown().optional(),
      resource_name: z.unknown().optional(),
    }),
  }),
  ({ incident }, now) => {
    const firing = incident.state.toLowerCase() === "open";
    return noticeOf(
      [alertOf({
        id: `incident/${incident.incident_id}`, name: incident.policy_name, summary: incident.summary, severity: incident.severity,
        url: incident.url, firing, at: firing ? incident.started_at : incident.ended_at,
        labels: { condition: incident.condition_name, resource: incident.resource_name },
      }, now)],
      `incident/${incident.incident_id}`,
    );
  },
);

const riemann = vendor(
  "Riemann",
  z.looseObject({
    host: z.string(), service: z.string(), state: z.string(), description: z.string().nullish(),
    metric: z.unknown().optional(), time: z.unknown().optional(),
  }),
  ({ host, service, state, description, metric, time }, now) =>
    noticeOf(
      [alertOf({
        id: `${host} ${service}`, name: service, summary: description, severity: state, service,
        firing: state !== "ok" && state !== "expired",
        at: time, labels: { host, metric },
      }, now)],
      `${host} ${service}`,
    ),
);

const vmware = vendor(
  "VMware Aria Operations",
  z.looseObject({
    alertId: z.string(), status: z.string(), criticality: z.string(), resourceName: z.unknown().optional(),
    resourceKind: z.unknown().optional(), type: z.unknown().optional(),
    subType: z.unknown().optional(), startDate: z.unknown().optional(), cancelDate: z.unknown().optional(),
    info: z.string().nullish(), alertName: z.unknown().optional(),
  }),
  (body, now) =>
    noticeOf(
      [alertOf({
        id: body.alertId, name: body.alertName ?? body.subType ?? body.type, summary: body.info,
        severity: body.criticality.replace("ALERT_CRITICALITY_LEVEL_", "").toLowerCase(), firing: body.status === "ACTIVE",
        at: body.status === "ACTIVE" ? body.startDate : body.cancelDate, labels: { resource: body.resourceName, kind: body.resourceKind },
      }, now)],
      body.alertId,
    ),
);

/** What PagerDuty and chat programs tell of what people did there is no alert: it would come back to where it came from. */
const pagerDutyOut = vendor(
  "PagerDuty's own webhook",
  z.looseObject({ messages: z.array(z.looseObject({ type: z.string(), data: z.looseObject({ incident: z.looseObject({}) }) })).min(1) }),
  ({ messages }) =>
    nothing(
      `PagerDuty tells of ${messages.map(({ type }) => type).slice(0, 10).join(", ")}: who sends it alerts sends them to Ballast's /v2/enqueue instead`,
    ),
);
const telegram = vendor(
  "Telegram",
  z.looseObject({ update_id: z.number() }),
  () => nothing("a button of another product's chat bot was pressed: who pressed it is nobody that Ballast knows"),
);

const cloudWatch = vendor("CloudWatch", snsMessage, readCloudWatch);

/** The first whose shape the body has; the ones whose shape is plainest come last. */
const vendors: readonly Vendor[] = [
  alertmanager, cloudWatch, grafana, pingdom, graylog, newRelic, stackdriver, pagerDutyOut, telegram, vmware, riemann,
];

/** Names of what is recognised, for whoever sent something else. */
export const vendorNames: readonly string[] = vendors.map(({ name }) => name);

/** What a body says, by the vendor whose shape it has; null where it has none of them. */
export function recognised(body: unknown, now: Date): { readonly vendor: string; readonly reading: Reading } | null {
  for (const { name, read } of vendors) {
    const reading = read(body, now);
    if (reading !== null) return { vendor: name, reading };
  }
  return null;
}
