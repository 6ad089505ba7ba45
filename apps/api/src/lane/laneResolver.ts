import "reflect-metadata";
import { own } from "@ballast/schema";
import { Arg, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Deploy, deployById } from "../deploy/deployType.ts";
import { fleetNumbers } from "../fleet/fleetMetrics.ts";
import { present } from "../graphql/scope.ts";
import { optionalRelease, Release, releaseById } from "../release/releaseType.ts";
import { environmentOf, Service, serviceById } from "../service/serviceType.ts";
import { DeployPreview, deployPreview } from "./deployPreview.ts";
import { laneHealth } from "./laneHealth.ts";
import { Exposure, Hold, Lane, ReleaseHealth } from "./laneType.ts";
import { RollbackPreview, rollbackPreview } from "./rollbackPreview.ts";

const lastMinuteMs = 60_000;

/** What a lane is connected with. */
@Resolver(() => Lane)
export class LaneResolver {
  @FieldResolver(() => Service, { description: "The service." })
  service(@Root() { scope, row }: Lane): Service {
    return present(serviceById(scope, row.serviceId), "such service");
  }

  @FieldResolver(() => Release, { nullable: true, description: "What serves everyone who is not on the canary." })
  live(@Root() { scope, row }: Lane): Release | null {
    return optionalRelease(scope, row.live?.releaseId);
  }

  @FieldResolver(() => Release, { nullable: true, description: "What a running deploy exposes to some." })
  canary(@Root() { scope, row }: Lane): Release | null {
    return optionalRelease(scope, row.canary?.releaseId);
  }

  @FieldResolver(() => Release, { nullable: true, description: "Where a rollback of what is live would go." })
  lastKnownGood(@Root() { scope, key }: Lane): Release | null {
    return optionalRelease(scope, scope.context.readModel.lanes.lastKnownGood(key, scope.asOf));
  }

  @FieldResolver(() => Deploy, { nullable: true, description: "The deploy or rollback that has the lane." })
  runningDeploy(@Root() { scope, row }: Lane): Deploy | null {
    return row.lock === null ? null : deployById(scope, row.lock.deployId);
  }

  @FieldResolver(() => RollbackPreview, { description: "What a rollback would do now." })
  rollbackPreview(@Root() lane: Lane, @Arg("toVersion", () => String, { nullable: true, description: "A release to go back to; else the lane's history says." }) toVersion: string | null): RollbackPreview {
    return rollbackPreview(lane, toVersion ?? null);
  }

  @FieldResolver(() => DeployPreview, { description: "What a deploy of this version would do now." })
  deployPreview(@Root() lane: Lane, @Arg("version", () => String, { description: "The version." }) version: string): DeployPreview {
    return deployPreview(lane, version);
  }

  @FieldResolver(() => [ReleaseHealth], { description: "How what serves customers does, over the last minute; empty without metrics, and when looking back." })
  async health(@Root() { scope, row, environment }: Lane): Promise<readonly ReleaseHealth[]> {
    const service = serviceById(scope, row.serviceId);
    const defined = environmentOf(service, environment);
    if (scope.asOf !== undefined || service === null || defined?.target.kind !== "fleet") return [];
    const to = scope.context.now();
    const numbers = await fleetNumbers(scope.context.fleet, { service: service.slug, environment, from: new Date(to.getTime() - lastMinuteMs), to });
    if (numbers === null) return [];
    const versions = [row.canary?.version, row.live?.version].filter((version) => version !== undefined);
    return laneHealth([...new Set(versions)], numbers, defined.plan);
  }
}

/** The release behind an exposure. */
@Resolver(() => Exposure)
export class ExposureResolver {
  @FieldResolver(() => Release, { description: "What is served." })
  release(@Root() { scope, releaseId, version }: Exposure): Release {
    return present(releaseById(scope, releaseId), `release ${version}`);
  }
}

/** The rollback behind a hold. */
@Resolver(() => Hold)
export class HoldResolver {
  @FieldResolver(() => Deploy, { nullable: true, description: "The rollback that left it." })
  deploy(@Root() { scope, deployId }: Hold): Deploy | null {
    return deployById(scope, deployId);
  }
}

/** What is only known by asking the target. */
@Resolver(() => RollbackPreview)
export class RollbackPreviewResolver {
  @FieldResolver(() => Int, { nullable: true, description: "Customers seen on what is left behind, in the last minute; null without metrics." })
  async affectedCustomers(@Root() { from, lane }: RollbackPreview): Promise<number | null> {
    const { scope, row, environment } = lane;
    const service = serviceById(scope, row.serviceId);
    if (from === null || service === null || scope.asOf !== undefined) return null;
    const to = scope.context.now();
    const numbers = await fleetNumbers(scope.context.fleet, { service: service.slug, environment, from: new Date(to.getTime() - lastMinuteMs), to });
    return (numbers ? own(numbers, from.version)?.customers : null) ?? null;
  }
}
