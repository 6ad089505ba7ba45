import { BUCKETS, BUCKET_MS, type DataOf, type RequestCount, type SampleEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";

/** An hour of an objective: null until it was counted. */
export type CountedHour = readonly (RequestCount | null)[] | null;

/** An hour is counted once: what several count at the same time, or a source says anew, changes nothing. */
export type SampleCommand = { readonly type: "CountRequests"; readonly now: string } & DataOf<"RequestsCounted">;

const evolve = (_: CountedHour, { data }: SampleEvent): CountedHour => data.counts;

function decide({ type, now, ...data }: SampleCommand, counted: CountedHour): readonly SampleEvent[] {
  if (counted !== null) return [];
  const from = Date.parse(data.hour);
  const length = BUCKETS * BUCKET_MS;
  if (from % length !== 0) throw new Rejection("INVALID_INPUT", `${data.hour} is no full hour`, ["hour"]);
  if (from + length > Date.parse(now)) throw new Rejection("INVALID_INPUT", `the hour from ${data.hour} is not over`, ["hour"]);
  if (data.counts.some((count) => count !== null && count.bad > count.valid)) {
    throw new Rejection("INVALID_INPUT", `${data.hour}: more requests were bad than there were`, ["counts"]);
  }
  return [{ type: "RequestsCounted", data }];
}

/** An hour of an objective's requests: known by both. */
export const sampleDecider = aggregate("sample", {
  initialState: null as CountedHour, evolve, decide, keyOf: (objectiveId: string, hour: string) => [objectiveId, hour],
});
