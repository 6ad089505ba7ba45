import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, text, uuid } from "../scalars.ts";

/** Work on services that people know of beforehand. */
export const maintenanceEvents = {
  /** What it is from then on. */
  MaintenancePlanned: defineEvent({
    type: "MaintenancePlanned",
    schema: z.object({
      maintenanceId: uuid, title: line, serviceIds: z.array(uuid).min(1).max(100), from: instant, until: instant,
    }),
  }),
  /** It is over sooner than planned, or does not come about. */
  MaintenanceEnded: defineEvent({ type: "MaintenanceEnded", schema: z.object({ maintenanceId: uuid, at: instant, reason: text }) }),
};
export type MaintenanceEvent = EventsOf<typeof maintenanceEvents>;
