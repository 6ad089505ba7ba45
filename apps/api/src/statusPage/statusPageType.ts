import "reflect-metadata";
import { weightsOf } from "@ballast/domain/statusPage";
import type { Stored } from "@ballast/readmodel";
import type { StatusPageRow } from "@ballast/readmodel/statusPage";
import { componentStatus, countingRules, type ComponentStatus } from "@ballast/schema";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, reaches, type Scope } from "../graphql/scope.ts";

export const ComponentStatusEnum = enumType(
  "ComponentStatus", componentStatus, "How a component of a status page does, as its readers see it.",
);
export const CountingRuleName = enumType(
  "CountingRuleName", { options: countingRules },
  "How a status page counts: `statuspage` (an outage of a part is 30 %, a slow time none), `incidentio` (an outage of a part is whole), or its own weights.",
);
export const MaintenanceCounts = enumType(
  "MaintenanceCounts", { options: ["up", "leftOut"] }, "Whether maintenance counts as time that works, or is left out.",
);

@ObjectType({ description: "How much of a time counts as down, by how bad it was.", simpleResolvers: true })
export class CountingRule {
  @Field(() => CountingRuleName, { description: "What it is called." }) name!: StatusPageRow["rule"]["name"];
  @Field(() => Float, { description: "Of a slow time, percent." }) degradedPercent!: number;
  @Field(() => Float, { description: "Of an outage of a part, percent." }) partialOutagePercent!: number;
  @Field(() => Float, { description: "Of an outage, percent." }) majorOutagePercent!: number;
  @Field(() => MaintenanceCounts, { description: "What becomes of maintenance." }) maintenance!: StatusPageRow["rule"]["maintenance"];
}

@ObjectType({ description: "A heading over components.", simpleResolvers: true })
export class StatusPageGroup {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => String, { description: "A sentence under it; may be empty." }) about!: string;
}

@ObjectType({ description: "Time without an incident over so many days, by the page's rule.", simpleResolvers: true })
export class TimeUp {
  @Field(() => Int, { description: "Over how many days up to now." }) days!: number;
  @Field(() => String, { nullable: true, description: "Percent, as it is shown; null: nothing was observed." }) percent!: string | null;
  @Field(() => String, {
    nullable: true, description: "Percent as published before times were corrected.",
  }) publishedPercent!: string | null;
  @Field(() => Float, { description: "Minutes that the rule counts as down." }) countedMinutes!: number;
}

@ObjectType({ description: "What readers call a service, or a component of one.", simpleResolvers: true })
export class StatusPageComponent {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => String, { description: "What readers call it." }) name!: string;
  @Field(() => String, { description: "Beside the name; may be empty." }) about!: string;
  @Field(() => ID, { nullable: true, description: "The heading it stands under." }) groupId!: string | null;
  @Field(() => typeNamed("Service"), { nullable: true, description: "What it is of." }) service!: RecordOf<"Service"> | null;
  @Field(() => ID, { description: "Id of what it is of." }) serviceId!: string;
  @Field(() => String, { nullable: true, description: "The component as incidents name it; null: all of the service." }) component!:
    string | null;
  @Field(() => DateTime, { nullable: true, description: "Since when it is told of; null: since its service is observed." }) startedAt!:
    string | null;
  @Field(() => Boolean, { description: "Shown only while it does not work." }) onlyWhenHurt!: boolean;
  @Field(() => String, { nullable: true, description: "A sentence that stands beside it." }) notice!: string | null;
  @Field(() => ComponentStatusEnum, { description: "How it does." }) status!: ComponentStatus;
  @Field(() => String, { nullable: true, description: "Why a person says how it does; null: its incidents say it." }) heldReason!:
    string | null;
  @Field(() => [TimeUp], { description: "Over 7, 30, 90 and 365 days." }) uptime!: readonly TimeUp[];
}

@ObjectType({ implements: RecordNode, description: "A page on which the public reads how things are.", simpleResolvers: true })
export class StatusPage extends RecordNode {
  @Field(() => String, { description: "Its name in addresses." }) slug!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => String, { description: "A sentence under the name; may be empty." }) about!: string;
  @Field(() => String, { description: "Whose clock it goes by, as `Europe/Zagreb`." }) timeZone!: string;
  @Field(() => String, { description: "Its language, as `en`." }) language!: string;
  @Field(() => CountingRule, { description: "How it counts." }) rule!: CountingRule;
  @Field(() => String, { nullable: true, description: "Its picture." }) logoUrl!: string | null;
  @Field(() => String, { nullable: true, description: "Where readers reach it when it stands elsewhere." }) address!: string | null;
  @Field(() => String, { description: "Where this server shows it." }) path!: string;
  @Field(() => [StatusPageGroup], { description: "Its headings, in their order." }) groups!: readonly StatusPageGroup[];
  @Field(() => String, { nullable: true, description: "Why it is not shown any more; null while it is." }) retired!: string | null;
  @Field(() => DateTime, { description: "When it was defined." }) definedAt!: string;
  @Field(() => DateTime, { description: "Since when it is as it is." }) changedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<StatusPageRow>;
}

/** Whether a scope may know of it: a token may be limited to some services. What nobody is on yet is everybody's. */
export const mayReadStatusPage = (scope: Scope, { components }: Pick<StatusPageRow, "components">): boolean =>
  components.length === 0 || reaches(scope, components.map(({ serviceId }) => serviceId));

/** A row for GraphQL. */
export function toStatusPage(row: Stored<StatusPageRow>, scope: Scope): StatusPage {
  const { slug, name, about, timeZone, language, rule, logoUrl, address, groups, retired, definedAt, changedAt, revision } = row;
  const [degradedPercent = 0, partialOutagePercent = 0, majorOutagePercent = 0] = weightsOf(rule);
  return {
    ...recordNode("StatusPage", row.id, scope), slug, name, about, timeZone, language, logoUrl, address, retired, definedAt, changedAt,
    revision, row, path: `/status/${slug}`,
    rule: { name: rule.name, degradedPercent, partialOutagePercent, majorOutagePercent, maintenance: rule.maintenance },
    groups: groups.map(({ groupId, ...group }) => ({ id: groupId, name: group.name, about: group.about })),
  };
}

/** The page with this id, if there is one that the scope may know of. */
export const statusPageById = oncePerScope((scope, id): StatusPage | null => {
  const row = scope.context.readModel.statusPages.get(id, scope.asOf);
  return row === undefined || !mayReadStatusPage(scope, row) ? null : toStatusPage(row, scope);
});
