import "reflect-metadata";
import { isOpenSitting } from "@ballast/domain/forum";
import type { ForumKind as Kind } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { openScope, reaches } from "../graphql/scope.ts";
import { agendaOf, toDueItems } from "./agenda.ts";
import { findingsBehind, findingsOf } from "./findings.ts";
import {
  DueItem, Finding, Forum, forumById, ForumKind, Sitting, sittingById, SittingDecision, sittingsOf, toForum, toSitting,
} from "./forumType.ts";

@ArgsType()
class ForumsArgs extends AsOfArgs {
  @Field(() => ForumKind, { nullable: true, description: "Those that look at this; all unless told." }) kind?: Kind | null;
  @Field(() => Boolean, { nullable: true, description: "Those that were ended as well." }) ended?: boolean | null;
}

@ArgsType()
class ForumArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

@ArgsType()
class SittingsArgs {
  @Field(() => Int, { nullable: true, description: "At most so many; 20 unless told, 200 at most." }) first?: number | null;
}

const known = <Row>(rows: readonly (Row | null)[]): readonly Row[] => rows.filter((row) => row !== null);

/** Series of reviews. */
@Resolver(() => Forum)
export class ForumResolver {
  @FieldResolver(() => [typeNamed("Service")], { description: "Services that it is about; empty: all of them." })
  services(@Root() { row, scope }: Forum): readonly RecordOf<"Service">[] {
    return known(row.serviceIds.map((id) => find(scope, "Service", id)));
  }

  @FieldResolver(() => typeNamed("Person"), { description: "Who answers for it." })
  owner(@Root() { row, scope }: Forum): RecordOf<"Person"> {
    return namedRecord(scope, "Person", row.ownerId);
  }

  @FieldResolver(() => [typeNamed("Person")], { description: "Who takes part." })
  participants(@Root() { row, scope }: Forum): readonly RecordOf<"Person">[] {
    return known(row.participantIds.map((id) => find(scope, "Person", id)));
  }

  @FieldResolver(() => Sitting, { nullable: true, description: "The one that is to be held next, or goes on; null where none is open." })
  open(@Root() { key, scope }: Forum): Sitting | null {
    const row = sittingsOf(scope, key).filter(isOpenSitting).at(-1);
    return row === undefined ? null : toSitting(row, scope);
  }

  @FieldResolver(() => [Sitting], { description: "Its reviews, the latest first." })
  sittings(@Root() { key, scope }: Forum, @Args(() => SittingsArgs) { first }: SittingsArgs): readonly Sitting[] {
    return sittingsOf(scope, key).slice(0, Math.min(Math.max(first ?? 20, 0), 200)).map((row) => toSitting(row, scope));
  }

  @Query(() => [Forum], { description: "Series of reviews, by their titles." })
  forums(@Args(() => ForumsArgs) { kind, ended, asOf }: ForumsArgs, @Ctx() context: ApiContext): readonly Forum[] {
    const scope = openScope(context, asOf);
    return context.readModel.forums
      .all({ kind: kind ?? undefined, ended: ended ?? false, asOf: scope.asOf })
      .filter(({ serviceIds }) => reaches(scope, serviceIds))
      .map((row) => toForum(row, scope));
  }

  @Query(() => Forum, { nullable: true, description: "One series of reviews." })
  forum(@Args(() => ForumArgs) { id, asOf }: ForumArgs, @Ctx() context: ApiContext): Forum | null {
    return forumById(openScope(context, asOf), idOf("Forum", id, ["id"]));
  }

  @Query(() => Sitting, { nullable: true, description: "One review of a series." })
  sitting(@Args(() => ForumArgs) { id, asOf }: ForumArgs, @Ctx() context: ApiContext): Sitting | null {
    return sittingById(openScope(context, asOf), idOf("Sitting", id, ["id"]));
  }
}

/** Each of them. */
@Resolver(() => Sitting)
export class SittingResolver {
  @FieldResolver(() => Forum, { description: "The series that it is of." })
  forum(@Root() { row, scope }: Sitting): Forum {
    return namedRecord(scope, "Forum", row.forumId);
  }

  @FieldResolver(() => [DueItem], {
    description:
      "What it talks of: what is due, as of now while it is prepared, as of its beginning once it has begun. What the reader may not know of is left out.",
  })
  agenda(@Root() { row, scope }: Sitting): readonly DueItem[] {
    return toDueItems(scope, agendaOf(scope, row));
  }

  @FieldResolver(() => [typeNamed("Person")], { description: "Who was there." })
  attended(@Root() { row, scope }: Sitting): readonly RecordOf<"Person">[] {
    return known(row.attended.map((id) => find(scope, "Person", id)));
  }

  @FieldResolver(() => [SittingDecision], { description: "What was decided, oldest first." })
  decisions(@Root() { row, scope }: Sitting): readonly SittingDecision[] {
    const at = new Map(Object.entries(row.decided));
    return row.decisions.map(({ decisionId, text, reason, decidedBy, itemId, undone }) => ({
      id: decisionId, text, reason, by: find(scope, "Person", decidedBy), at: at.get(decisionId) ?? null, itemId, undone,
    }));
  }

  @FieldResolver(() => [Finding], { description: "What was found, oldest first." })
  findings(@Root() sitting: Sitting): readonly Finding[] {
    return findingsOf(sitting);
  }
}

/** The finding that a risk came of. */
@Resolver(() => typeNamed("Risk"))
export class RiskFindingsResolver {
  @FieldResolver(() => [Finding], { description: "Findings of reviews that it carries on." })
  findings(@Root() { key, scope }: RecordOf<"Risk">): readonly Finding[] {
    return findingsBehind(scope, key);
  }
}

/** The finding that an action came of. */
@Resolver(() => typeNamed("Action"))
export class ActionFindingsResolver {
  @FieldResolver(() => [Finding], { description: "Findings of reviews that it carries on." })
  findings(@Root() { key, scope }: RecordOf<"Action">): readonly Finding[] {
    return findingsBehind(scope, key);
  }
}
