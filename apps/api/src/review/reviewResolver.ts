import "reflect-metadata";
import { factorWords, reviewDecider, type ReviewState as State } from "@ballast/domain/review";
import { idOf } from "@ballast/eventlog";
import type { ReviewFilter as Filter, ReviewSort as Sort } from "@ballast/readmodel/review";
import type { InterviewState as Interview } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { ActorType, toActor } from "../events/actorType.ts";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { enumType, Visibility } from "../graphql/enums.ts";
import { idOf as keyOf, readGlobalId } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { find, namedRecord, recordOf, typeNamed } from "../graphql/records.ts";
import { Pdf, pdfOf } from "../graphql/pdf.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, openScope } from "../graphql/scope.ts";
import { asPublished } from "./asPublished.ts";
import { exported, reviewFormats, type ReviewFormat as Format } from "./reviewExport.ts";
import { InterviewState, mayKnowReview, Review, reviewById, ReviewConnection, ReviewLine, ReviewState, toReview } from "./reviewType.ts";

const ReviewSort = enumType<Sort>(
  "ReviewSort",
  { options: ["URGENCY_ASC", "DUE_ASC", "DUE_DESC", "OPENED_ASC", "OPENED_DESC"] },
  "Order of reviews; the most urgent are those that people meet about, then those that are due first.",
);

@InputType({ description: "Which reviews." })
class ReviewFilter {
  @Field(() => [ReviewState], { nullable: true, description: "Those that stand so." }) states?: State[] | null;
  @Field(() => ID, { nullable: true, description: "Those that this person leads." }) facilitator?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Due before this moment." }) dueBefore?: string | null;
  @Field(() => String, { nullable: true, description: "Those in which this factor contributed, by its word." }) factor?: string | null;
  @Field(() => String, { nullable: true, description: "Words in their lines." }) text?: string | null;
}

@ArgsType()
class ReviewsArgs extends ListArgs {
  @Field(() => ReviewFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: ReviewFilter | null;
  @Field(() => ReviewSort, { nullable: true, description: "In which order; the most urgent first unless told." }) sort?: Sort | null;
}

@ArgsType()
class ReviewArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id, its incident's, or INC-n." }) id!: string;
}

@ArgsType()
class ReviewPdfArgs extends ReviewArgs {
  @Field(() => Visibility, { nullable: true, description: "For those inside unless told." }) audience?: "internal" | "public" | null;
}

const ReviewFormat = enumType<Format>("ReviewFormat", { options: reviewFormats }, "How a review is written down.");

@ArgsType()
class ExportArgs {
  @Field(() => ReviewFormat, { nullable: true, description: "Markdown unless told." }) format?: Format | null;
  @Field(() => Visibility, {
    nullable: true, description: "For those inside unless told; for the public without names, notes and what people said of moments.",
  })
  audience?: "internal" | "public" | null;
}

@ObjectType({ description: "Somebody who was asked to a review.", simpleResolvers: true })
class ReviewParticipant {
  @Field(() => typeNamed("Person"), { description: "Who." }) person!: RecordOf<"Person">;
  @Field(() => InterviewState, { description: "Whether they are to be talked to before." }) interview!: Interview;
}

@ObjectType({ description: "That a review was published.", simpleResolvers: true })
class ReviewPublication {
  @Field(() => Visibility, { description: "For whom." }) visibility!: "internal" | "public";
  @Field(() => [typeNamed("Person")], { description: "Who was told." }) told!: readonly RecordOf<"Person">[];
  @Field(() => [typeNamed("Person")], { description: "Who of them has opened it, in that order." })
  readBy!: readonly RecordOf<"Person">[];
  @Field(() => String, { description: "What they were told with it." }) note!: string;
  @Field(() => String, { nullable: true, description: "Where the public reads it; null of one that is for those inside." })
  address!: string | null;
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => ActorType, { description: "By whom." }) by!: ActorType;
}

@ObjectType({ description: "Who presents, and which moment is on their screen.", simpleResolvers: true })
class ReviewPresenter {
  @Field(() => typeNamed("Person"), { description: "Who." }) person!: RecordOf<"Person">;
  @Field(() => String, { nullable: true, description: "The entry of the timeline; null: none yet." }) momentId!: string | null;
}

@ObjectType({ description: "How often a factor was one.", simpleResolvers: true })
class FactorRecurrence {
  @Field(() => Int, { description: "This is the how-manyth review with it, by when they were opened." }) time!: number;
  @Field(() => Int, { description: "How many reviews have it." }) times!: number;
  @Field(() => [Review], { description: "Those before this one, the latest first; ten at most." }) earlier!: readonly Review[];
}

@ObjectType({ description: "A word for what contributes to incidents.", simpleResolvers: true })
class FactorWord {
  @Field(() => String, { description: "The word." }) word!: string;
  @Field(() => Int, { description: "In how many reviews it is one." }) times!: number;
}

const filterOf = (given: ReviewFilter | null | undefined, scope: Scope): Filter => ({
  states: given?.states ?? undefined,
  facilitatorId: given?.facilitator ? keyOf("Person", given.facilitator, ["filter", "facilitator"]) : undefined,
  dueBefore: given?.dueBefore ? new Date(given.dueBefore).toISOString() : undefined,
  factor: given?.factor ?? undefined, text: given?.text ?? undefined, viewer: scope.viewer,
});

/** The review that somebody means: by its id, its incident's, or what people call the incident. */
function reviewMeant(scope: Scope, given: string): Review | null {
  const number = /^INC-(\d{1,9})$/i.exec(given)?.[1];
  const incidentId = number !== undefined
    ? scope.context.readModel.incidents.byNumber(Number(number), scope.asOf)?.id
    : readGlobalId(given)?.kind === "Incident" ? keyOf("Incident", given, ["id"]) : undefined;
  if (number !== undefined && incidentId === undefined) return null;
  return reviewById(scope, incidentId === undefined ? keyOf("Review", given, ["id"]) : idOf(reviewDecider, incidentId));
}

const people = (scope: Scope, ids: readonly string[]): readonly RecordOf<"Person">[] =>
  ids.map((id) => namedRecord(scope, "Person", id));

/** Reviews of incidents. */
@Resolver(() => Review)
export class ReviewResolver {
  @FieldResolver(() => typeNamed("Incident"), { description: "What it is about." })
  incident(@Root() { row, scope }: Review): RecordOf<"Incident"> {
    return namedRecord(scope, "Incident", row.incidentId);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who leads it; null while nobody does." })
  facilitator(@Root() { row, scope }: Review): RecordOf<"Person"> | null {
    return find(scope, "Person", row.facilitatorId);
  }

  @FieldResolver(() => [ReviewParticipant], { description: "Who was asked to it." })
  participants(@Root() { row, scope }: Review): readonly ReviewParticipant[] {
    return row.participants.map(({ personId, interview }) => ({ person: namedRecord(scope, "Person", personId), interview }));
  }

  @FieldResolver(() => [typeNamed("Person")], { description: "Who was in the meeting, in the order in which they came." })
  joined(@Root() { row, scope }: Review): readonly RecordOf<"Person">[] {
    return people(scope, row.joined);
  }

  @FieldResolver(() => [typeNamed("Action")], { description: "What is to be done because of it, oldest first." })
  actions(@Root() { key, scope }: Review): readonly RecordOf<"Action">[] {
    const rows = scope.context.readModel.actions.all({ filter: { sourceId: key, viewer: scope.viewer }, asOf: scope.asOf });
    return rows
      .toSorted((a, b) => Date.parse(a.registeredAt) - Date.parse(b.registeredAt) || (a.number ?? 0) - (b.number ?? 0))
      .map((row) => recordOf(scope, "Action", row));
  }

  @FieldResolver(() => ReviewPresenter, { nullable: true, description: "Who presents in the meeting; null while nobody meets." })
  presenter(@Root() { key, state, scope }: Review): ReviewPresenter | null {
    const presented = state === "meeting" ? scope.context.readModel.reviews.presented(key, scope.asOf) : undefined;
    if (presented === undefined) return null;
    return { person: namedRecord(scope, "Person", presented.presenterId), momentId: presented.momentId };
  }

  @FieldResolver(() => ReviewPublication, {
    nullable: true, description: "For whom it was published, and who was told; null unless it is.",
  })
  publication(@Root() { key, row: { publication, published, readBy }, scope }: Review): ReviewPublication | null {
    if (publication === null || published === null) return null;
    const { visibility, told, note } = publication;
    const address = visibility === "public" ? `${scope.context.publicUrl.replace(/\/$/u, "")}/published/reviews/${key}` : null;
    return {
      visibility, told: people(scope, told), readBy: people(scope, readBy), note, address, at: published.at, by: toActor(published.by),
    };
  }

  @FieldResolver(() => String, { description: "It written down: as text, as a page to print, as rows, or as data." })
  exported(@Root() review: Review, @Args(() => ExportArgs) { format, audience }: ExportArgs): string {
    return exported(review, format ?? "md", audience ?? "internal");
  }

  @Query(() => ReviewConnection, { description: "Reviews of incidents." })
  reviews(@Args(() => ReviewsArgs) { filter, sort, asOf, ...slice }: ReviewsArgs, @Ctx() context: ApiContext): Connection<Review> {
    const scope = openScope(context, asOf);
    const found = context.readModel.reviews.list({
      filter: filterOf(filter, scope), sort: sort ?? undefined, slice: sliceRequest(slice), asOf: scope.asOf,
    });
    return toConnection(found, (row) => toReview(row, scope));
  }

  @Query(() => Review, { nullable: true, description: "The review of an incident." })
  review(@Args(() => ReviewArgs) { id, asOf }: ReviewArgs, @Ctx() context: ApiContext): Review | null {
    return reviewMeant(openScope(context, asOf), id);
  }

  @Query(() => Pdf, { nullable: true, description: "The review of an incident as PDF; null where there is none." })
  async reviewPdf(@Args(() => ReviewPdfArgs) { id, audience, asOf }: ReviewPdfArgs, @Ctx() context: ApiContext): Promise<Pdf | null> {
    const scope = openScope(context, asOf);
    const review = reviewMeant(scope, id);
    if (review === null) return null;
    const { reference } = namedRecord(scope, "Incident", review.row.incidentId);
    return pdfOf(context, `review-${reference}${audience === "public" ? "-public" : ""}`, {
      html: exported(review, "html", audience ?? "internal"), at: momentOf(asPublished(review).scope).toISOString(),
    });
  }

  @Query(() => [FactorWord], { description: "Words for what contributes to incidents, those of most reviews first." })
  reviewFactors(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly FactorWord[] {
    const { viewer, asOf: moment } = openScope(context, asOf);
    const used = context.readModel.reviews.factors({ viewer, asOf: moment });
    const words = [...new Set([...used.keys(), ...factorWords])];
    return words
      .map((word) => ({ word, times: used.get(word) ?? 0 }))
      .toSorted((a, b) => b.times - a.times || a.word.localeCompare(b.word, "en"));
  }
}

/** So many of the reviews before are named. */
const MOST_EARLIER = 10;

/** Lines of reviews. */
@Resolver(() => ReviewLine)
export class ReviewLineResolver {
  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who wrote it first." })
  author(@Root() { row, scope }: ReviewLine): RecordOf<"Person"> | null {
    return find(scope, "Person", row.authorId);
  }

  @FieldResolver(() => [typeNamed("Person")], { description: "Who agrees with it." })
  agreed(@Root() { row, scope }: ReviewLine): readonly RecordOf<"Person">[] {
    return people(scope, row.agreed);
  }

  @FieldResolver(() => FactorRecurrence, {
    nullable: true, description: "How often this factor was one, as far as the reader may know; null of other lines, and of what was ruled out.",
  })
  recurrence(@Root() { row: { factor }, scope, reviewId }: ReviewLine): FactorRecurrence | null {
    if (factor === null || factor.effect === "ruledOut") return null;
    const all = scope.context.readModel.reviews.all({ filter: { factor: factor.word, viewer: scope.viewer }, asOf: scope.asOf });
    const place = all.findIndex(({ id }) => id === reviewId);
    const earlier = all.slice(0, Math.max(0, place)).toReversed().slice(0, MOST_EARLIER);
    return { time: place + 1, times: all.length, earlier: earlier.map((row) => toReview(row, scope)) };
  }
}

/** The review of an incident. */
@Resolver(() => typeNamed("Incident"))
export class IncidentReviewResolver {
  @FieldResolver(() => Review, { nullable: true, description: "The record of its review; null while nobody has opened one." })
  reviewRecord(@Root() { key, scope }: RecordOf<"Incident">): Review | null {
    const id = idOf(reviewDecider, key);
    return mayKnowReview(scope, id) ? reviewById(scope, id) : null;
  }
}
