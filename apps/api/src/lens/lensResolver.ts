import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import { type AnswerStanding as Standing } from "@ballast/domain/lens";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from "type-graphql";
import { ActorType, toActor } from "../events/actorType.ts";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { openScope } from "../graphql/scope.ts";
import {
  AnswerStanding, Assessment, assessmentById, Lens, lensById, LensProgress, LensQuestion, progressOf, questionsOf, standingsOf,
  toAssessment, toLens,
} from "./lensType.ts";

@ArgsType()
class LensesArgs extends AsOfArgs {
  @Field(() => Boolean, { nullable: true, description: "Those that were retired as well." }) retired?: boolean | null;
}

@ArgsType()
class LensArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

@ArgsType()
class AssessmentsArgs extends AsOfArgs {
  @Field(() => ID, { nullable: true, description: "Those of this lens." }) lens?: string | null;
  @Field(() => ID, { nullable: true, description: "Those about this service." }) service?: string | null;
  @Field(() => ID, { nullable: true, description: "Those of this series of reviews." }) forum?: string | null;
}

@ArgsType()
class ChangesArgs {
  @Field(() => ID, { nullable: true, description: "The milestone to compare with; the last one unless told." }) since?: string | null;
}

@ObjectType({ description: "A question of a lens, with what is answered.", simpleResolvers: true })
class AssessedQuestion {
  @Field(() => LensQuestion, { description: "What is asked." }) question!: LensQuestion;
  @Field(() => AnswerStanding, { description: "How the answer stands." }) standing!: Standing;
  @Field(() => [ID], { description: "Choices that are made." }) choiceIds!: readonly string[];
  @Field(() => String, { description: "What was said with it." }) note!: string;
  @Field(() => String, {
    nullable: true, description: "Why the question does not apply; null where it does.",
  }) notApplicable!: string | null;
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who answered it last." }) answeredBy!: RecordOf<"Person"> | null;
  @Field(() => DateTime, { nullable: true, description: "When." }) answeredAt!: string | null;
  @Field(() => typeNamed("Risk"), { nullable: true, description: "The risk that carries what the answer says." }) risk!:
    RecordOf<"Risk"> | null;
}

@ObjectType({ description: "A pillar of a lens, with what is answered.", simpleResolvers: true })
class AssessedPillar {
  @Field(() => ID, { description: "Its id in the lens." }) id!: string;
  @Field(() => String, { description: "What it is about." }) name!: string;
  @Field(() => LensProgress, { description: "How it stands." }) progress!: LensProgress;
  @Field(() => [AssessedQuestion], { description: "Its questions, in the order of the lens." }) questions!: readonly AssessedQuestion[];
}

@ObjectType({ description: "The answers as they were at a place of the log.", simpleResolvers: true })
class AssessmentMilestone {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => DateTime, { description: "When it was set." }) at!: string;
  @Field(() => ActorType, { description: "By whom." }) by!: ActorType;
  @Field(() => String, { description: "Where it stands in the log: `asOf: {position}` shows everything as it was." }) position!: string;
  @Field(() => LensProgress, { description: "How the answers stood then." }) progress!: LensProgress;
}

@ObjectType({ description: "A question that stands otherwise than at a milestone.", simpleResolvers: true })
class AnswerChange {
  @Field(() => ID, { description: "Its id in the lens." }) questionId!: string;
  @Field(() => String, { description: "The question." }) title!: string;
  @Field(() => AnswerStanding, { nullable: true, description: "How it stood then; null where the lens did not ask it." }) before!:
    Standing | null;
  @Field(() => AnswerStanding, { nullable: true, description: "How it stands now; null where the lens does not ask it any more." }) after!:
    Standing | null;
}

/** How every question stood at a place of the log, with its title. */
function standingsAt(scope: Scope, assessment: Assessment, position: string) {
  const then: Scope = { ...scope, asOf: { position } };
  const [row, lens] = [assessmentById(then, assessment.row.id), lensById(then, assessment.row.lensId)];
  const questions = lens === null ? [] : questionsOf(lens.row);
  return {
    titles: new Map(questions.map(({ id, title }) => [id, title])), standings: row === null ? null : standingsOf(questions, row.row),
  };
}

/** Lenses, and what is answered to them. */
@Resolver(() => Assessment)
export class AssessmentResolver {
  @FieldResolver(() => Lens, { description: "What asks." })
  lens(@Root() { row, scope }: Assessment): Lens {
    return namedRecord(scope, "Lens", row.lensId);
  }

  @FieldResolver(() => typeNamed("Service"), { nullable: true, description: "The service that it is about." })
  service(@Root() { row, scope }: Assessment): RecordOf<"Service"> | null {
    return find(scope, "Service", row.serviceId);
  }

  @FieldResolver(() => typeNamed("Forum"), { nullable: true, description: "The series of reviews that answers it." })
  forum(@Root() { row, scope }: Assessment): RecordOf<"Forum"> | null {
    return find(scope, "Forum", row.forumId);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who answers for it." })
  owner(@Root() { row, scope }: Assessment): RecordOf<"Person"> | null {
    return find(scope, "Person", row.ownerId);
  }

  @FieldResolver(() => [AssessedPillar], { description: "What is asked and answered, by pillars." })
  pillars(@Root() { row, scope }: Assessment): readonly AssessedPillar[] {
    const lens = namedRecord(scope, "Lens", row.lensId);
    const standings = standingsOf(questionsOf(lens.row), row);
    const answers = new Map(row.answers.map((answer) => [answer.questionId, answer]));
    const answeredAt = new Map(row.answeredAt.map(({ questionId, at }) => [questionId, at]));
    const risks = new Map(row.risks.map(({ questionId, riskId }) => [questionId, riskId]));
    return lens.row.pillars.map(({ id, name, questions }) => ({
      id, name, progress: progressOf(questions.map((question) => standings.get(question.id) ?? "unanswered")),
      questions: questions.map((question) => {
        const answer = answers.get(question.id);
        return {
          question, standing: standings.get(question.id) ?? "unanswered", choiceIds: answer?.choiceIds ?? [], note: answer?.note ?? "",
          notApplicable: answer?.notApplicable ?? null, answeredBy: find(scope, "Person", answer?.answeredBy),
          answeredAt: answeredAt.get(question.id) ?? null, risk: find(scope, "Risk", risks.get(question.id)),
        };
      }),
    }));
  }

  @FieldResolver(() => [AssessmentMilestone], { description: "Milestones, oldest first." })
  milestones(@Root() assessment: Assessment): readonly AssessmentMilestone[] {
    const { row, scope } = assessment;
    const places = new Map(row.places.map((place) => [place.milestoneId, place]));
    return row.milestones.flatMap(({ milestoneId, name }) => {
      const place = places.get(milestoneId);
      if (place === undefined) return [];
      const { at, by, position } = place;
      const { standings } = standingsAt(scope, assessment, position);
      return [{ id: milestoneId, name, at, by: toActor(by), position, progress: progressOf(standings?.values() ?? []) }];
    });
  }

  @FieldResolver(() => [AnswerChange], { description: "Questions that stand otherwise than at a milestone; none without one." })
  changes(@Root() assessment: Assessment, @Args(() => ChangesArgs) { since }: ChangesArgs): readonly AnswerChange[] {
    const { row, scope } = assessment;
    const place = since ? row.places.find(({ milestoneId }) => milestoneId === since) : row.places.at(-1);
    if (place === undefined) {
      if (since) throw new Rejection("NOT_FOUND", `there is no milestone ${since}`, ["since"]);
      return [];
    }
    const before = standingsAt(scope, assessment, place.position);
    const lens = namedRecord(scope, "Lens", row.lensId);
    const after = standingsOf(questionsOf(lens.row), row);
    const titles = new Map([...before.titles, ...questionsOf(lens.row).map(({ id, title }) => [id, title] as const)]);
    return [...titles]
      .map(([questionId, title]) =>
        ({ questionId, title, before: before.standings?.get(questionId) ?? null, after: after.get(questionId) ?? null }))
      .filter((change) => change.before !== change.after);
  }

  @Query(() => [Lens], { description: "Lenses, by their names." })
  lenses(@Args(() => LensesArgs) { retired, asOf }: LensesArgs, @Ctx() context: ApiContext): readonly Lens[] {
    const scope = openScope(context, asOf);
    return context.readModel.lenses.all({ retired: retired ?? false, asOf: scope.asOf }).map((row) => toLens(row, scope));
  }

  @Query(() => [Assessment], { description: "What is answered to lenses, the latest begun first." })
  assessments(
    @Args(() => AssessmentsArgs) { lens, service, forum, asOf }: AssessmentsArgs, @Ctx() context: ApiContext,
  ): readonly Assessment[] {
    const scope = openScope(context, asOf);
    const filter = {
      lensId: lens ? idOf("Lens", lens, ["lens"]) : undefined, serviceId: service ? idOf("Service", service, ["service"]) : undefined,
      forumId: forum ? idOf("Forum", forum, ["forum"]) : undefined,
    };
    return context.readModel.lenses.assessments({ filter, asOf: scope.asOf }).map((row) => toAssessment(row, scope));
  }

  @Query(() => Assessment, { nullable: true, description: "What is answered to one lens, about one thing." })
  assessment(@Args(() => LensArgs) { id, asOf }: LensArgs, @Ctx() context: ApiContext): Assessment | null {
    return assessmentById(openScope(context, asOf), idOf("Assessment", id, ["id"]));
  }
}

/** One lens. */
@Resolver(() => Lens)
export class LensResolver {
  @Query(() => Lens, { nullable: true, description: "One lens." })
  lens(@Args(() => LensArgs) { id, asOf }: LensArgs, @Ctx() context: ApiContext): Lens | null {
    return lensById(openScope(context, asOf), idOf("Lens", id, ["id"]));
  }
}

/** Where a risk was found by a lens. */
@Resolver(() => typeNamed("Risk"))
export class RiskAssessmentsResolver {
  @FieldResolver(() => [Assessment], { description: "Assessments of which an answer became it." })
  assessments(@Root() { key, scope }: RecordOf<"Risk">): readonly Assessment[] {
    return scope.context.readModel.lenses.assessments({ filter: { riskId: key }, asOf: scope.asOf }).map((row) => toAssessment(row, scope));
  }
}

/** What a service was looked at with: an operational-readiness lens is its readiness review. */
@Resolver(() => typeNamed("Service"))
export class ServiceAssessmentsResolver {
  @FieldResolver(() => [Assessment], { description: "What was answered about it, the latest begun first." })
  assessments(@Root() { key, scope }: RecordOf<"Service">): readonly Assessment[] {
    return scope.context.readModel.lenses.assessments({
      filter: { serviceId: key }, asOf: scope.asOf,
    }).map((row) => toAssessment(row, scope));
  }
}
