import "reflect-metadata";
import type { CorrectionRow, IncidentRow, IntervalRow, MilestoneRow, ReviewRow, StatusUpdate as StatusUpdateRow } from "@ballast/readmodel";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { PublicImpact } from "../graphql/enums.ts";
import { DateTime } from "../graphql/scalars.ts";
import type { RecordOf } from "../graphql/context.ts";
import { typeNamed } from "../graphql/records.ts";
import { IncidentTypeRole, Shortcut } from "../graphql/typeParts.ts";
import { ActorType } from "../events/actorType.ts";

@ObjectType({ description: "A change of something recorded, with what stood there before.", simpleResolvers: true })
export class Correction {
  @Field(() => DateTime, { description: "When it was made." }) at!: string;
  @Field(() => String, { description: "Who made it." }) by!: string;
  @Field(() => String, { nullable: true, description: "What stood there before." }) previous!: string | null;
  @Field(() => String, { description: "Why." }) reason!: string;
}

@ObjectType({ description: "Somebody in a role of the incident.", simpleResolvers: true })
export class RoleHolding {
  @Field(() => String, { description: "commander, deputy, communications, scribe, responder, business, or a role of the incident's type." })
  role!: string;
  @Field(() => typeNamed("Person"), { description: "Who." }) person!: RecordOf<"Person">;
  @Field(() => DateTime, { description: "From when." }) from!: string;
  @Field(() => DateTime, { nullable: true, description: "Until when; null while it lasts." }) to!: string | null;
}

@ObjectType({ description: "A line of the incident's checklist, as its type had it when it was chosen.", simpleResolvers: true })
export class ChecklistLine {
  @Field(() => String, { description: "Its id, for ticking it." }) id!: string;
  @Field(() => String, { description: "What is to be done." }) text!: string;
  @Field(() => String, { description: "Who usually does it; empty where that is not said." }) who!: string;
  @Field(() => ActorType, { nullable: true, description: "Who ticked it; null where it is not ticked." }) tickedBy!: ActorType | null;
  @Field(() => DateTime, { nullable: true, description: "When it was ticked." }) tickedAt!: string | null;
}

@ObjectType({ description: "Something small to do in the incident.", simpleResolvers: true })
export class IncidentTask {
  @Field(() => String, { description: "Its id." }) id!: string;
  @Field(() => String, { description: "What is to be done." }) text!: string;
  @Field(() => String, { description: "open, done, dropped or carriedOn." }) state!: string;
  @Field(() => String, { nullable: true, description: "Why it was dropped." }) reason!: string | null;
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who does it." }) owner!: RecordOf<"Person"> | null;
  @Field(() => typeNamed("Action"), { nullable: true, description: "The action item that it became." }) action!: RecordOf<"Action"> | null;
  @Field(() => ActorType, { description: "Who added it." }) addedBy!: ActorType;
  @Field(() => DateTime, { description: "When." }) addedAt!: string;
  @Field(() => ActorType, { nullable: true, description: "Who finished, dropped or carried it on." }) endedBy!: ActorType | null;
  @Field(() => DateTime, { nullable: true, description: "When." }) endedAt!: string | null;
}

@ObjectType({ description: "A way into the incident, without its address.", simpleResolvers: true })
export class JoinLink {
  @Field(() => String, { description: "Its id, for revoking it." }) id!: string;
  @Field(() => String, { description: "Whom it is for." }) note!: string;
  @Field(() => ActorType, { description: "Who made it." }) issuedBy!: ActorType;
  @Field(() => DateTime, { description: "When." }) issuedAt!: string;
  @Field(() => DateTime, { description: "Until when it holds." }) expiresAt!: string;
  @Field(() => String, { nullable: true, description: "Why it was revoked; null: it was not." }) revoked!: string | null;
  @Field(() => Boolean, { description: "Whether somebody may join by it now." }) holds!: boolean;
  @Field(() => Int, { description: "How many have come by it." }) used!: number;
}

@ObjectType({ description: "What an incident has of its type, as it stood when it was chosen.", simpleResolvers: true })
export class ChosenIncidentType {
  @Field(() => String, { description: "What the type was called." }) name!: string;
  @Field(() => typeNamed("IncidentType"), { nullable: true, description: "The type, as it is." })
  incidentType!: RecordOf<"IncidentType"> | null;
  @Field(() => [IncidentTypeRole], { description: "Its roles, beside those that every incident has." })
  roles!: readonly IncidentTypeRole[];
  @Field(() => [Shortcut], { description: "What to have at hand." }) links!: readonly Shortcut[];
}

@ObjectType({ description: "A moment that the figures count from or to.", simpleResolvers: true })
export class MilestoneRecord {
  @Field(() => String, { description: "impactStart, detected, firstPageSent, acknowledged, commanderAssigned, mitigated or resolved." })
  milestone!: MilestoneRow["milestone"];
  @Field(() => DateTime, { nullable: true, description: "When; null where it is unknown." }) at!: string | null;
  @Field(() => [Correction], { description: "What was changed about it, oldest first." }) corrections!: readonly CorrectionRow[];
}

@ObjectType({
  description:
    "How long the response took, ms. Detect, mitigate and resolve count from the impact start, acknowledge from the first page sent; null is unknown.",
  simpleResolvers: true,
})
export class IncidentFigures {
  @Field(() => Float, { nullable: true, description: "Time in which at least one component was hurt." }) impactMs!: number | null;
  @Field(() => Float, { nullable: true, description: "Impact start to detection." }) detectMs!: number | null;
  @Field(() => Float, { nullable: true, description: "First page to the first person's answer." }) acknowledgeMs!: number | null;
  @Field(() => Float, { nullable: true, description: "Impact start to mitigation." }) mitigateMs!: number | null;
  @Field(() => Boolean, {
    description: "Whether it was mitigated before anybody was told: the time to mitigate is then shorter than that to detect.",
  })
  mitigatedBeforeDetected!: boolean;
  @Field(() => Float, {
    nullable: true, description: "Impact start to resolution, without the times in which it was over and had not been reopened yet.",
  })
  resolveMs!: number | null;
}

@ObjectType({ description: "A time in which a component was hurt.", simpleResolvers: true })
export class ImpactInterval {
  @Field(() => String, { description: "Its id, for closing and correcting it." }) id!: string;
  @Field(() => String, { description: "The component." }) component!: string;
  @Field(() => PublicImpact, { description: "How badly." }) impact!: IntervalRow["impact"];
  @Field(() => Int, { nullable: true, description: "Share of customers, parts per 100,000; null: unknown." }) sharePer100k!: number | null;
  @Field(() => DateTime, { description: "Its start." }) startedAt!: string;
  @Field(() => DateTime, { nullable: true, description: "Its end; null while it lasts." }) endedAt!: string | null;
}

@ObjectType({ description: "What was told about the incident.", simpleResolvers: true })
export class StatusUpdate {
  @Field(() => String, { description: "Its id." }) id!: string;
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => String, { description: "The status it gave." }) status!: string;
  @Field(() => String, { description: "The text." }) body!: string;
  @Field(() => String, { description: "internal or public." }) visibility!: StatusUpdateRow["visibility"];
  @Field(() => ActorType, { nullable: true, description: "Who wrote it; null for imports." }) by!: ActorType | null;
}

@ObjectType({ description: "Where the review of the incident stands.", simpleResolvers: true })
export class IncidentReview {
  @Field(() => String, { description: "none, due, held or skipped." }) state!: ReviewRow["state"];
  @Field(() => DateTime, { nullable: true, description: "When it is due." }) dueAt!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it was held." }) heldAt!: string | null;
  @Field(() => String, { nullable: true, description: "Why it was skipped." }) reason!: string | null;
}

@ObjectType({ description: "Share of failing requests at a moment.", simpleResolvers: true })
export class ImpactPoint {
  @Field(() => DateTime, { description: "When it was measured." }) at!: string;
  @Field(() => Int, { description: "Failing requests, parts per 100,000." }) errorsPer100k!: number;
  @Field(() => String, {
    nullable: true, description: "The version whose customers it is about: before they had it and after, what they had instead.",
  })
  version!: string | null;
}

/** An impact interval for GraphQL. */
export const toInterval = ({ id, component, impact, share, startedAt, endedAt }: IncidentRow["intervals"][number]): ImpactInterval =>
  ({ id, component, impact, sharePer100k: share, startedAt, endedAt });
