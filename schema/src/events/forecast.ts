import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, uuid } from "../scalars.ts";

const day = z.iso.date();
/** Bad minutes, not rounded. */
const minutes = z.number().min(0);

/** How likely an objective's target is missed this year, as it was said on a day: written down then, so that it can be scored. */
export const forecastEvents = {
  /** A day (UTC) has begun: what is to be said of the year is what stands in the log up to here. */
  ForecastAsked: defineEvent({ type: "ForecastAsked", schema: z.object({ forecastId: uuid, objectiveId: uuid, day }) }),
  /** What was said. */
  ForecastKept: defineEvent({
    type: "ForecastKept",
    schema: z.object({
      forecastId: uuid,
      /** Of missing the target, 0 to 1. */
      chance: z.number().min(0).max(1),
      /** Bad minutes of the whole year: to be expected, and between which two they lie in 8 of 10 cases. */
      mean: minutes, low: minutes, high: minutes,
      /** Those that it had had, and those that it may have. */
      soFar: minutes, budget: minutes,
      /** The year, in the objective's zone: its end is when it can be scored. */
      from: instant, until: instant,
      /** How many risks were drawn, and how many years. */
      risks: z.int().min(0), draws: z.int().min(1),
    }),
  }),
};
export type ForecastEvent = EventsOf<typeof forecastEvents>;
