import "reflect-metadata";
import type { Stored } from "@ballast/readmodel";
import { placeOf, type ReportRow } from "@ballast/readmodel/program";
import { Field, ObjectType } from "type-graphql";
import type { Scope } from "../graphql/context.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope } from "../graphql/scope.ts";

@ObjectType({ implements: RecordNode, description: "That a week's report was made, and what it is about.", simpleResolvers: true })
export class WeeklyReport extends RecordNode {
  @Field(() => String, { description: "The Monday of its week." }) monday!: string;
  @Field(() => DateTime, { description: "When it was made." }) at!: string;
  @Field(() => String, { description: "The place in the log that it is about: give it to `leadershipReport` to make it again." })
  position!: string;
  @Field(() => String, { description: "The version of Ballast that the week was made with." }) build!: string;
  row!: Stored<ReportRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly WeeklyReport: WeeklyReport;
  }
}

/** A row for GraphQL. */
export const toWeeklyReport = (row: Stored<ReportRow>, scope: Scope): WeeklyReport => {
  const { monday, at, build } = row;
  return { ...recordNode("WeeklyReport", row.id, scope), monday, at, build, position: placeOf(row), row };
};

export const weeklyReportById = oncePerScope((scope, id): WeeklyReport | null => {
  const row = scope.context.readModel.weeklyReports.get(id, scope.asOf);
  return row === undefined ? null : toWeeklyReport(row, scope);
});
