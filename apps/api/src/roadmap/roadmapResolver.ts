import "reflect-metadata";
import { actionLateness, actionName, isOpenAction } from "@ballast/domain/action";
import { firstPromise, roadmap, type Planned } from "@ballast/domain/promise";
import { lateness, mitigationName, realDueDates, waitsFor } from "@ballast/domain/risk";
import { Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { addressOf, find, typeNamed } from "../graphql/records.ts";
import { momentOf, openScope } from "../graphql/scope.ts";

@ArgsType()
class RoadmapArgs extends AsOfArgs {
  @Field(() => Int, { nullable: true, description: "So many quarters from that of today on; 4 unless told, 12 at most." }) quarters?:
    number | null;
}

@ObjectType({ description: "What somebody has promised for a day: a mitigation or an action.", simpleResolvers: true })
class RoadmapItem implements Planned {
  @Field(() => String, { description: "mitigation or action." }) kind!: "mitigation" | "action";
  @Field(() => ID, { description: "Its global id." }) id!: string;
  @Field(() => String, { description: "M-n, ACT-n, or what its source calls it." }) reference!: string;
  @Field(() => String, { description: "What is done." }) title!: string;
  @Field(() => String, { description: "Where it is shown in the console." }) url!: string;
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who does it." }) owner!: RecordOf<"Person"> | null;
  @Field(() => String, { description: "The day that is promised." }) dueOn!: string;
  @Field(() => String, { description: "The first day that was." }) firstDueOn!: string;
  @Field(() => Int, { description: "How often it was moved." }) slips!: number;
  @Field(() => Boolean, { description: "Whether it is still to come." }) open!: boolean;
  @Field(() => Int, { description: "Whole days since the day that is promised now; 0 while that lies ahead." }) overdueDays!: number;
  @Field(() => Int, { description: "Whole days after the first promise." }) daysLate!: number;
  @Field(() => [String], { description: "What it waits for: M-n." }) blockedBy!: readonly string[];
  @Field(() => String, { description: "The day to which it really computes: its own, or that of what it waits for." }) realDueOn!: string;
  teams!: readonly string[];
}

@ObjectType({ description: "What one team has promised for a quarter.", simpleResolvers: true })
class RoadmapTeam {
  @Field(() => String, { nullable: true, description: "The team; null: of who is in none." }) team!: string | null;
  @Field(() => [RoadmapItem], { description: "By the days that are promised." }) items!: readonly RoadmapItem[];
}

@ObjectType({ description: "One quarter.", simpleResolvers: true })
class RoadmapQuarter {
  @Field(() => String, { description: "As 2026-Q4." }) quarter!: string;
  @Field(() => String, { description: "Its first day." }) from!: string;
  @Field(() => [RoadmapTeam], { description: "By their names; who is in none last." }) teams!: readonly RoadmapTeam[];
}

@ObjectType({ description: "Mitigations and actions by quarter and team.", simpleResolvers: true })
class Roadmap {
  @Field(() => [RoadmapQuarter], { description: "Those with something in them, the earliest first." }) quarters!: readonly RoadmapQuarter[];
  @Field(() => Int, { description: "How many of what is shown are still to come." }) open!: number;
  @Field(() => Int, { description: "How many of these are late." }) late!: number;
  @Field(() => Int, { description: "How many were moved at least once." }) slipped!: number;
  @Field(() => Int, { description: "How many wait for something else." }) blocked!: number;
  @Field(() => Int, { description: "Actions for which no day is promised; they are not shown." }) undated!: number;
}

const teamsOf = (scope: Scope, ownerId: string | null): Pick<RoadmapItem, "owner" | "teams"> => {
  const owner = find(scope, "Person", ownerId);
  return { owner, teams: owner?.teams ?? [] };
};

function mitigationsOf(scope: Scope, today: string): readonly RoadmapItem[] {
  const rows = scope.context.readModel.mitigations.all({ asOf: scope.asOf });
  const real = realDueDates(rows);
  const names = new Map(rows.map((row) => [row.mitigationId, mitigationName(row)]));
  return rows.filter(({ status }) => status !== "givenUp").map((row) => {
    const { overdue, sinceFirst } = lateness(row, today);
    const open = row.delivered === null;
    const [riskId] = row.riskIds;
    return {
      kind: "mitigation", id: toGlobalId("Mitigation", row.id), reference: mitigationName(row), title: row.title,
      url: riskId === undefined ? "/risks" : addressOf(scope, "Risk", riskId), ...teamsOf(scope, row.ownerId), dueOn: row.dueOn,
      firstDueOn: firstPromise(row) ?? row.dueOn, slips: row.slips.length, open, overdueDays: overdue, daysLate: sinceFirst,
      blockedBy: open ? waitsFor(row, rows).flatMap((id) => names.get(id) ?? []) : [], realDueOn: real.get(row.mitigationId) ?? row.dueOn,
    };
  });
}

function actionsOf(scope: Scope, today: string): { readonly items: readonly RoadmapItem[]; readonly undated: number } {
  const rows = scope.context.readModel.actions
    .all({ filter: { viewer: scope.viewer }, asOf: scope.asOf })
    .filter(({ status }) => status !== "dropped");
  const items = rows.flatMap((row): readonly RoadmapItem[] => {
    const { dueOn } = row;
    if (dueOn === null) return [];
    const { overdue, sinceFirst } = actionLateness(row, today);
    return [
      {
        kind: "action", id: toGlobalId("Action", row.id), reference: actionName(row), title: row.title,
        url: addressOf(scope, "Action", row.id), ...teamsOf(scope, row.ownerId), dueOn, firstDueOn: firstPromise(row) ?? dueOn,
        slips: row.slips.length, open: isOpenAction(row), overdueDays: overdue, daysLate: sinceFirst, blockedBy: [], realDueOn: dueOn,
      },
    ];
  });
  return { items, undated: rows.filter((row) => row.dueOn === null && isOpenAction(row)).length };
}

/** What is to come, and what was to have come. */
@Resolver()
export class RoadmapResolver {
  @Query(() => Roadmap, { description: "Mitigations and actions by quarter and team, with their slips and what blocks them." })
  roadmap(@Args(() => RoadmapArgs) { quarters, asOf }: RoadmapArgs, @Ctx() context: ApiContext): Roadmap {
    const scope = openScope(context, asOf);
    const today = momentOf(scope).toISOString().slice(0, 10);
    const { items, undated } = actionsOf(scope, today);
    const planned = roadmap([...mitigationsOf(scope, today), ...items], today, Math.min(12, Math.max(1, quarters ?? 4)));
    const shown = new Set(planned.flatMap(({ teams }) => teams.flatMap((team) => team.items)));
    const open = [...shown].filter((item) => item.open);
    return {
      quarters: planned, open: open.length, late: open.filter(({ overdueDays }) => overdueDays > 0).length,
      slipped: open.filter(({ slips }) => slips > 0).length, blocked: open.filter(({ blockedBy }) => blockedBy.length > 0).length, undated,
    };
  }
}
