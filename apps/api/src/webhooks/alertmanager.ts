import { payloadHash } from "@ballast/eventlog";
import { z } from "zod";

/** Alertmanager's webhook, version 4. Unknown fields are accepted; `endsAt` of year 1 means "still firing". */
export const alertmanagerPayload = z.looseObject({
  version: z.literal("4").optional(),
  groupKey: z.string(),
  truncatedAlerts: z.number().optional(),
  status: z.enum(["firing", "resolved"]),
  receiver: z.string().optional(),
  groupLabels: z.record(z.string(), z.string()).default({}),
  commonLabels: z.record(z.string(), z.string()).default({}),
  externalURL: z.string().optional(),
  alerts: z
    .array(
      z.looseObject({
        status: z.enum(["firing", "resolved"]),
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()).default({}),
        startsAt: z.iso.datetime({ offset: true }),
        endsAt: z.iso.datetime({ offset: true }),
        generatorURL: z.string().optional(),
        /** Older senders leave it out: then the labels, which it is made from, stand for it. */
        fingerprint: z.string().min(1).max(300).optional(),
      }),
    )
    .max(10_000),
});
export type AlertmanagerPayload = z.infer<typeof alertmanagerPayload>;

/** One alert of a notification, in Ballast's terms. */
export interface IncomingAlert {
  readonly fingerprint: string;
  readonly name: string;
  readonly summary: string;
  readonly startsAt: string;
  /** Null while it fires. */
  readonly endsAt: string | null;
  readonly severity: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generatorUrl: string | null;
}

/** The notification's alerts, each once. An alert that is missing from it is not resolved: notifications may be truncated. */
export const incomingAlerts = (payload: AlertmanagerPayload): IncomingAlert[] => {
  const alerts = payload.alerts.map((alert): IncomingAlert => ({
    fingerprint: alert.fingerprint ?? `labels:${payloadHash(alert.labels).slice(0, 16)}`,
    name: alert.labels["alertname"]?.trim().slice(0, 300) || "unnamed alert",
    summary: (alert.annotations["summary"] ?? alert.annotations["description"] ?? "").slice(0, 20_000),
    startsAt: alert.startsAt,
    endsAt: alert.status === "firing" || new Date(alert.endsAt).getUTCFullYear() <= 1 ? null : alert.endsAt,
    severity: alert.labels["severity"] ?? null,
    labels: alert.labels,
    annotations: alert.annotations,
    generatorUrl: alert.generatorURL ?? null,
  }));
  // The last word on an alert counts; a notification names each once, but nothing makes it.
  return [...new Map(alerts.map((alert) => [`${alert.fingerprint} ${alert.startsAt}`, alert])).values()];
};
