import "reflect-metadata";
import { slug } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { momentOf, openScope } from "../graphql/scope.ts";

@ArgsType()
class FlagDaysArgs extends AsOfArgs {
  @Field(() => String, { nullable: true, description: "In this environment, and what belongs to none; in all unless told." })
  environment?: string | null;
  @Field(() => Int, { nullable: true, description: "So many days, today the last; 30 unless told, at most 366." }) days?: number | null;
}

@ObjectType({ description: "A kill of a day.", simpleResolvers: true })
export class FlagDayKill {
  @Field(() => typeNamed("Flag"), { nullable: true, description: "The flag." }) flag!: RecordOf<"Flag"> | null;
  @Field(() => typeNamed("Incident"), {
    nullable: true, description: "For which incident; null for none, or one that is not open to the reader.",
  })
  incident!: RecordOf<"Incident"> | null;
}

@ObjectType({ description: "A day (UTC) on which flags were changed.", simpleResolvers: true })
export class FlagDay {
  @Field(() => String, { description: "The day, as 2026-11-28." }) day!: string;
  @Field(() => Int, { description: "Changes of flags." }) count!: number;
  @Field(() => [FlagDayKill], { description: "Kills among them, oldest first." }) kills!: readonly FlagDayKill[];
}

const [DAY_MS, USUAL, MOST] = [86_400_000, 30, 366];

/** How often flags are changed. */
@Resolver()
export class FlagDaysResolver {
  @Query(() => [FlagDay], { description: "Changes of flags a day (UTC), oldest first; days without any are left out." })
  flagChangesPerDay(@Args(() => FlagDaysArgs) { environment, days, asOf }: FlagDaysArgs, @Ctx() context: ApiContext): readonly FlagDay[] {
    const scope = openScope(context, asOf);
    const back = Math.min(MOST, Math.max(1, days ?? USUAL)) - 1;
    const from = new Date(momentOf(scope).getTime() - back * DAY_MS).toISOString();
    const where = environment === null || environment === undefined ? undefined : slug.parse(environment);
    return context.readModel.changes.flagDays({ from, environment: where, asOf: scope.asOf }).map(({ kills, ...day }) => ({
      ...day,
      kills: kills.map(({ flagId, incidentId }) => ({
        flag: find(scope, "Flag", flagId), incident: incidentId === null ? null : find(scope, "Incident", incidentId),
      })),
    }));
  }
}
