import "reflect-metadata";
import { Args, Ctx, Query, Resolver } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/page.ts";
import { openScope } from "../graphql/scope.ts";
import { NowPage, nowPage } from "./nowType.ts";

/** The first page. */
@Resolver()
export class NowQueries {
  @Query(() => NowPage, { description: "What matters now." })
  now(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): NowPage {
    return nowPage(openScope(context, asOf));
  }
}
