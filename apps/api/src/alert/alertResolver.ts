import "reflect-metadata";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, InputType, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { momentOf, openScope } from "../graphql/scope.ts";
import { optionalServiceId } from "../graphql/serviceName.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { Alert, alertById, AlertConnection, toAlert } from "./alertType.ts";

@InputType({ description: "Which alerts." })
export class AlertFilter {
  @Field(() => String, { nullable: true, description: "The service, by slug or id." }) service?: string | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that fire; false: those that have cleared." }) firing?: boolean | null;
  @Field(() => String, { nullable: true, description: "The integration that they came by, by id." }) integration?: string | null;
}

@ObjectType({ description: "How loud it is.", simpleResolvers: true })
class AlertCounts {
  @Field(() => Int, { description: "Alerts that fire." }) firing!: number;
  @Field(() => Int, { description: "Episodes that began within a day." }) lastDay!: number;
}

const MOST_EPISODES = 50;
const DAY_MS = 24 * 60 * 60_000;

const integrationIn = (given: string | null | undefined): string | undefined =>
  given === null || given === undefined ? undefined : idOf("Integration", given, ["filter", "integration"]);

@ArgsType()
class AlertsArgs extends ListArgs {
  @Field(() => AlertFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: AlertFilter | null;
}

/** Alerts of other systems. */
@Resolver(() => Alert)
export class AlertResolver {
  @FieldResolver(() => typeNamed("Service"), { nullable: true, description: "The service it is about." })
  service(@Root() { scope, row }: Alert): RecordOf<"Service"> | null {
    return row.serviceId === null ? null : find(scope, "Service", row.serviceId);
  }

  @FieldResolver(() => typeNamed("Integration"), { nullable: true, description: "By which it came; null for Ballast's own." })
  integration(@Root() { scope, row }: Alert): RecordOf<"Integration"> | null {
    return find(scope, "Integration", row.integrationId);
  }

  @FieldResolver(() => typeNamed("Incident"), {
    nullable: true, description: "The incident that it belongs to; null where there is none that the reader may know of.",
  })
  incident(@Root() { scope, row }: Alert): RecordOf<"Incident"> | null {
    const { incidents } = scope.context.readModel;
    for (const id of incidents.ofEpisodes([row.id]).keys()) {
      const isThen = scope.asOf === undefined || incidents.alertIds(id, scope.asOf).includes(row.id);
      const incident = isThen ? find(scope, "Incident", id) : null;
      if (incident !== null) return incident;
    }
    return null;
  }

  @FieldResolver(() => [Alert], { description: "Its episodes, the last first, fifty at most: how often it fires." })
  episodes(@Root() { scope, row }: Alert): readonly Alert[] {
    return scope.context.readModel.alerts.episodes(row.alertId, MOST_EPISODES, scope.asOf).map((episode) => toAlert(episode, scope));
  }

  @Query(() => Alert, { nullable: true, description: "One alert: an episode of it by its id, or the last one." })
  alert(
    @Arg("id", () => String, { description: "Its id." }) id: string,
    @Args(() => AsOfArgs) { asOf }: AsOfArgs,
    @Ctx() context: ApiContext,
  ): Alert | null {
    return alertById(openScope(context, asOf), idOf("Alert", id, ["id"]));
  }

  @Query(() => AlertCounts, { description: "How many alerts fire, and how many began within a day." })
  alertCounts(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): AlertCounts {
    const scope = openScope(context, asOf);
    const { firing, since } = context.readModel.alerts.counts(new Date(momentOf(scope).getTime() - DAY_MS).toISOString(), scope.asOf);
    return { firing, lastDay: since };
  }

  @Query(() => AlertConnection, { description: "Alerts, newest first." })
  alerts(@Args(() => AlertsArgs) { filter, asOf, ...slice }: AlertsArgs, @Ctx() context: ApiContext): Connection<Alert> {
    const scope = openScope(context, asOf);
    const where = {
      serviceId: optionalServiceId(filter?.service), firing: filter?.firing ?? undefined, integrationId: integrationIn(filter?.integration),
    };
    return toConnection(context.readModel.alerts.list({ filter: where, slice: sliceRequest(slice), asOf: scope.asOf }), (row) =>
      toAlert(row, scope),
    );
  }
}
