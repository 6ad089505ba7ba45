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
  /** What readers of status pages are told of it from then on; its title is for those inside. */
  MaintenanceAnnounced: defineEvent({
    type: "MaintenanceAnnounced", schema: z.object({ maintenanceId: uuid, title: line, text, at: instant }),
  }),
  /** Readers are not told of it any more. */
  MaintenanceUnannounced: defineEvent({ type: "MaintenanceUnannounced", schema: z.object({ maintenanceId: uuid, reason: text }) }),
  /** It is over sooner than planned, or does not come about. */
  MaintenanceEnded: defineEvent({ type: "MaintenanceEnded", schema: z.object({ maintenanceId: uuid, at: instant, reason: text }) }),
};
export type MaintenanceEvent = EventsOf<typeof maintenanceEvents>;
