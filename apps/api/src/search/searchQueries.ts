import "reflect-metadata";
import type { SearchHit as Hit } from "@ballast/readmodel";
import { Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { DateTime } from "../graphql/scalars.ts";
import { openScope, type Scope } from "../graphql/scope.ts";
import { addressOf, kindNamed, kindOf, recordIdOf } from "../graphql/records.ts";

@ObjectType({ description: "A record that the words are about.", simpleResolvers: true })
export class SearchHit {
  @Field(() => String, { description: "service, release, deploy, incident, alert, person or rotation." }) kind!: string;
  @Field(() => ID, { description: "Its global id." }) id!: string;
  @Field(() => String, { description: "What people call it." }) title!: string;
  @Field(() => String, { description: "Where the words stand, in brackets; or what else tells it apart." }) detail!: string;
  @Field(() => DateTime, { nullable: true, description: "Its time." }) at!: string | null;
  @Field(() => String, {
    nullable: true, description: "Where it stands, of what has a state: an incident, a deploy, a release where customers are.",
  })
  state!: string | null;
  @Field(() => String, { description: "Its page in the console." }) url!: string;
}

@ArgsType()
class SearchArgs extends AsOfArgs {
  @Field(() => String, { description: "Words; all must occur, the last one as a beginning. Quotes keep a phrase together." }) text!: string;
  @Field(() => Int, { nullable: true, description: "How many at most; 20 unless told, never more than 100." }) first?: number | null;
}

/** Search over everything with words in it. */
@Resolver()
export class SearchQueries {
  @Query(() => [SearchHit], { description: "Records that the words are about, best first; former words are found as well." })
  search(@Args(() => SearchArgs) { text, first, asOf }: SearchArgs, @Ctx() context: ApiContext): readonly SearchHit[] {
    const scope = openScope(context, asOf);
    const hits = context.readModel.search.find({
      text, first: Math.min(100, Math.max(1, first ?? 20)), asOf: scope.asOf, viewer: scope.viewer,
    });
    return hits.map((hit) => toHit(hit, scope));
  }
}

function toHit({ kind, id, at, title, excerpt, detail }: Hit, scope: Scope): SearchHit {
  const known = kindNamed(scope.context, kind);
  const record = known === undefined ? undefined : kindOf(scope.context, known);
  const searched = record === undefined || "none" in record.search ? {} : record.search;
  const globalId = recordIdOf(scope.context, kind, id);
  return {
    kind, id: globalId, title: searched.title?.(scope, { id, title }) ?? title, detail: excerpt || detail, at,
    state: searched.state?.(scope, id) ?? null, url: known === undefined ? "/" : addressOf(scope, known, id),
  };
}
