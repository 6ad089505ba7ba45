import "reflect-metadata";
import { Args, ArgsType, Ctx, Field, ID, Query, Resolver } from "type-graphql";
import type { ApiContext } from "./context.ts";
import { readGlobalId } from "./globalId.ts";
import { RecordNode } from "./node.ts";
import { AsOfArgs } from "./listArgs.ts";
import { findAny, kindsOf } from "./records.ts";
import { openScope } from "./scope.ts";

@ArgsType()
class NodeArgs extends AsOfArgs {
  @Field(() => ID, { description: "A global id." }) id!: string;
}

/** Relay's way to any record. */
@Resolver()
export class NodeQueries {
  @Query(() => RecordNode, { nullable: true, description: "Any record, by its global id." })
  node(@Args(() => NodeArgs) { id, asOf }: NodeArgs, @Ctx() context: ApiContext): RecordNode | null {
    const scope = openScope(context, asOf);
    const read = readGlobalId(id);
    const kind = kindsOf(context.known).find((known) => known === read?.kind);
    return read === null || kind === undefined ? null : findAny(scope, kind, read.id);
  }
}
