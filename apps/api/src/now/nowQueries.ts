import "reflect-metadata";
import { Args, Ctx, Query, Resolver } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { openScope } from "../graphql/scope.ts";
import { NowView, nowView } from "./nowType.ts";

/** The first view. */
@Resolver()
export class NowQueries {
  @Query(() => NowView, { description: "What matters now." })
  now(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): NowView {
    return nowView(openScope(context, asOf));
  }
}
