import "reflect-metadata";
import { annotationsOf, draftReaders } from "@ballast/domain/review";
import { isOpen } from "@ballast/readmodel";
import { Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf } from "../graphql/scope.ts";
import { asPublished } from "./asPublished.ts";
import { excerptOf, knownAfter, titlesOf } from "./excerpt.ts";
import { Review, reviewById, ReviewLine } from "./reviewType.ts";

@ObjectType({
  description: "The calibration draft: the timeline as it was known then, which those who take part read first and annotate.",
  simpleResolvers: true,
})
class ReviewDraft {
  @Field(() => [typeNamed("Person")], { description: "Who of those that take part has opened it, in that order." })
  readBy!: readonly RecordOf<"Person">[];
  @Field(() => [typeNamed("Person")], { description: "Who of them has not." }) awaited!: readonly RecordOf<"Person">[];
  @Field(() => String, { description: "The same in a sentence." }) reading!: string;
  @Field(() => [ReviewLine], { description: "Who saw a moment differently, and whom one surprised, in the order of the moments." })
  annotations!: readonly ReviewLine[];
  review!: Review;
}

@ObjectType({ description: "A moment of the timeline in a review's document.", simpleResolvers: true })
class ExcerptMoment {
  @Field(() => ID, { description: "Id of the entry of the timeline." }) entryId!: string;
  @Field(() => DateTime, { description: "When it happened or began." }) at!: string;
  @Field(() => String, { description: "In a few words." }) title!: string;
  @Field(() => String, { nullable: true, description: "More of it." }) detail!: string | null;
  @Field(() => String, { description: "good, attention, bad, planned, idle or info." }) tone!: string;
  @Field(() => Boolean, { description: "Whether somebody pinned it." }) pinned!: boolean;
  @Field(() => Boolean, { description: "Whether the public was told of it: its public version has those moments only." }) public!: boolean;
  @Field(() => Int, { nullable: true, description: "Seconds after which it became known, where that was later than it happened." })
  knownAfterSeconds!: number | null;
  @Field(() => [ReviewLine], { description: "Who saw it differently, and whom it surprised." }) said!: readonly ReviewLine[];
}

@ObjectType({ description: "What of the incident's timeline stands in a review's document.", simpleResolvers: true })
class ReviewExcerpt {
  @Field(() => [ExcerptMoment], { description: "Key moments, what was pinned, and what somebody wrote at, in order of time; 100 at most." })
  moments!: readonly ExcerptMoment[];
  @Field(() => Int, { description: "How many more there are." }) more!: number;
  @Field(() => DateTime, { nullable: true, description: "When it was published, and is kept as it was then; null while it is live." })
  keptAt!: string | null;
}

/** When an incident was last known to be over, for the first time; null while it goes on. */
function knownOver({ row, scope }: Review): string | null {
  const until = momentOf(scope).getTime();
  const versions = scope.context.readModel.incidents.versions(row.incidentId).filter(({ knownFrom }) => Date.parse(knownFrom) <= until);
  return versions[versions.findLastIndex((version) => isOpen(version.row)) + 1]?.knownFrom ?? null;
}

/** The calibration draft. */
@Resolver(() => ReviewDraft)
export class DraftResolver {
  @FieldResolver(() => DateTime, {
    nullable: true, description: "When it was first known to be over: what was known by then is the draft. Null while the incident goes on.",
  })
  knownAt(@Root() { review }: ReviewDraft): string | null {
    return knownOver(review);
  }
}

/** Lines of a review, at their moments. */
@Resolver(() => ReviewLine)
export class MomentResolver {
  @FieldResolver(() => String, { nullable: true, description: "What the timeline calls the moment that it is about." })
  about(@Root() { row: { moment }, scope, reviewId }: ReviewLine): string | null {
    const incidentId = moment === null ? undefined : reviewById(scope, reviewId)?.row.incidentId;
    if (moment === null || incidentId === undefined) return null;
    return titlesOf(scope, incidentId).get(moment.entryId) ?? null;
  }
}

type Named = readonly { readonly name: string }[];
const namesOf = (people: Named): string => people.map(({ name }) => name).join(", ");

/** "Kim Roy has read it; it waits for Ana Kovač." */
function readingWords(readBy: Named, awaited: Named): string {
  if (readBy.length + awaited.length === 0) return "Nobody takes part yet.";
  const read = readBy.length === 0 ? "Nobody has read it yet" : `${namesOf(readBy)} ${readBy.length === 1 ? "has" : "have"} read it`;
  return awaited.length === 0 ? `${read}.` : `${read}; it waits for ${namesOf(awaited)}.`;
}

const linesOf = (review: Review, ids: readonly { readonly lineId: string }[]): readonly ReviewLine[] =>
  ids.flatMap(({ lineId }) => review.lines.filter(({ id }) => id === lineId));

/** What those who take part read before, and what of the timeline is written down. */
@Resolver(() => Review)
export class ReviewDraftResolver {
  @FieldResolver(() => ReviewDraft, { description: "What those who take part read first." })
  draft(@Root() review: Review): ReviewDraft {
    const { readBy, awaited } = draftReaders(review.row);
    const people = (ids: readonly string[]) => ids.map((id) => namedRecord(review.scope, "Person", id));
    const [read, waiting] = [people(readBy), people(awaited)];
    return {
      review, readBy: read, awaited: waiting, reading: readingWords(read, waiting),
      annotations: linesOf(review, annotationsOf(review.row)),
    };
  }

  @FieldResolver(() => ReviewExcerpt, {
    description: "What of the timeline stands in its document: live until it is published, then kept.",
  })
  excerpt(@Root() live: Review): ReviewExcerpt {
    const review = asPublished(live);
    const { moments, more } = excerptOf(review);
    return {
      more, keptAt: live.row.published?.at ?? null,
      moments: moments.map(({ entry, said }) => {
        const { id: entryId, at, title, detail, tone, pinned, visibility } = entry;
        const late = knownAfter(entry);
        return {
          entryId, at, title, detail, tone, pinned, public: visibility === "public",
          knownAfterSeconds: late === null ? null : Math.round(late / 1_000), said: linesOf(review, said),
        };
      }),
    };
  }

  @FieldResolver(() => typeNamed("Incident"), {
    description: "The incident as its document tells of it: live until the review is published, then as it stood when it was.",
  })
  incidentAsTold(@Root() live: Review): RecordOf<"Incident"> {
    const { scope, row } = asPublished(live);
    return namedRecord(scope, "Incident", row.incidentId);
  }
}
