import "reflect-metadata";
import type { Stored } from "@ballast/readmodel";
import type { ProgramRow } from "@ballast/readmodel/program";
import { Args, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { oncePerScope, openScope } from "../graphql/scope.ts";

@ObjectType({ implements: RecordNode, description: "How the availability program is set up.", simpleResolvers: true })
export class ProgramSettings extends RecordNode {
  @Field(() => String, { description: "Whose clock says when its weeks begin, and which days stand in its report." }) timeZone!: string;
  @Field(() => Boolean, { description: "Whether you get the report of each week." }) subscribed!: boolean;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<ProgramRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly ProgramSettings: ProgramSettings;
  }
}

/** A row for GraphQL. */
export const toProgramSettings = (row: Stored<ProgramRow>, scope: Scope): ProgramSettings => ({
  ...recordNode("ProgramSettings", row.id, scope), timeZone: row.timeZone,
  subscribed: row.readerIds.includes(scope.principal.person.id), revision: row.revision, row,
});

export const programSettingsById = oncePerScope((scope, id): ProgramSettings | null => {
  const row = scope.context.readModel.programSettings.get(id, scope.asOf);
  return row === undefined ? null : toProgramSettings(row, scope);
});

/** How the program is set up. */
@Resolver(() => ProgramSettings)
export class ProgramSettingsResolver {
  @FieldResolver(() => [typeNamed("Person")], { description: "Who gets the report of each week, in the order in which they came." })
  readers(@Root() { row, scope }: ProgramSettings): readonly RecordOf<"Person">[] {
    return row.readerIds.flatMap((id) => find(scope, "Person", id) ?? []);
  }

  @Query(() => ProgramSettings, {
    nullable: true, description: "How the program is set up; null until somebody has said: it goes by UTC then, and nobody is sent its report.",
  })
  programSettings(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): ProgramSettings | null {
    const scope = openScope(context, asOf);
    const row = context.readModel.programSettings.found(scope.asOf);
    return row === undefined ? null : toProgramSettings(row, scope);
  }
}
