import "reflect-metadata";
import { Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { boardOf } from "./board.ts";
import { LeadershipReport, leadershipReport, LeadershipReportFormat } from "./leadershipReport.ts";
import { Program, ProgramItem } from "./programType.ts";
import { toWeeklyReport, WeeklyReport } from "./reportType.ts";

@ArgsType()
class LeadershipReportArgs {
  @Field(() => String, {
    nullable: true, description: "A place in the log; that of the last week's report unless told, and now where there is none yet.",
  })
  position?: string | null;
  @Field(() => LeadershipReportFormat, { nullable: true, description: "Markdown unless told." }) format?: "md" | "html" | null;
}

/** The program's board. */
@Resolver()
export class ProgramResolver {
  @Query(() => Program, {
    description: "How the program stands: its colour by written triggers, what needs a decision, slips, what is blocked.",
  })
  program(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): Program {
    return boardOf(openScope(context, asOf));
  }

  @Query(() => LeadershipReport, {
    description: "The report to the leadership, made from one place in the log: the same whenever it is made.",
  })
  leadershipReport(
    @Args(() => LeadershipReportArgs) { position, format }: LeadershipReportArgs,
    @Ctx() context: ApiContext,
  ): LeadershipReport {
    const scope = openScope(context, position ? { position } : null);
    const { weeklyReports, status } = context.readModel;
    return leadershipReport(scope, position ?? weeklyReports.all()[0]?.position ?? status().position, format ?? "md");
  }

  @Query(() => [WeeklyReport], { description: "The reports of the weeks, the newest first." })
  weeklyReports(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly WeeklyReport[] {
    const scope = openScope(context, asOf);
    return context.readModel.weeklyReports.all(scope.asOf).map((row) => toWeeklyReport(row, scope));
  }
}

/** Who answers for what stands on the board. */
@Resolver(() => ProgramItem)
export class ProgramItemResolver {
  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who answers for it." })
  owner(@Root() { item, scope }: ProgramItem): RecordOf<"Person"> | null {
    return find(scope, "Person", item.ownerId);
  }
}
