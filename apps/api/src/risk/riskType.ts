import "reflect-metadata";
import { activeAcceptance, riskName, standing, standings, type Acceptance as AcceptanceState } from "@ballast/domain/risk";
import type { Stored } from "@ballast/readmodel";
import { minutesOf, type RiskRow } from "@ballast/readmodel/risk";
import { estimateBases, treatments, treatmentStates, type RiskInputs as Inputs } from "@ballast/schema";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { ActorType, toActor } from "../events/actorType.ts";
import { connectionType } from "../graphql/connection.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

export const Treatment = enumType("Treatment", { options: treatments }, "What is done about a risk.");
export const TreatmentState = enumType("TreatmentState", { options: treatmentStates }, "How far that is.");
export const RiskStanding = enumType(
  "RiskStanding", { options: standings }, "How a risk stands: one that is mitigated and accepted as well counts as in progress.",
);
export const EstimateBasis = enumType("EstimateBasis", { options: estimateBases }, "Where an estimate comes from.");
export const AcceptanceStage = enumType(
  "AcceptanceStage", { options: ["proposed", "underReview", "approved", "active", "rejected", "expired", "withdrawn"] },
  "Where an acceptance is; an approved one waits for the moment from which it holds.",
);

@ObjectType({ description: "What a risk's cost is made from.", simpleResolvers: true })
export class RiskInputs {
  @Field(() => Float, { description: "Expected time to detect, minutes." }) detectMinutes!: number;
  @Field(() => Float, { description: "Expected time to resolve, minutes." }) resolveMinutes!: number;
  @Field(() => Int, { description: "Share of users that it hits, in parts per 100,000." }) impactPer100k!: number;
  @Field(() => Float, { description: "Expected time between two failures, days." }) betweenDays!: number;
}

@ObjectType({ description: "What can happen.", simpleResolvers: true })
export class RiskStatement {
  @Field(() => String, { description: "If this happens …" }) if!: string;
  @Field(() => String, { description: "… then that …" }) then!: string;
  @Field(() => String, { description: "… until this." }) until!: string;
}

@ObjectType({ description: "One estimate of a risk.", simpleResolvers: true })
export class RiskEstimate {
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => ActorType, { description: "By whom." }) by!: ActorType;
  @Field(() => RiskInputs, { description: "The inputs." }) inputs!: RiskInputs;
  @Field(() => EstimateBasis, { description: "Where they come from." }) basis!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
  @Field(() => Float, { description: "Bad minutes a year that follow." }) minutesAYear!: number;
}

@ObjectType({ description: "A risk's place on the grid.", simpleResolvers: true })
export class RiskRating {
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => ActorType, { description: "By whom." }) by!: ActorType;
  @Field(() => Int, { description: "1, rare, to 5, nearly certain." }) likelihood!: number;
  @Field(() => Int, { description: "1, hardly felt, to 5, everybody for long." }) impact!: number;
  @Field(() => String, { description: "Why." }) reason!: string;
}

@ObjectType({ description: "A time that somebody looked at a risk again.", simpleResolvers: true })
export class RiskReview {
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => ActorType, { description: "Who." }) by!: ActorType;
  @Field(() => String, { description: "What came of it." }) note!: string;
}

@ObjectType({
  description: "That somebody lives with a risk for a time: asked for by one, approved by another, over by itself.", simpleResolvers: true,
})
export class RiskAcceptance {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => AcceptanceStage, { description: "Where it is." }) state!: AcceptanceState["state"];
  @Field(() => String, { description: "Why it was asked for." }) reason!: string;
  @Field(() => DateTime, { description: "When it was asked for." }) askedAt!: string;
  @Field(() => DateTime, { nullable: true, description: "From when it holds, where it is for later." }) from!: string | null;
  @Field(() => DateTime, { description: "When it ends by itself." }) until!: string;
  @Field(() => DateTime, { nullable: true, description: "When it was approved or rejected." }) decidedAt!: string | null;
  @Field(() => DateTime, { nullable: true, description: "Since when it holds." }) beganAt!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it ended." }) endedAt!: string | null;
  @Field(() => [DateTime], { description: "When its owner was told that it ends." }) remindedAt!: readonly string[];
  @Field(() => String, { description: "What was said when it was decided or withdrawn." }) said!: string;
  row!: AcceptanceState;
  scope!: Scope;
}

@ObjectType({ implements: RecordNode, description: "A risk of the register.", simpleResolvers: true })
export class Risk extends RecordNode {
  @Field(() => Int, { description: "n of RISK-n." }) number!: number;
  @Field(() => String, { description: "RISK-n." }) reference!: string;
  @Field(() => String, { description: "What it is about." }) title!: string;
  @Field(() => RiskStatement, { description: "What can happen." }) statement!: RiskStatement;
  @Field(() => String, { description: "What kind of risk it is." }) category!: string;
  @Field(() => Int, { description: "It is looked at again as many days after it was last." }) reviewEveryDays!: number;
  @Field(() => DateTime, { description: "Since when incidents of its kind are known." }) observedSince!: string;
  @Field(() => DateTime, { description: "When it was registered." }) registeredAt!: string;
  @Field(() => RiskInputs, { nullable: true, description: "What its cost is made from; null while nobody has estimated it." }) inputs!:
    RiskInputs | null;
  @Field(() => Float, {
    nullable: true, description: "Bad minutes expected a year: (detect + resolve) · impact · 365.25 / days between failures. Not rounded.",
  })
  minutesAYear!: number | null;
  @Field(() => [RiskEstimate], { description: "Every estimate there was, oldest first." }) estimates!: readonly RiskEstimate[];
  @Field(() => [RiskRating], { description: "Every place it had on the grid, oldest first." }) ratings!: readonly RiskRating[];
  @Field(() => RiskRating, { nullable: true, description: "Its place on the grid." }) rating!: RiskRating | null;
  @Field(() => [RiskReview], { description: "When it was looked at, oldest first." }) reviews!: readonly RiskReview[];
  @Field(() => DateTime, { description: "When it is to be looked at again." }) nextReviewAt!: string;
  @Field(() => Treatment, { description: "What is done about it." }) treatment!: RiskRow["treatment"];
  @Field(() => TreatmentState, { description: "How far that is." }) treatmentState!: RiskRow["treatmentState"];
  @Field(() => String, { description: "Why." }) treatmentReason!: string;
  @Field(() => RiskStanding, { description: "How it stands." }) standing!: ReturnType<typeof standing>;
  @Field(() => RiskAcceptance, { nullable: true, description: "The acceptance that holds." }) acceptance!: RiskAcceptance | null;
  @Field(() => [RiskAcceptance], { description: "Every acceptance there was, oldest first." }) acceptances!: readonly RiskAcceptance[];
  @Field(() => String, { nullable: true, description: "Why it was closed; null while it is open." }) closed!: string | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<RiskRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Risk: Risk;
  }
}

export const RiskConnection = connectionType("Risk", () => Risk);

/** Inputs for GraphQL, in days. */
export const toInputs = ({ betweenMilliDays, ...inputs }: Inputs): RiskInputs => ({ ...inputs, betweenDays: betweenMilliDays / 1_000 });

const DAY_MS = 86_400_000;

/** A row for GraphQL. */
export function toRisk(row: Stored<RiskRow>, scope: Scope): Risk {
  const { number, title, statement, category, reviewEveryDays, observedSince, registeredAt, treatment, treatmentState, treatmentReason } =
    row;
  const acceptances = row.acceptances.map((acceptance) => toAcceptance(row, acceptance, scope));
  const ratings = row.ratings.map((rating) => ({ ...rating, by: toActor(rating.by) }));
  const reviews = row.reviews.map((review) => ({ ...review, by: toActor(review.by) }));
  const held = activeAcceptance(row);
  return {
    ...recordNode("Risk", row.id, scope), number, reference: riskName(row), title, statement, category, reviewEveryDays, observedSince,
    registeredAt, inputs: row.inputs === null ? null : toInputs(row.inputs), minutesAYear: minutesOf(row),
    estimates: row.estimates.map((estimate) => ({
      ...estimate, by: toActor(estimate.by), inputs: toInputs(estimate.inputs), minutesAYear: minutesOf(estimate) ?? 0,
    })),
    ratings, rating: ratings.at(-1) ?? null, reviews,
    nextReviewAt: new Date(Date.parse(reviews.at(-1)?.at ?? registeredAt) + reviewEveryDays * DAY_MS).toISOString(),
    treatment, treatmentState, treatmentReason, standing: standing(row), acceptances,
    acceptance: acceptances.find(({ id }) => id === held?.acceptanceId) ?? null,
    closed: row.closing?.reason ?? null, revision: row.revision, row,
  };
}

function toAcceptance({ acceptanceTimes }: RiskRow, row: AcceptanceState, scope: Scope): RiskAcceptance {
  const times = acceptanceTimes.find(({ acceptanceId }) => acceptanceId === row.acceptanceId);
  const { acceptanceId, state, reason, from, until, said } = row;
  return {
    id: acceptanceId, state, reason, from, until, said, askedAt: times?.askedAt ?? until, decidedAt: times?.decidedAt ?? null,
    beganAt: times?.beganAt ?? null, endedAt: times?.endedAt ?? null, remindedAt: times?.remindedAt ?? [], row, scope,
  };
}

/** The risk with this id. */
export const riskById = oncePerScope((scope, id): Risk | null => {
  const row = scope.context.readModel.risks.get(id, scope.asOf);
  return row === undefined ? null : toRisk(row, scope);
});

/** The risk that people call RISK-n, or one by its id. */
export function riskCalled(scope: Scope, called: string): Risk | null {
  const number = /^RISK-(\d{1,9})$/i.exec(called)?.[1];
  if (number === undefined) return riskById(scope, called);
  const row = scope.context.readModel.risks.byNumber(Number(number), scope.asOf);
  return row === undefined ? null : toRisk(row, scope);
}
