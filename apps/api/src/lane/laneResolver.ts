import "reflect-metadata";
import { FieldResolver, Resolver, Root } from "type-graphql";
import { fleetNumbers } from "../fleet/fleetMetrics.ts";
import { present } from "../graphql/scope.ts";
import type { RecordOf } from "../graphql/context.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { environmentOf } from "../graphql/serviceName.ts";
import { laneHealth } from "./laneHealth.ts";
import { Exposure, Hold, Lane, ReleaseHealth } from "./laneType.ts";

const lastMinuteMs = 60_000;

/** What a lane is connected with. */
@Resolver(() => Lane)
export class LaneResolver {
  @FieldResolver(() => typeNamed("Service"), { description: "The service." })
  service(@Root() { scope, row }: Lane): RecordOf<"Service"> {
    return namedRecord(scope, "Service", row.serviceId);
  }

  @FieldResolver(() => typeNamed("Release"), { nullable: true, description: "What serves everyone who is not on the canary." })
  live(@Root() { scope, row }: Lane): RecordOf<"Release"> | null {
    return find(scope, "Release", row.live?.releaseId);
  }

  @FieldResolver(() => typeNamed("Release"), { nullable: true, description: "What a running deploy exposes to some." })
  canary(@Root() { scope, row }: Lane): RecordOf<"Release"> | null {
    return find(scope, "Release", row.canary?.releaseId);
  }

  @FieldResolver(() => typeNamed("Release"), { nullable: true, description: "Where a rollback of what is live would go." })
  lastKnownGood(@Root() { scope, key }: Lane): RecordOf<"Release"> | null {
    return find(scope, "Release", scope.context.readModel.lanes.lastKnownGood(key, scope.asOf));
  }

  @FieldResolver(() => typeNamed("Deploy"), { nullable: true, description: "The deploy or rollback that has the lane." })
  runningDeploy(@Root() { scope, row }: Lane): RecordOf<"Deploy"> | null {
    return row.lock === null ? null : find(scope, "Deploy", row.lock.deployId);
  }

  @FieldResolver(() => [ReleaseHealth], {
    description: "How what serves customers does, over the last minute; empty without metrics, and when looking back.",
  })
  async health(@Root() { scope, row, environment }: Lane): Promise<readonly ReleaseHealth[]> {
    const service = find(scope, "Service", row.serviceId);
    const defined = environmentOf(service, environment);
    if (scope.asOf !== undefined || service === null || defined?.target.kind !== "fleet") return [];
    const to = scope.context.now();
    const numbers = await fleetNumbers(scope.context.fleet, {
      service: service.slug, environment, from: new Date(to.getTime() - lastMinuteMs), to,
    });
    if (numbers === null) return [];
    const versions = [row.canary?.version, row.live?.version].filter((version) => version !== undefined);
    return laneHealth([...new Set(versions)], numbers, defined.plan);
  }
}

/** The release behind an exposure. */
@Resolver(() => Exposure)
export class ExposureResolver {
  @FieldResolver(() => typeNamed("Release"), { description: "What is served." })
  release(@Root() { scope, releaseId, version }: Exposure): RecordOf<"Release"> {
    return present(find(scope, "Release", releaseId), `release ${version}`);
  }
}

/** The rollback behind a hold. */
@Resolver(() => Hold)
export class HoldResolver {
  @FieldResolver(() => typeNamed("Deploy"), { nullable: true, description: "The rollback that left it." })
  deploy(@Root() { scope, deployId }: Hold): RecordOf<"Deploy"> | null {
    return find(scope, "Deploy", deployId);
  }
}
