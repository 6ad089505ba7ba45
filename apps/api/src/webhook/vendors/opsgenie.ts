import { z } from "zod";
import { alertOf, noticeOf, type Reading } from "./reading.ts";

/** `POST /v2/alerts`. Opsgenie cuts what is too long; so does this. */
export const opsgenieAlert = z.looseObject({
  message: z.string().trim().min(1),
  alias: z.string().trim().min(1).max(512).nullish(),
  description: z.string().nullish(),
  priority: z.enum(["P1", "P2", "P3", "P4", "P5"]).nullish(),
  entity: z.string().nullish(),
  source: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  details: z.record(z.string(), z.unknown()).nullish(),
});

/** What an alert says; `alias` is its own, or the one that it was given here. P3 unless it says otherwise. */
export function readOpsgenieAlert(alert: z.infer<typeof opsgenieAlert>, alias: string, now: Date): Reading {
  const { message, description, priority, entity, source, tags, details } = alert;
  const custom = new Map(Object.entries(details ?? {}));
  return noticeOf(
    [alertOf({
      id: alias, name: message, summary: description ?? message, severity: priority ?? "P3", service: custom.get("service") ?? entity,
      firing: true, labels: { ...Object.fromEntries(custom), entity, source, tags: tags?.join(", ") },
    }, now)],
    alias,
  );
}

/** `POST /v2/alerts/{identifier}/close`: the alert is over. */
export const readOpsgenieClose = (alias: string, now: Date): Reading =>
  noticeOf([alertOf({ id: alias, name: alias, firing: false }, now)], alias);

/** What may stand in the body of a close or an acknowledgement. */
export const opsgenieNote = z.looseObject({ user: z.string().max(300).nullish(), note: z.string().nullish() });
