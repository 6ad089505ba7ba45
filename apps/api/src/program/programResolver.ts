import "reflect-metadata";
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { boardOf } from "./board.ts";
import { Program, ProgramItem } from "./programType.ts";

/** The program's board. */
@Resolver()
export class ProgramResolver {
  @Query(() => Program, {
    description: "How the program stands: its colour by written triggers, what needs a decision, slips, what is blocked.",
  })
  program(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): Program {
    return boardOf(openScope(context, asOf));
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
