import "reflect-metadata";
import type { ServiceSort as Sort } from "@ballast/readmodel";
import { Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { openScope } from "../graphql/scope.ts";
import { serviceIdOf } from "../graphql/serviceName.ts";
import { Service, serviceById, ServiceConnection, toService } from "./serviceType.ts";

export const ServiceSort = enumType(
  "ServiceSort",
  { options: ["NAME_ASC", "ACTIVITY_DESC"] },
  "Order of services: by name, or by what was last released or deployed.",
);

@InputType({ description: "Which services." })
export class ServiceFilter {
  @Field(() => String, { nullable: true, description: "Words in their name, slug or description." }) text?: string | null;
  @Field(() => [ID], { nullable: true, description: "These." }) ids?: string[] | null;
}

@ArgsType()
class ServicesArgs extends ListArgs {
  @Field(() => ServiceFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: ServiceFilter | null;
  @Field(() => ServiceSort, { nullable: true, description: "In which order; by name unless told." }) sort?: Sort | null;
}

@ArgsType()
class ServiceArgs extends AsOfArgs {
  @Field(() => String, { nullable: true, description: "Its slug." }) slug?: string | null;
  @Field(() => ID, { nullable: true, description: "Its id." }) id?: string | null;
}

/** Services by filter, slug or id. */
@Resolver()
export class ServiceQueries {
  @Query(() => ServiceConnection, { description: "Services." })
  services(@Args(() => ServicesArgs) { filter, sort, asOf, ...slice }: ServicesArgs, @Ctx() context: ApiContext): Connection<Service> {
    const scope = openScope(context, asOf);
    const ids = filter?.ids?.map((id) => idOf("Service", id, ["filter", "ids"]));
    const rows = context.readModel.services.list({
      filter: { text: filter?.text ?? undefined, ids }, sort: sort ?? undefined, slice: sliceRequest(slice), asOf: scope.asOf,
    });
    return toConnection(rows, (row) => toService(row, scope));
  }

  @Query(() => Service, { nullable: true, description: "One service, by slug or by id." })
  service(@Args(() => ServiceArgs) { slug, id, asOf }: ServiceArgs, @Ctx() context: ApiContext): Service | null {
    const scope = openScope(context, asOf);
    const given = id ?? slug;
    return given ? serviceById(scope, serviceIdOf(given, [id ? "id" : "slug"])) : null;
  }
}
