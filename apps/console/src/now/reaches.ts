import type { ReleaseHealth } from "../rollout/releaseHealth.ts";
import type { NowLane } from "./nowDocument.ts";

/** One release that reaches somebody in one lane. */
export interface Reach {
  key: string;
  service: string;
  environment: string;
  releaseId: string;
  version: string;
  percent: number;
  customers: readonly string[];
  since: string;
  health: ReleaseHealth | undefined;
  hold: NowLane["hold"];
}

/** Every release that reaches somebody where customers are, the widest first in each lane; without a production, everywhere. */
export function reachesOf(lanes: readonly NowLane[]): readonly Reach[] {
  const production = lanes.filter(({ kind }) => kind === "production");
  return (production.length > 0 ? production : lanes)
    .toSorted((a, b) => a.service.slug.localeCompare(b.service.slug) || a.environment.localeCompare(b.environment))
    .flatMap((lane) =>
      lane.exposures.toSorted((a, b) => b.percent - a.percent).map(({ release, percent, customers, since }) => ({
        key: `${lane.id}-${release.id}`,
        service: lane.service.slug,
        environment: lane.environment,
        releaseId: release.id,
        version: release.version,
        percent,
        customers,
        since,
        health: lane.health.find(({ version }) => version === release.version),
        hold: lane.hold,
      })),
    );
}
