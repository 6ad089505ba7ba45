import "reflect-metadata";
import { lately, standingOf } from "@ballast/domain/objective";
import {
  reportHtml, reportMarkdown, titleOf, type ReportContent, type ReportedItem, type ReportedObjective,
} from "@ballast/domain/program";
import { Rejection } from "@ballast/domain";
import { standing, type RiskStanding } from "@ballast/domain/risk";
import { minutesOf } from "@ballast/readmodel/risk";
import { ObjectType, Field } from "type-graphql";
import { LATELY, measuredOf } from "../figures/objectiveHistory.ts";
import type { Scope } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { find } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { asAnybodySees, momentOf } from "../graphql/scope.ts";
import { boardOf, expectedOf } from "./board.ts";
import { build } from "./build.ts";
import type { ProgramItem } from "./programType.ts";

const MINUTE_MS = 60_000;
export const LeadershipReportFormat = enumType(
  "LeadershipReportFormat", { options: ["md", "html"] }, "Markdown, or a page of its own that prints on one sheet.",
);

@ObjectType({
  description: "The report to the leadership, from one place in the log: made again, it is the same to the last byte.",
  simpleResolvers: true,
})
export class LeadershipReport {
  @Field(() => String, { description: "The place in the log that it is made from." }) position!: string;
  @Field(() => DateTime, { description: "The moment: when the newest event up to there was recorded." }) at!: string;
  @Field(() => String, { description: "The version of Ballast that makes it." }) build!: string;
  @Field(() => String, { description: "The report." }) text!: string;
  /** What a mail that brings it is called. */
  subject!: string;
}

const words: Readonly<Record<RiskStanding, string>> = {
  notBegun: "unmitigated", inProgress: "in progress", accepted: "accepted", done: "treated", closed: "closed",
};

const itemOf = ({ kind, title, item, scope, dueOn, before, minutes, why }: ProgramItem): ReportedItem =>
  ({ kind, title, owner: find(scope, "Person", item.ownerId)?.name ?? null, dueOn, before, minutes, why });

function objectivesOf(scope: Scope): readonly ReportedObjective[] {
  return scope.context.readModel.objectives.all({ asOf: scope.asOf }).map((row) => {
    const { known, meter } = measuredOf(scope, row.id);
    const { availability, leftMs, budgetMs, forecastGoneAt } = standingOf(row, known, meter);
    const percent = (share: number | null): number | null => (share === null ? null : 100 * share);
    return {
      name: row.name, target: row.target / 1_000, availability: percent(availability), leftMinutes: leftMs / MINUTE_MS,
      budgetMinutes: budgetMs / MINUTE_MS, goneBy: forecastGoneAt === null ? null : new Date(forecastGoneAt).toISOString(),
      lately: LATELY.map((days) => ({ days, availability: percent(lately(meter, known.now, days).availability) })),
    };
  });
}

function treatments(scope: Scope): readonly (readonly [string, number])[] {
  const open = scope.context.readModel.risks.all({ filter: { open: true }, asOf: scope.asOf });
  return [...Map.groupBy(open, standing)]
    .map(([stands, risks]) => [words[stands], risks.reduce((sum, risk) => sum + (minutesOf(risk) ?? 0), 0)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/**
 * The report from a place in the log, as anybody may know of it: the same whoever asks, and whenever.
 * @throws Rejection NOT_ALLOWED for a token that is limited to some services, INVALID_INPUT before anything was recorded
 */
export function leadershipReport({ context, principal }: Scope, position: string, format: "md" | "html"): LeadershipReport {
  if (principal.serviceIds !== null)
    throw new Rejection("NOT_ALLOWED", "This token is limited to some services; the report is about the whole program.");
  if (context.readModel.history.recordedAt(position) === null)
    throw new Rejection("INVALID_INPUT", `nothing was recorded up to position ${position}`, ["position"]);
  const scope = asAnybodySees({ context, principal, asOf: { position } });
  const { colour, because, changed, decisions, slipped, overdue } = boardOf(scope);
  const { total, budget } = expectedOf(scope);
  const at = momentOf(scope).toISOString();
  const content: ReportContent = {
    position, at, timeZone: scope.context.readModel.programSettings.timeZone(scope.asOf), build, colour, because,
    changed: changed.map((one) => one.words), objectives: objectivesOf(scope),
    expected: { total, budget, byTreatment: treatments(scope) }, decisions: decisions.map(itemOf), slipped: slipped.map(itemOf),
    overdue: overdue.length,
  };
  return {
    position, at, build, text: format === "md" ? reportMarkdown(content) : reportHtml(content), subject: `${titleOf(content)}: ${colour}`,
  };
}
