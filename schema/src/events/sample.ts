import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, uuid } from "../scalars.ts";

/** How long a time is counted at once, ms: the shortest that a burn-rate alert looks at. */
export const BUCKET_MS = 5 * 60_000;
/** So many of them have an hour. */
export const BUCKETS = 12;

/** Requests of five minutes, as the indicator counts them; what rates give need not be whole. */
export const requestCount = z.object({ bad: z.number().min(0), valid: z.number().min(0) });
export type RequestCount = z.infer<typeof requestCount>;

/** Requests of an objective, a stream for each of its hours. */
export const sampleEvents = {
  /** `sampleId` is the stream's: of objective and hour. In order; null: the source knew nothing of these five minutes. */
  RequestsCounted: defineEvent({
    type: "RequestsCounted",
    schema: z.object({ sampleId: uuid, objectiveId: uuid, hour: instant, counts: z.array(requestCount.nullable()).length(BUCKETS) }),
  }),
};
export type SampleEvent = EventsOf<typeof sampleEvents>;
