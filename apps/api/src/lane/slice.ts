import { firstService } from "../commands/firstService.ts";
import { nameOf } from "../graphql/records.ts";
import type { Slice } from "../slice.ts";
import { laneSentences, laneTelling } from "./laneEvents.ts";
import { LaneQueries } from "./laneQueries.ts";
import { ExposureResolver, HoldResolver, LaneResolver } from "./laneResolver.ts";
import { laneById, lanesWhere, toLane, type Lane } from "./laneType.ts";
import { EnvironmentLaneResolver, ServiceLanesResolver } from "./serviceLanes.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Lane: Lane;
  }
}

/** What is live where, and for whom. */
export const laneSlice = {
  records: {
    Lane: {
      category: "lane",
      find: laneById,
      of: toLane,
      all: (scope) => lanesWhere(scope, {}),
      name(scope, id) {
        const lane = scope.context.readModel.lanes.get(id, scope.asOf);
        return lane === undefined ? "a lane" : `${nameOf(scope, "Service", lane.serviceId)} ${lane.environment}`;
      },
      view: { none: "a lane is shown with its service", instead: "/services" },
      history: { none: "the history of its deploys is its own" },
      search: { none: "its service is found" },
      servicesOf: firstService("lane"),
    },
  },
  resolvers: [LaneQueries, LaneResolver, ExposureResolver, HoldResolver, ServiceLanesResolver, EnvironmentLaneResolver],
  sentences: laneSentences,
  telling: laneTelling,
} satisfies Slice;
