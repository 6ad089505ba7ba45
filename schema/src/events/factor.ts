import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { line, reason, uuid } from "../scalars.ts";

/** What makes every risk of the register bigger: nobody is woken at night, changes are not reviewed. */
export const factorEvents = {
  /** From then on; stated anew where something of it changes. */
  FactorStated: defineEvent({
    type: "FactorStated",
    schema: z.object({
      factorId: uuid, title: line,
      /** Minutes that it adds to finding and to resolving a failure. */
      detectMinutes: z.number().min(0).max(525_960), resolveMinutes: z.number().min(0).max(525_960),
      /** By how many percent failures are more frequent. */
      frequencyPercent: z.number().min(0).max(10_000),
      reason,
    }),
  }),
  FactorEnded: defineEvent({ type: "FactorEnded", schema: z.object({ factorId: uuid, reason }) }),
};
export type FactorEvent = EventsOf<typeof factorEvents>;
