import type { Slice } from "../slice.ts";
import { ChangeQueries } from "./changeQueries.ts";
import { FlagDaysResolver } from "./flagDays.ts";

/** What changed for a service, over its deploys, releases, flags, holds and schedules. */
export const changeSlice = {
  resolvers: [ChangeQueries, FlagDaysResolver],
} satisfies Slice;
