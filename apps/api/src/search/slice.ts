import type { Slice } from "../slice.ts";
import { SearchQueries } from "./searchQueries.ts";

/** Search over everything with words in it. */
export const searchSlice = {
  resolvers: [SearchQueries],
} satisfies Slice;
