import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import { placeOf as madeFrom } from "@ballast/readmodel/program";
import { Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { Pdf, pdfOf } from "../graphql/pdf.ts";
import { openScope } from "../graphql/scope.ts";
import { boardOf } from "./board.ts";
import { LeadershipReport, leadershipReport, LeadershipReportFormat } from "./leadershipReport.ts";
import { Program, ProgramItem } from "./programType.ts";
import { toWeeklyReport, WeeklyReport } from "./reportType.ts";

@ArgsType()
class LeadershipReportArgs extends AsOfArgs {
  @Field(() => LeadershipReportFormat, { nullable: true, description: "Markdown unless told." }) format?: "md" | "html" | null;
}

@ArgsType()
class FirstArgs {
  @Field(() => Int, { nullable: true, description: "How many at most; all unless told." }) first?: number | null;
}

/** The first of them, as many as are asked for: of thousands a view shows some. */
const firstOf = <Item>(items: readonly Item[], { first }: FirstArgs): readonly Item[] =>
  first === undefined || first === null ? items : items.slice(0, Math.max(0, first));

/** The place in the log that is asked for: that of the last week's report unless told, and now where there is none yet. */
function placeOf({ asOf, context: { readModel } }: Scope): string {
  if (asOf === undefined) {
    const [last] = readModel.weeklyReports.all();
    return last === undefined ? readModel.status().position : madeFrom(last);
  }
  if ("position" in asOf) return asOf.position;
  if ("recordedAt" in asOf) return readModel.history.positionAt(asOf.recordedAt);
  throw new Rejection("INVALID_INPUT", "the report is made from a place in the log: give a position, or when it was recorded", ["asOf"]);
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
    description:
      "The report to the leadership, made from one place in the log, that of the last week's report unless told: the same whenever it is made.",
  })
  leadershipReport(
    @Args(() => LeadershipReportArgs) { asOf, format }: LeadershipReportArgs,
    @Ctx() context: ApiContext,
  ): LeadershipReport {
    const scope = openScope(context, asOf);
    return leadershipReport(scope, placeOf(scope), format ?? "md");
  }

  @Query(() => Pdf, { description: "The same as PDF, the same bytes whenever it is made by the same Chromium." })
  async leadershipReportPdf(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): Promise<Pdf> {
    const scope = openScope(context, asOf);
    const { at, text } = leadershipReport(scope, placeOf(scope), "html");
    return pdfOf(context, `leadership-${at.slice(0, 10)}`, { html: text, at });
  }

  @Query(() => [WeeklyReport], { description: "The reports of the weeks, the newest first." })
  weeklyReports(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly WeeklyReport[] {
    const scope = openScope(context, asOf);
    return context.readModel.weeklyReports.all(scope.asOf).map((row) => toWeeklyReport(row, scope));
  }
}

/** What people promised or have to decide. */
@Resolver(() => Program)
export class ProgramListsResolver {
  @FieldResolver(() => [ProgramItem], { description: "What needs a decision, what hangs most on first." })
  decisions(@Root() { decisions }: Program, @Args(() => FirstArgs) args: FirstArgs): readonly ProgramItem[] {
    return firstOf(decisions, args);
  }

  @FieldResolver(() => [ProgramItem], { description: "Promises that were moved, the dearest first." })
  slipped(@Root() { slipped }: Program, @Args(() => FirstArgs) args: FirstArgs): readonly ProgramItem[] {
    return firstOf(slipped, args);
  }

  @FieldResolver(() => [ProgramItem], { description: "What waits for something else." })
  blocked(@Root() { blocked }: Program, @Args(() => FirstArgs) args: FirstArgs): readonly ProgramItem[] {
    return firstOf(blocked, args);
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
