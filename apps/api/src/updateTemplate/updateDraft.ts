import "reflect-metadata";
import { filledIn, isFact, unfilled, type TemplateFacts } from "@ballast/domain/updateTemplate";
import { duration } from "@ballast/schema/words";
import { Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, nameOf } from "../graphql/records.ts";
import { momentOf, openScope } from "../graphql/scope.ts";
import { TemplateReaders } from "./updateTemplateType.ts";

@ObjectType({ description: "An update as it could be posted, for whoever posts it to read and to change.", simpleResolvers: true })
class UpdateDraft {
  @Field(() => TemplateReaders, { description: "Who reads it." }) visibility!: "internal" | "public";
  @Field(() => String, { description: "Where the incident then stands, in a word." }) state!: string;
  @Field(() => String, { description: "What it says." }) body!: string;
  @Field(() => Int, { nullable: true, description: "In how many minutes the next update is promised." })
  nextUpdateInMinutes!: number | null;
  @Field(() => [String], { description: "Facts that are not known, still in braces: a public update is refused with them." })
  missing!: readonly string[];
}

@ArgsType()
class UpdateDraftArgs extends AsOfArgs {
  @Field(() => ID, { description: "The template." }) updateTemplateId!: string;
  @Field(() => ID, { description: "The incident." }) incidentId!: string;
}

const impacts = {
  none: null, minor: "minor impact", major: "major impact", critical: "critical impact", maintenance: "maintenance",
} as const;
const listed = new Intl.ListFormat("en", { type: "conjunction" });
const listOf = (words: readonly string[]): string | null => (words.length === 0 ? null : listed.format([...new Set(words)]));

const dayAndTime = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "UTC",
});
const timeOfDay = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
/** As readers in any zone understand it; with its day where that is not today. */
const momentIn = (ms: number, now: number): string =>
  `${(Math.floor(ms / 86_400_000) === Math.floor(now / 86_400_000) ? timeOfDay : dayAndTime).format(ms)} UTC`;

function factsOf({ row, reference }: RecordOf<"Incident">, scope: Scope, nextUpdateInMinutes: number | null): TemplateFacts {
  const now = momentOf(scope).getTime();
  const began = row.startedAt === null ? null : Date.parse(row.startedAt);
  const ended = row.resolvedAt === null ? now : Date.parse(row.resolvedAt);
  const commander = row.roles.find(({ role, to }) => role === "commander" && to === null);
  const hurt = row.intervals.filter(({ endedAt }) => endedAt === null).map(({ component }) => component);
  return {
    "incident": reference, "title": row.title, "public title": row.publicTitle ?? null,
    "severity": row.severity === null ? null : `SEV${String(row.severity)}`, "impact": impacts[row.publicImpact],
    "services": listOf(row.serviceIds.map((id) => nameOf(scope, "Service", id))),
    "components": listOf(hurt.length > 0 ? hurt : row.components),
    "started": began === null ? null : momentIn(began, now),
    "lasted": began === null || ended <= began ? null : duration(ended - began),
    "commander": commander === undefined ? null : nameOf(scope, "Person", commander.personId),
    "next update": nextUpdateInMinutes === null ? null : momentIn(now + nextUpdateInMinutes * 60_000, now),
  };
}

/** Templates with the facts of an incident in their places. */
@Resolver()
export class UpdateDraftQueries {
  @Query(() => UpdateDraft, { nullable: true, description: "A template with an incident's facts in their places." })
  updateDraft(@Args(() => UpdateDraftArgs) { asOf, ...asked }: UpdateDraftArgs, @Ctx() context: ApiContext): UpdateDraft | null {
    const scope = openScope(context, asOf);
    const template = find(scope, "UpdateTemplate", idOf("UpdateTemplate", asked.updateTemplateId, ["updateTemplateId"]));
    const incident = find(scope, "Incident", idOf("Incident", asked.incidentId, ["incidentId"]));
    if (template === null || template.removed !== null || incident === null) return null;
    const { visibility, state, nextUpdateInMinutes } = template;
    const body = filledIn(template.body, factsOf(incident, scope, nextUpdateInMinutes));
    return { visibility, state, nextUpdateInMinutes, body, missing: unfilled(body).filter(isFact) };
  }
}
