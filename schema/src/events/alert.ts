import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, text, uuid } from "../scalars.ts";

/** Identity of an alert: integration + fingerprint + startsAt. A trigger after a resolve is a new alert. */
export const alertEvents = {
  AlertFired: defineEvent({
    type: "AlertFired",
    schema: z.object({
      alertId: uuid, integrationId: uuid, fingerprint: line, groupKey: z.string(), name: line, summary: text, startsAt: instant,
      severity: z.string().nullable(), labels: z.record(z.string(), z.string()), annotations: z.record(z.string(), z.string()),
      serviceId: uuid.nullable(), generatorUrl: z.string().nullable(),
    }),
  }),
  AlertCleared: defineEvent({ type: "AlertCleared", schema: z.object({ alertId: uuid, endsAt: instant }) }),
};
export type AlertEvent = EventsOf<typeof alertEvents>;
