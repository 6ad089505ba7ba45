import type { Slice } from "../slice.ts";
import { NowQueries } from "./nowQueries.ts";
import { NowSubscription } from "./nowSubscription.ts";
import { sharedNow } from "./sharedNow.ts";

/** What matters now. */
export const nowSlice = {
  resolvers: [NowQueries, NowSubscription],
  shared: sharedNow,
} satisfies Slice;
