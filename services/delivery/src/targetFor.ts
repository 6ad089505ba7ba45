import type { Target } from "@ballast/schema";
import { fleetMetrics, fleetTarget, type FleetLane } from "./fleet/client.ts";
import type { MetricProvider } from "./metrics.ts";
import type { DeployTarget } from "./target.ts";

/** Where a lane's releases run and where its numbers come from; null: another system deploys there, Ballast watches. */
export type LaneTarget = { readonly target: DeployTarget; readonly metrics: MetricProvider } | null;

/** The adapter for an environment's configured target. `lane.address` is the fleet's (BALLAST_FLEET). */
export function targetFor(config: Target, lane: FleetLane): LaneTarget {
  switch (config.kind) {
    case "fleet":
      return { target: fleetTarget(lane), metrics: fleetMetrics(lane) };
    case "observed":
      return null;
  }
}
