import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, text, uuid } from "../scalars.ts";
import { alertRuling } from "./alertRule.ts";

/** Which episode of the alert, from 1; 0 in logs of the time when an alert was one firing and its stream held only that. */
const ordinal = z.int().min(0);

/**
 * Identity of an alert: integration + fingerprint. An episode of it lasts from its first firing to its resolve, however
 * `startsAt` moves meanwhile (two Prometheus replicas, an Alertmanager that was restarted).
 */
export const alertEvents = {
  AlertFired: defineEvent({
    type: "AlertFired",
    schema: z.object({
      alertId: uuid, integrationId: uuid, fingerprint: line, groupKey: z.string(), name: line, summary: text, startsAt: instant,
      severity: z.string().nullable(), labels: z.record(z.string(), z.string()), annotations: z.record(z.string(), z.string()),
      serviceId: uuid.nullable(), generatorUrl: z.string().nullable(), ordinal,
    }),
    // 1 → 2: the alert's identity lost `startsAt`, so that a stream holds many episodes: they are told apart by ordinal.
    upcasts: [(data) => ({ ...data, ordinal: 0 })],
  }),
  AlertCleared: defineEvent({
    type: "AlertCleared",
    /** `receivedAt`: when the resolve arrived, as late repetitions are told by it. */
    schema: z.object({ alertId: uuid, ordinal, endsAt: instant, receivedAt: instant }),
    // 1 → 2: episodes have an ordinal; of when the resolve arrived its end is the best there is.
    upcasts: [(data) => ({ ...data, ordinal: 0, receivedAt: data["endsAt"] })],
  }),
  /** A resolve of what was never seen firing: its firing was lost, or this integration is newer than the alert. */
  AlertClearedUnseen: defineEvent({
    type: "AlertClearedUnseen",
    schema: z.object({
      alertId: uuid, integrationId: uuid, fingerprint: line, name: line, severity: z.string().nullable(), serviceId: uuid.nullable(),
      startsAt: instant, endsAt: instant, receivedAt: instant,
    }),
  }),
  /** What rules made of an episode: when it fired, and again where what held it has ended. None where no rule had a word. */
  AlertRuled: defineEvent({ type: "AlertRuled", schema: z.object({ alertId: uuid, ordinal, ...alertRuling.shape }) }),
  /** Its sender says that somebody has seen it, elsewhere. It stops no page here: nobody of this house has said so. */
  AlertAcknowledged: defineEvent({
    type: "AlertAcknowledged",
    schema: z.object({ alertId: uuid, ordinal, at: instant, by: z.string().max(300).nullable() }),
  }),
  /**
   * The episode tells that an error budget burns, and Ballast itself says so: what reacts to that hears of this, and not of whatever fires
   * anywhere. It stands behind the episode's firing; in logs of before it is added while the alert still fires.
   */
  BurnAlertFired: defineEvent({ type: "BurnAlertFired", schema: z.object({ alertId: uuid, ordinal, objectiveId: uuid }) }),
  /** Such an episode is over. */
  BurnAlertCleared: defineEvent({ type: "BurnAlertCleared", schema: z.object({ alertId: uuid, ordinal, objectiveId: uuid }) }),
};
export type AlertEvent = EventsOf<typeof alertEvents>;
