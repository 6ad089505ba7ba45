import "reflect-metadata";
import { Args, Ctx, Field, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, openScope } from "../graphql/scope.ts";

@ObjectType({ description: "A moment to look back to, and how far back there is anything to see.", simpleResolvers: true })
export class Moment {
  @Field(() => DateTime, { description: "The instant looked at; for a position, when its event was recorded." }) at!: string;
  @Field(() => DateTime, {
    nullable: true,
    description: "When the first event was recorded: by position and recordedAt there is nothing earlier. Null while the log is empty.",
  })
  logBeginsAt!: string | null;
  @Field(() => DateTime, {
    nullable: true,
    description: "The earliest moment any event speaks of: by at there is nothing earlier. Older than the log where history was imported.",
  })
  historyBeginsAt!: string | null;
}

/** Moments of the log. */
@Resolver()
export class MomentQueries {
  @Query(() => Moment, { description: "What a look back shows: the instant it stands at, and where the log begins." })
  moment(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): Moment {
    const scope = openScope(context, asOf);
    const { recordedAt, occurredAt } = context.readModel.history.begins();
    return { at: momentOf(scope).toISOString(), logBeginsAt: recordedAt, historyBeginsAt: occurredAt };
  }
}
