import "reflect-metadata";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { openScope } from "../graphql/scope.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";
import { Import, importById, ImportConnection, toImport } from "./importType.ts";

@ArgsType()
class ImportArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

/** Imports. */
@Resolver(() => Import)
export class ImportResolver {
  @FieldResolver(() => typeNamed("Service"), {
    nullable: true, description: "The service whose records they are; null of customers, who belong to none.",
  })
  service(@Root() { scope, row }: Import): RecordOf<"Service"> | null {
    return row.serviceId === null ? null : namedRecord(scope, "Service", row.serviceId);
  }

  @Query(() => ImportConnection, { description: "Imports, newest first." })
  imports(@Args(() => ListArgs) { asOf, ...slice }: ListArgs, @Ctx() context: ApiContext): Connection<Import> {
    const scope = openScope(context, asOf);
    return toConnection(context.readModel.imports.list({ slice: sliceRequest(slice), asOf: scope.asOf }), (row) => toImport(row, scope));
  }

  @Query(() => Import, { nullable: true, description: "One import." })
  import(@Args(() => ImportArgs) { id, asOf }: ImportArgs, @Ctx() context: ApiContext): Import | null {
    return importById(openScope(context, asOf), idOf("Import", id, ["id"]));
  }
}
