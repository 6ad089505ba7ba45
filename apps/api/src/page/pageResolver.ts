import "reflect-metadata";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { openScope } from "../graphql/scope.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";
import { Page, PageConnection, toPage } from "./pageType.ts";

@ArgsType()
class PagesArgs extends ListArgs {
  @Field(() => Boolean, { nullable: true, description: "True: those that want an answer; false: the others." }) open?: boolean | null;
  @Field(() => ID, { nullable: true, description: "Sent to this person, or asked for by name." }) person?: string | null;
}

/** Pages: the inbox. */
@Resolver(() => Page)
export class PageResolver {
  @FieldResolver(() => typeNamed("Incident"), { description: "What it is about." })
  incident(@Root() { scope, row }: Page): RecordOf<"Incident"> {
    return namedRecord(scope, "Incident", row.incidentId);
  }

  @Query(() => PageConnection, { description: "Pages, newest first." })
  pages(@Args(() => PagesArgs) { open, person, asOf, ...slice }: PagesArgs, @Ctx() context: ApiContext): Connection<Page> {
    const scope = openScope(context, asOf);
    const filter = { open: open ?? undefined, personId: person ? idOf("Person", person, ["person"]) : undefined, viewer: scope.viewer };
    const found = context.readModel.pages.list({ filter, slice: sliceRequest(slice), asOf: scope.asOf });
    return toConnection(found, (row) => toPage(row, scope));
  }
}
