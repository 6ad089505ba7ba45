import type { Slice } from "../slice.ts";
import { HealthSubscription } from "./healthSubscription.ts";
import { HealthQueries } from "./healthType.ts";
import { outsideHeartbeat } from "./outsideHeartbeat.ts";

/** How the server is doing. */
export const healthSlice = {
  resolvers: [HealthQueries, HealthSubscription],
  duties: [(server) => outsideHeartbeat(server)],
} satisfies Slice;
