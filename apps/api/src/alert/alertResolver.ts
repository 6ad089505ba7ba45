import "reflect-metadata";
import { Args, ArgsType, Ctx, Field, FieldResolver, InputType, Query, Resolver, Root } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { openScope } from "../graphql/scope.ts";
import { optionalServiceId } from "../graphql/serviceName.ts";
import { find, typeNamed } from "../graphql/records.ts";
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
  @FieldResolver(() => typeNamed("Service"), { nullable: true, description: "The service it is about." })
  service(@Root() { scope, row }: Alert): RecordOf<"Service"> | null {
    return row.serviceId === null ? null : find(scope, "Service", row.serviceId);
  }

  @Query(() => AlertConnection, { description: "Alerts, newest first." })
  alerts(@Args(() => AlertsArgs) { filter, asOf, ...slice }: AlertsArgs, @Ctx() context: ApiContext): Connection<Alert> {
    const scope = openScope(context, asOf);
    const where = { serviceId: optionalServiceId(filter?.service), firing: filter?.firing ?? undefined };
    return toConnection(context.readModel.alerts.list({ filter: where, slice: sliceRequest(slice), asOf: scope.asOf }), (row) =>
      toAlert(row, scope),
    );
  }
}
