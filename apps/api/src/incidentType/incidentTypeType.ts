import "reflect-metadata";
import { isOffered } from "@ballast/domain/incidentType";
import type { Stored } from "@ballast/readmodel";
import type { IncidentTypeRow } from "@ballast/readmodel/incidentType";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, openScope } from "../graphql/scope.ts";
import { serviceNamed } from "../graphql/serviceName.ts";
import { IncidentTypeRole, Shortcut } from "../graphql/typeParts.ts";

@ObjectType({ description: "Something to do in every incident of a type.", simpleResolvers: true })
class ChecklistStep {
  @Field(() => String, { description: "What is to be done." }) text!: string;
  @Field(() => String, { description: "Who usually does it; empty where that is not said." }) who!: string;
}

@ObjectType({
  implements: RecordNode, description: "What incidents of a kind have: roles, a checklist, a place to talk.", simpleResolvers: true,
})
export class IncidentType extends RecordNode {
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => [IncidentTypeRole], { description: "Its roles, beside those that every incident has." })
  roles!: readonly IncidentTypeRole[];
  @Field(() => [ChecklistStep], { description: "What is to be done in each." }) checklist!: readonly ChecklistStep[];
  @Field(() => [Shortcut], { description: "What to have at hand: runbooks, principles." }) links!: readonly Shortcut[];
  @Field(() => String, { nullable: true, description: "Where responders talk; `{{incident}}` stands where the number comes." })
  conferenceLink!: string | null;
  @Field(() => [Int], { description: "Severities for which it is offered; none: for each." }) severities!: readonly number[];
  @Field(() => DateTime, { description: "When it was written last." }) writtenAt!: string;
  @Field(() => String, { nullable: true, description: "Why it was removed; null: it was not." }) removed!: string | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<IncidentTypeRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly IncidentType: IncidentType;
  }
}

/** A row for GraphQL. */
export const toIncidentType = (row: Stored<IncidentTypeRow>, scope: Scope): IncidentType => ({
  ...recordNode("IncidentType", row.id, scope), name: row.name, roles: row.roles, checklist: row.checklist, links: row.links,
  conferenceLink: row.conferenceLink, severities: row.severities, writtenAt: row.writtenAt, removed: row.removed, revision: row.revision,
  row,
});

/** The type with this id, removed ones too. */
export const incidentTypeById = oncePerScope((scope, id): IncidentType | null => {
  const row = scope.context.readModel.incidentTypes.get(id, scope.asOf);
  return row === undefined ? null : toIncidentType(row, scope);
});

@ArgsType()
class IncidentTypeArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

@ArgsType()
class OfferedTypesArgs extends AsOfArgs {
  @Field(() => Int, { nullable: true, description: "Only those that are offered for this severity." }) severity?: number | null;
  @Field(() => [String], { nullable: true, description: "Only those that are offered for one of these services, by slug or id." })
  services?: readonly string[] | null;
}

/** Types of incidents. */
@Resolver(() => IncidentType)
export class IncidentTypeQueries {
  @Query(() => [IncidentType], { description: "Types of incidents, by name." })
  incidentTypes(
    @Args(() => OfferedTypesArgs) { asOf, severity, services }: OfferedTypesArgs, @Ctx() context: ApiContext,
  ): readonly IncidentType[] {
    const scope = openScope(context, asOf);
    const types = context.readModel.incidentTypes.all(scope.asOf);
    const serviceIds = services?.flatMap((given) => serviceNamed(given)?.serviceId ?? []) ?? null;
    return types
      .filter((type) => isOffered(type, { severity: severity ?? null, serviceIds: serviceIds ?? type.serviceIds }))
      .map((row) => toIncidentType(row, scope));
  }

  @Query(() => IncidentType, { nullable: true, description: "One type of incidents." })
  incidentType(@Args(() => IncidentTypeArgs) { id, asOf }: IncidentTypeArgs, @Ctx() context: ApiContext): IncidentType | null {
    return incidentTypeById(openScope(context, asOf), idOf("IncidentType", id, ["id"]));
  }

  @FieldResolver(() => [typeNamed("Service")], { description: "Services for which it is offered; none: for each." })
  services(@Root() { scope, row }: IncidentType): readonly RecordOf<"Service">[] {
    return row.serviceIds.flatMap((id) => find(scope, "Service", id) ?? []);
  }
}
