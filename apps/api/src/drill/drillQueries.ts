import "reflect-metadata";
import { scoreOf } from "@ballast/domain/drill";
import { Args, ArgsType, Ctx, Field, FieldResolver, Float, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { connectionType, toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { Drill, drillById, DrillState, mayKnowSecrets, toDrill } from "./drillType.ts";

@ArgsType()
class DrillArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

@ArgsType()
class DrillsArgs extends ListArgs {
  @Field(() => DrillState, { nullable: true, description: "Only those that stand so." }) state?: Drill["state"] | null;
}

@ObjectType({ description: "How the drills of a team went in a month.", simpleResolvers: true })
class DrillScore {
  @Field(() => String, { nullable: true, description: "A team of those who were on call; null: they are in none, or nobody was." })
  team!: string | null;
  @Field(() => String, { description: "The month, UTC, as 2026-11." }) month!: string;
  @Field(() => Int, { description: "How many there were." }) drills!: number;
  @Field(() => Float, { description: "Their mean score, 0 to 1." }) score!: number;
}

const DrillConnection = connectionType("Drill", () => Drill);

const calledIn = (scope: Scope, { row }: Pick<Drill, "row">): readonly RecordOf<"Person">[] =>
  (row.begun?.calledIds ?? []).map((id) => namedRecord(scope, "Person", id));

/** Teams of those who were on call, as they work now; a drill of people without a team, or of nobody, has the one that is none. */
function teamsOf(scope: Scope, drill: Drill): readonly (string | null)[] {
  const teams = [...new Set(calledIn(scope, drill).flatMap((person) => person.teams))];
  return teams.length === 0 ? [null] : teams;
}

@Resolver(() => Drill)
export class DrillQueries {
  @FieldResolver(() => typeNamed("Service"), { nullable: true, description: "For whose people it is." })
  service(@Root() { scope, row }: Drill): RecordOf<"Service"> | null {
    return find(scope, "Service", row.serviceId);
  }

  @FieldResolver(() => typeNamed("Incident"), { nullable: true, description: "The incident that it is; null before it has begun." })
  incident(@Root() { scope, row }: Drill): RecordOf<"Incident"> | null {
    return row.begun === null ? null : find(scope, "Incident", row.id);
  }

  @FieldResolver(() => [typeNamed("Person")], { description: "Who was on call when it began." })
  called(@Root() drill: Drill): readonly RecordOf<"Person">[] {
    return calledIn(drill.scope, drill);
  }

  @FieldResolver(() => String, { description: "Who planned it as it is." })
  plannedBy(@Root() { plannedByActor }: Drill): string {
    return plannedByActor.name;
  }

  @Query(() => DrillConnection, { description: "Drills, what begins last first." })
  drills(@Args(() => DrillsArgs) { state, asOf, ...slice }: DrillsArgs, @Ctx() context: ApiContext): Connection<Drill> {
    const scope = openScope(context, asOf);
    const filter = { status: state ?? undefined, secret: mayKnowSecrets(scope) };
    const listed = context.readModel.drills.list({ filter, slice: sliceRequest(slice), asOf: scope.asOf });
    return toConnection(listed, (row) => toDrill(row, scope));
  }

  @Query(() => Drill, { nullable: true, description: "One drill." })
  drill(@Args(() => DrillArgs) { id, asOf }: DrillArgs, @Ctx() context: ApiContext): Drill | null {
    return drillById(openScope(context, asOf), idOf("Drill", id, ["id"]));
  }

  @Query(() => [DrillScore], { description: "How drills went, by team and month, the latest month first." })
  drillScores(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly DrillScore[] {
    const scope = openScope(context, asOf);
    const parts = context.readModel.drills.scored(scope.asOf).flatMap((row) => {
      const [drill, score] = [toDrill(row, scope), scoreOf(row.marks)];
      return score === null ? [] : teamsOf(scope, drill).map((team) => ({ team, month: (row.begun?.at ?? row.from).slice(0, 7), score }));
    });
    const groups = Map.groupBy(parts, ({ team, month }) => JSON.stringify([month, team ?? ""]));
    return [...groups.values()].flatMap((group): DrillScore[] => {
      const [first] = group;
      if (first === undefined) return [];
      const mean = group.reduce((sum, { score }) => sum + score, 0) / group.length;
      return [{ team: first.team, month: first.month, drills: group.length, score: mean }];
    }).toSorted((one, other) => other.month.localeCompare(one.month) || (one.team ?? "\uFFFF").localeCompare(other.team ?? "\uFFFF"));
  }
}
