import "reflect-metadata";
import { Ctx, Query, Resolver } from "type-graphql";
import { allows } from "../auth/permissions.ts";
import type { ApiContext } from "../graphql/context.ts";
import { openScope } from "../graphql/scope.ts";
import { Token, toToken } from "./tokenType.ts";

/** API tokens. */
@Resolver()
export class TokenQueries {
  @Query(() => [Token], { description: "API tokens: one's own, and everybody's for administrators." })
  tokens(@Ctx() context: ApiContext): readonly Token[] {
    const scope = openScope(context);
    const all = allows(scope.principal.roles, "person.write");
    return context.readModel.tokens.of(all ? undefined : scope.principal.person.id).map((row) => toToken(row, scope));
  }
}
