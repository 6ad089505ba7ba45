import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, uuid } from "../scalars.ts";

/** Of so many notes an integration's stream keeps the last ones. */
export const KEPT_NOTES = 100;
/** So many deliveries stand in one note at most, those that were refused first; the others are counted. */
export const MOST_NOTED = 10;
/** A larger body is not kept, bytes. */
export const MOST_BODY_BYTES = 25_000;

/** One request of another system, and what became of it. */
const delivery = z.object({
  deliveryId: uuid, at: instant,
  /** What was asked: `enqueue`, `close`, `deployment_status`. */
  action: z.string().max(300),
  outcome: z.enum(["accepted", "ignored", "refused"]),
  /** Why nothing, or not all of it, was taken; empty where everything was. */
  why: z.string().max(2_000),
  fired: z.int().min(0), cleared: z.int().min(0), repeated: z.int().min(0), refused: z.int().min(0),
  bytes: z.int().min(0),
  /** What came, without its key; null where it was too large to be kept. */
  body: z.string().max(MOST_BODY_BYTES).nullable(),
});
export type Delivery = z.infer<typeof delivery>;

/** What came by an integration within a second or so. Its stream keeps the last notes. */
export const deliveryEvents = {
  DeliveriesNoted: defineEvent({
    type: "DeliveriesNoted",
    schema: z.object({
      integrationId: uuid, deliveries: z.array(delivery).min(1).max(MOST_NOTED),
      /** How many more came meanwhile. */
      more: z.int().min(0),
    }),
  }),
};
export type DeliveryEvent = EventsOf<typeof deliveryEvents>;
