import type { WatcherEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";
import type { Slice } from "../slice.ts";
import { HealthSubscription } from "./healthSubscription.ts";
import { HealthQueries } from "./healthType.ts";
import { outsideHeartbeat } from "./outsideHeartbeat.ts";

const sentences: Sentences<WatcherEvent> = { WatcherAsked: () => "a watcher outside was about to be told that Ballast is well" };
const telling: Telling<WatcherEvent> = { WatcherAsked: { silent: "that Ballast is well is for who watches it, outside" } };

/** How the server is doing. */
export const healthSlice = {
  resolvers: [HealthQueries, HealthSubscription],
  sentences,
  telling,
  duties: [(server) => outsideHeartbeat(server)],
} satisfies Slice;
