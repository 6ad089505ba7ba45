import type { Slice } from "../slice.ts";
import { HealthSubscription } from "./healthSubscription.ts";
import { HealthQueries } from "./healthType.ts";

/** How the server is doing. */
export const healthSlice = {
  resolvers: [HealthQueries, HealthSubscription],
} satisfies Slice;
