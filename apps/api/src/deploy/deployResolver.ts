import "reflect-metadata";
import { releaseOrder } from "@ballast/readmodel";
import { Arg, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Commit, toCommit } from "../commits/commitType.ts";
import { fleetNumbers } from "../fleet/fleetMetrics.ts";
import { } from "../graphql/scope.ts";
import type { RecordOf } from "../graphql/context.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { DeployMetrics, metricsOf, metricsWindow } from "./deployMetrics.ts";
import { Deploy, deployById, toDeploy } from "./deployType.ts";
import { toVerdict, Verdict } from "./verdictType.ts";

/** What a deploy is connected with. */
@Resolver(() => Deploy)
export class DeployResolver {
  @FieldResolver(() => typeNamed("Service"), { description: "The service." })
  service(@Root() { scope, row }: Deploy): RecordOf<"Service"> {
    return namedRecord(scope, "Service", row.serviceId);
  }

  @FieldResolver(() => typeNamed("Lane"), { description: "The service in its environment." })
  lane(@Root() { scope, row }: Deploy): RecordOf<"Lane"> {
    return namedRecord(scope, "Lane", row.laneId);
  }

  @FieldResolver(() => typeNamed("Release"), {
    nullable: true, description: "What it brings; null where another system deployed something that no recorded release matches.",
  })
  release(@Root() { scope, row }: Deploy): RecordOf<"Release"> | null {
    return find(scope, "Release", row.releaseId);
  }

  @FieldResolver(() => typeNamed("Release"), { nullable: true, description: "What served everyone before." })
  from(@Root() { scope, row }: Deploy): RecordOf<"Release"> | null {
    return find(scope, "Release", row.fromReleaseId);
  }

  @FieldResolver(() => [Verdict], { description: "What its judge found, oldest first." })
  verdicts(@Root() { scope, key }: Deploy): readonly Verdict[] {
    return scope.context.readModel.deploys.verdicts(key, scope.asOf).map(toVerdict);
  }

  @FieldResolver(() => Deploy, { nullable: true, description: "The rollback that took over from it." })
  rollback(@Root() { scope, key }: Deploy): Deploy | null {
    const row = scope.context.readModel.deploys.rollbackOf(key, scope.asOf);
    return row === undefined ? null : toDeploy(row, scope);
  }

  @FieldResolver(() => Deploy, { nullable: true, description: "The deploy that this rollback took over from." })
  preempts(@Root() { scope, row }: Deploy): Deploy | null {
    return row.preempts === null ? null : deployById(scope, row.preempts);
  }

  @FieldResolver(() => [Commit], {
    description: "What it changes for customers: commits it brings, or, where it goes back, those it takes away; newest release first.",
  })
  commits(@Root() { scope, row }: Deploy): readonly Commit[] {
    const [release, from] = [find(scope, "Release", row.releaseId), find(scope, "Release", row.fromReleaseId)];
    const { releases } = scope.context.readModel;
    if (release === null) return [];
    if (from === null) return row.kind === "rollback" ? [] : releases.allCommits(release.key).map(toCommit);
    const [one, other] = [release, from].map((each) => releaseOrder(each.row.releasedAt, each.row.order)).toSorted();
    return releases.commitsBetween(row.serviceId, { after: one, upTo: other }).map(toCommit);
  }

  @FieldResolver(() => DeployMetrics, {
    nullable: true,
    description: "Its release against the one before, second by second, from the target; null without data, and when looking back.",
  })
  async metrics(
    @Root() { scope, row }: Deploy,
    @Arg("seconds", () => Int, {
      nullable: true, description: "How many seconds up to now, or up to its end; 120 unless told, at most 3,600.",
    })
    seconds: number | null,
  ): Promise<DeployMetrics | null> {
    const service = find(scope, "Service", row.serviceId);
    if (scope.asOf !== undefined || service === null || row.kind === "observed") return null;
    const window = metricsWindow(row, seconds ?? 120, scope.context.now());
    const numbers = await fleetNumbers(scope.context.fleet, { service: service.slug, environment: row.environment, ...window });
    return numbers === null ? null : metricsOf(row, numbers);
  }
}
