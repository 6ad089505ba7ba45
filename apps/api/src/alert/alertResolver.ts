import "reflect-metadata";
import { Args, ArgsType, Ctx, Field, FieldResolver, InputType, Query, Resolver, Root } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext } from "../graphql/context.ts";
import { ListArgs, pageRequest } from "../graphql/page.ts";
import { openScope } from "../graphql/scope.ts";
import { Incident } from "../incident/incidentType.ts";
import { incidentsOfRecord } from "../incident/visibleIncidents.ts";
import { optionalServiceId } from "../service/serviceName.ts";
import { Service, serviceById } from "../service/serviceType.ts";
import { Alert, AlertConnection, toAlert } from "./alertType.ts";

@InputType({ description: "Which alerts." })
export class AlertFilter {
  @Field(() => String, { nullable: true, description: "The service, by slug or id." }) service?: string | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that fire; false: those that have cleared." }) firing?: boolean | null;
}

@ArgsType()
class AlertsArgs extends ListArgs {
  @Field(() => AlertFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: AlertFilter | null;
}

/** Alerts of other systems. */
@Resolver(() => Alert)
export class AlertResolver {
  @FieldResolver(() => Service, { nullable: true, description: "The service it is about." })
  service(@Root() { scope, row }: Alert): Service | null {
    return row.serviceId === null ? null : serviceById(scope, row.serviceId);
  }

  @FieldResolver(() => Incident, { nullable: true, description: "The incident it belongs to." })
  incident(@Root() { scope, key }: Alert): Incident | null {
    return incidentsOfRecord(scope, key)[0] ?? null;
  }

  @Query(() => AlertConnection, { description: "Alerts, newest first." })
  alerts(@Args(() => AlertsArgs) { filter, asOf, ...page }: AlertsArgs, @Ctx() context: ApiContext): Connection<Alert> {
    const scope = openScope(context, asOf);
    const where = { serviceId: optionalServiceId(filter?.service), firing: filter?.firing ?? undefined };
    return toConnection(context.readModel.alerts.list({ filter: where, page: pageRequest(page), asOf: scope.asOf }), (row) => toAlert(row, scope));
  }
}
