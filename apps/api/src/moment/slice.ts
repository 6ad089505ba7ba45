import type { Slice } from "../slice.ts";
import { MomentQueries } from "./momentQueries.ts";

/** Moments to look back to. */
export const momentSlice = {
  resolvers: [MomentQueries],
} satisfies Slice;
