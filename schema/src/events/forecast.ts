import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, uuid } from "../scalars.ts";

const day = z.iso.date();
/** Bad minutes, not rounded. */
const minutes = z.number().min(0);

/** What forecasts are made of: the calendar's year, quarter and month that go on, in the objective's zone. */
export const forecastPeriods = ["year", "quarter", "month"] as const;
export type ForecastPeriod = (typeof forecastPeriods)[number];

/** How likely an objective's target is missed in a period, as it was said on a day: written down then, so that it can be scored. */
export const forecastEvents = {
  /** A day (UTC) has begun: what is to be said of the period is what stands in the log up to here. */
  ForecastAsked: defineEvent({
    type: "ForecastAsked", schema: z.object({ forecastId: uuid, objectiveId: uuid, day, period: z.enum(forecastPeriods) }),
    // 1 → 2: a year takes a year to be scored, so quarters and months are said too; before, all were of the year.
    upcasts: [(data) => ({ ...data, period: "year" })],
  }),
  /** What was said. */
  ForecastKept: defineEvent({
    type: "ForecastKept",
    schema: z.object({
      forecastId: uuid,
      /** Of missing the target, 0 to 1. */
      chance: z.number().min(0).max(1),
      /** Bad minutes of the whole period: to be expected, and between which two they lie in 8 of 10 cases. */
      mean: minutes, low: minutes, high: minutes,
      /** Those that it had had, and those that it may have. */
      soFar: minutes, budget: minutes,
      /** The period, in the objective's zone: its end is when it can be scored. */
      from: instant, until: instant,
      /** How many risks were drawn, and how often. */
      risks: z.int().min(0), draws: z.int().min(1),
    }),
  }),
};
export type ForecastEvent = EventsOf<typeof forecastEvents>;
