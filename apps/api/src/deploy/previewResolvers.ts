import "reflect-metadata";
import { own } from "@ballast/schema";
import { Arg, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { fleetNumbers } from "../fleet/fleetMetrics.ts";
import type { RecordOf } from "../graphql/context.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { DeployPreview, deployPreview } from "./deployPreview.ts";
import { RollbackPreview, rollbackPreview } from "./rollbackPreview.ts";

const lastMinuteMs = 60_000;

/** What deploys and rollbacks would do in a lane. */
@Resolver(() => typeNamed("Lane"))
export class LanePreviewsResolver {
  @FieldResolver(() => RollbackPreview, { description: "What a rollback would do now." })
  rollbackPreview(
    @Root() lane: RecordOf<"Lane">,
    @Arg("toVersion", () => String, { nullable: true, description: "A release to go back to; else the lane's history says." })
    toVersion: string | null,
  ): RollbackPreview {
    return rollbackPreview(lane, toVersion ?? null);
  }

  @FieldResolver(() => DeployPreview, { description: "What a deploy of this version would do now." })
  deployPreview(
    @Root() lane: RecordOf<"Lane">,
    @Arg("version", () => String, { description: "The version." }) version: string,
  ): DeployPreview {
    return deployPreview(lane, version);
  }
}

/** What is only known by asking the target. */
@Resolver(() => RollbackPreview)
export class RollbackPreviewResolver {
  @FieldResolver(() => Int, {
    nullable: true, description: "Customers seen on what is left behind, in the last minute; null without metrics.",
  })
  async affectedCustomers(@Root() { from, lane }: RollbackPreview): Promise<number | null> {
    const { scope, row, environment } = lane;
    const service = find(scope, "Service", row.serviceId);
    if (from === null || service === null || scope.asOf !== undefined) return null;
    const to = scope.context.now();
    const numbers = await fleetNumbers(scope.context.fleet, {
      service: service.slug, environment, from: new Date(to.getTime() - lastMinuteMs), to,
    });
    return (numbers ? own(numbers, from.version)?.customers : null) ?? null;
  }
}
