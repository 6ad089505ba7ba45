import { z } from "zod";
import { alertOf, fingerprintOf, instantOf, lineOf, noticeOf, type Reading } from "./reading.ts";

const details = z.union([z.record(z.string(), z.unknown()), z.string(), z.array(z.unknown())]).nullish();
const links = z.array(z.looseObject({ href: z.string().max(2_000), text: z.string().nullish() })).max(100).nullish();

/** `POST /v2/enqueue`, PagerDuty's Events API v2: what it asks for is asked for here. */
export const pagerDutyEvent = z.looseObject({
  event_action: z.enum(["trigger", "acknowledge", "resolve"]),
  dedup_key: z.string().max(255).nullish(),
  client: z.string().nullish(),
  client_url: z.string().nullish(),
  links,
  payload: z.looseObject({
    summary: z.string().min(1), source: z.string().min(1), severity: z.enum(["critical", "error", "warning", "info"]),
    timestamp: z.string().nullish(), component: z.string().nullish(), group: z.string().nullish(), class: z.string().nullish(),
    custom_details: details,
  }).nullish(),
}).superRefine(({ event_action, payload, dedup_key }, context) => {
  if (event_action === "trigger" && (payload === null || payload === undefined))
    context.addIssue({ code: "custom", path: ["payload"], message: "'payload' is missing or blank" });
  if (event_action !== "trigger" && (dedup_key ?? "") === "")
    context.addIssue({ code: "custom", path: ["dedup_key"], message: "'dedup_key' is missing or blank" });
});
export type PagerDutyEvent = z.infer<typeof pagerDutyEvent>;

const asLabels = (given: z.infer<typeof details>): Readonly<Record<string, unknown>> =>
  typeof given === "object" && given !== null && !Array.isArray(given) ? given : {};

/** What an event says; `key` is its dedup_key, or the one that it was given here. */
export function readPagerDuty({ event_action, payload, links: given, client_url }: PagerDutyEvent, key: string, now: Date): Reading {
  const fingerprint = fingerprintOf(key);
  if (event_action === "acknowledge") return { says: "acknowledged", fingerprint, by: null };
  const custom = new Map(Object.entries(asLabels(payload?.custom_details)));
  return noticeOf(
    [alertOf({
      id: key, name: payload?.class ?? payload?.summary ?? key, summary: payload?.summary, severity: payload?.severity,
      service: custom.get("service") ?? payload?.component, url: given?.[0]?.href ?? client_url, firing: event_action === "trigger",
      since: payload?.timestamp,
      labels: {
        ...Object.fromEntries(custom), source: payload?.source, component: payload?.component, group: payload?.group, class: payload?.class,
      },
    }, now)],
    key,
  );
}

/** `POST /v2/change/enqueue`: something was changed, and nobody has to do anything about it. */
export const pagerDutyChange = z.looseObject({
  payload: z.looseObject({
    summary: z.string().min(1), source: z.string().nullish(), timestamp: z.string().nullish(), custom_details: details,
  }),
  links,
});

/** What a change says; `id` is what tells it from others: the same one sent again is the same. */
export function readPagerDutyChange({ payload, links: given }: z.infer<typeof pagerDutyChange>, id: string, now: Date): Reading {
  const custom = new Map(Object.entries(asLabels(payload.custom_details)));
  return {
    says: "change",
    change: {
      id, service: lineOf(custom.get("service")), environment: lineOf(custom.get("environment")) ?? "production",
      version: lineOf(custom.get("version"), 200) ?? lineOf(payload.summary, 200) ?? id, state: "succeeded",
      at: instantOf(payload.timestamp, now), description: payload.summary, url: given?.[0]?.href ?? null,
      from: lineOf(payload.source) ?? "PagerDuty's change events",
    },
  };
}
