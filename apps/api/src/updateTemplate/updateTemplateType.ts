import "reflect-metadata";
import { templateFacts } from "@ballast/domain/updateTemplate";
import type { Stored } from "@ballast/readmodel";
import type { UpdateTemplateRow } from "@ballast/readmodel/updateTemplate";
import { Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, registerEnumType, Resolver } from "type-graphql";
import type { ApiContext, Scope } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, openScope } from "../graphql/scope.ts";

export const TemplateReaders = { internal: "internal", public: "public" } as const;
registerEnumType(TemplateReaders, { name: "TemplateReaders", description: "Who reads what starts from a template." });

@ObjectType({
  implements: RecordNode, description: "What an update may start from, with places for facts of the incident.", simpleResolvers: true,
})
class UpdateTemplate extends RecordNode {
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => TemplateReaders, { description: "Who reads what starts from it." }) visibility!: "internal" | "public";
  @Field(() => String, { description: "Where an incident then stands, in a word." }) state!: string;
  @Field(() => String, { description: "What it says; facts come where braces are." }) body!: string;
  @Field(() => Int, { nullable: true, description: "In how many minutes the next update is promised." })
  nextUpdateInMinutes!: number | null;
  @Field(() => DateTime, { description: "When it was written last." }) writtenAt!: string;
  @Field(() => String, { nullable: true, description: "Why it was removed; null: it was not." }) removed!: string | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<UpdateTemplateRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly UpdateTemplate: UpdateTemplate;
  }
}

@ObjectType({ description: "A fact that may stand in a template, between two pairs of braces.", simpleResolvers: true })
class TemplateFact {
  @Field(() => String, { description: "What it is called: started." }) name!: string;
  @Field(() => String, { description: "What comes in its place." }) says!: string;
  @Field(() => Boolean, { description: "Whether customers may read it." }) isPublic!: boolean;
}

/** A row for GraphQL. */
export const toUpdateTemplate = (row: Stored<UpdateTemplateRow>, scope: Scope): UpdateTemplate => ({
  ...recordNode("UpdateTemplate", row.id, scope), name: row.name, visibility: row.visibility, state: row.state, body: row.body,
  nextUpdateInMinutes: row.nextUpdateInMinutes, writtenAt: row.writtenAt, removed: row.removed, revision: row.revision, row,
});

/** The template with this id, removed ones too. */
export const updateTemplateById = oncePerScope((scope, id): UpdateTemplate | null => {
  const row = scope.context.readModel.updateTemplates.get(id, scope.asOf);
  return row === undefined ? null : toUpdateTemplate(row, scope);
});

@ArgsType()
class UpdateTemplateArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

/** What updates may start from. */
@Resolver()
export class UpdateTemplateQueries {
  @Query(() => [UpdateTemplate], { description: "What updates may start from, by name." })
  updateTemplates(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly UpdateTemplate[] {
    const scope = openScope(context, asOf);
    return context.readModel.updateTemplates.all(scope.asOf).map((row) => toUpdateTemplate(row, scope));
  }

  @Query(() => UpdateTemplate, { nullable: true, description: "One template of updates." })
  updateTemplate(@Args(() => UpdateTemplateArgs) { id, asOf }: UpdateTemplateArgs, @Ctx() context: ApiContext): UpdateTemplate | null {
    return updateTemplateById(openScope(context, asOf), idOf("UpdateTemplate", id, ["id"]));
  }

  @Query(() => [TemplateFact], { description: "What may stand between the braces of a template." })
  templateFacts(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly TemplateFact[] {
    openScope(context, asOf);
    return Object.entries(templateFacts).map(([name, fact]) => ({ name, ...fact }));
  }
}
