import "reflect-metadata";
import { observedUptime, siteUptime, type SiteCheck } from "@ballast/domain/availability";
import type { Check } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import { windowOf } from "../figures/counted.ts";
import type { ApiContext } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { openScope } from "../graphql/scope.ts";
import { serviceCalled } from "../graphql/serviceName.ts";

@ArgsType()
class UptimeArgs extends AsOfArgs {
  @Field(() => String, { description: "The service, by slug or id." }) service!: string;
  @Field(() => DateTime, { description: "Start of the window, included." }) from!: string;
  @Field(() => DateTime, { description: "End of the window, not included." }) to!: string;
}

@ObjectType({ description: "What looks from outside say of a service's sites (D8). Nothing is rounded.", simpleResolvers: true })
export class UptimeReport {
  @Field(() => Int, { description: "How many looks there are, of all sites and times." }) checks!: number;
  @Field(() => JsonValue, {
    description:
      "By site: {checks, downChecks, episodes, downtimeMinutes, longestMinutes, availabilityPercent}; downtime within the window, which is what the share is of.",
  })
  sites!: object;
  @Field(() => JsonValue, {
    description: "By site: {unobservedMinutes, availabilityPercent}, where what nobody looked at counts as neither up nor down.",
  })
  observed!: object;
}

const seen = ({ at, state }: Check): SiteCheck => ({ at: Date.parse(at), up: state === "up" });

/** What checks say of a service. */
@Resolver()
export class UptimeResolver {
  @Query(() => UptimeReport, { description: "What looks from outside say of a service's sites." })
  uptimeReport(@Args(() => UptimeArgs) { service, from, to, asOf }: UptimeArgs, @Ctx() context: ApiContext): UptimeReport {
    const scope = openScope(context, asOf);
    const window = windowOf(from, to);
    const span = { from: Date.parse(window.from), to: Date.parse(window.to) };
    const bySite = [...context.readModel.checks.bySite(serviceCalled(scope, service).key, scope.asOf)].map(
      ([site, own]) => [site, own.map(seen)] as const,
    );
    return {
      checks: bySite.reduce((sum, [, own]) => sum + own.length, 0),
      sites: Object.fromEntries(bySite.map(([site, own]) => [site, siteUptime(own, span)])),
      observed: Object.fromEntries(bySite.map(([site, own]) => [site, observedUptime(own, span)])),
    };
  }
}
