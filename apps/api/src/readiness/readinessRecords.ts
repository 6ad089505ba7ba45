import "reflect-metadata";
import type { Stored } from "@ballast/readmodel";
import type { CheckSetRow, PolicyRow, ReadinessRow, TechnologyRow, TrainingRow, VersionRow } from "@ballast/readmodel/readiness";
import { audiences, factKinds, technologyStatuses, usageSources } from "@ballast/schema";
import type {
  FactKind as Fact, ReadinessCheck as Check, TechnologyStatus as Status, TrainedFor as For, UsageSource as Source,
} from "@ballast/schema";
import { factWords } from "@ballast/schema/readiness";
import { Field, Int, ObjectType } from "type-graphql";
import { ActorType, toActor } from "../events/actorType.ts";
import type { Scope } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope } from "../graphql/scope.ts";

export const FactKind = enumType<Fact>("FactKind", { options: factKinds }, "What the log itself can tell of a service.");
export const TechnologyStatus = enumType<Status>(
  "TechnologyStatus", { options: technologyStatuses }, "Where a technology stands on the list.",
);
export const UsageSource = enumType<Source>(
  "UsageSource", { options: usageSources }, "Where it is known from what a service is made with.",
);
export const TrainedFor = enumType<For>("TrainedFor", { options: audiences }, "Whom a training or a policy is for.");

@ObjectType({ description: "One version of what was published.", simpleResolvers: true })
export class PublishedVersion {
  @Field(() => Int, { description: "Which." }) version!: number;
  @Field(() => DateTime, { description: "When it was published." }) at!: string;
  @Field(() => ActorType, { description: "Who published it." }) by!: ActorType;
  @Field(() => String, { description: "Why." }) reason!: string;
}

const toVersion = ({ version, at, by, reason }: VersionRow): PublishedVersion => ({ version, at, by: toActor(by), reason });

@ObjectType({ description: "What a service has to show.", simpleResolvers: true })
export class ReadinessCheck {
  @Field(() => String, { description: "What it is known by in every version." }) checkId!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => String, { description: "What it asks." }) asks!: string;
  @Field(
    () => FactKind, { nullable: true, description: "The fact of the log that it rests on; null: somebody states it." },
  ) fact!: Fact | null;
  @Field(() => Int, { nullable: true, description: "How many days a statement counts, or how old the fact may be; null: it has no age." })
  days!: number | null;
  @Field(() => String, { description: "What it looks at, in words." }) rests!: string;
}

/** A check for GraphQL. */
export const toCheck = ({ checkId, name, asks, ground }: Check): ReadinessCheck => ({
  checkId, name, asks, fact: ground.on === "fact" ? ground.fact : null, days: ground.days,
  rests: ground.on === "statement"
    ? `somebody stated it in the last ${String(ground.days)} days`
    : `${factWords[ground.fact]}${ground.days === null ? "" : ` in the last ${String(ground.days)} days`}`,
});

@ObjectType({ implements: RecordNode, description: "What services are held to.", simpleResolvers: true })
export class CheckSet extends RecordNode {
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => Int, { description: "The version that holds." }) version!: number;
  @Field(() => Boolean, { description: "Whether nobody is held to it any more." }) retired!: boolean;
  @Field(() => [ReadinessCheck], { description: "Its checks, in their order." }) checks!: readonly ReadinessCheck[];
  @Field(() => [PublishedVersion], { description: "Every version there was, the newest first." }) versions!: readonly PublishedVersion[];
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<CheckSetRow>;
}

@ObjectType({ implements: RecordNode, description: "What is stated of one service's readiness.", simpleResolvers: true })
export class Readiness extends RecordNode {
  @Field(
    () => Int, { nullable: true, description: "How much hangs on the service: 1 is the most; null: nobody has said." },
  ) tier!: number | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<ReadinessRow>;
}

@ObjectType({ implements: RecordNode, description: "How things are done here.", simpleResolvers: true })
export class Policy extends RecordNode {
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => Int, { description: "The version that holds." }) version!: number;
  @Field(() => String, { description: "What it says." }) text!: string;
  @Field(() => String, { nullable: true, description: "Where it can be read." }) url!: string | null;
  @Field(() => TrainedFor, { description: "Whom it is for." }) isFor!: For;
  @Field(() => Boolean, { description: "Whether it holds no more." }) retired!: boolean;
  @Field(() => [PublishedVersion], { description: "Every version there was, the newest first." }) versions!: readonly PublishedVersion[];
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<PolicyRow>;
}

@ObjectType({ implements: RecordNode, description: "What people are trained in.", simpleResolvers: true })
export class Training extends RecordNode {
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => TrainedFor, { description: "Whom it is for." }) isFor!: For;
  @Field(() => Int, { nullable: true, description: "How many days it counts; null: for good." }) validDays!: number | null;
  @Field(() => String, { nullable: true, description: "Where to read of it." }) url!: string | null;
  @Field(() => Boolean, { description: "Whether nobody is asked for it any more." }) retired!: boolean;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<TrainingRow>;
}

@ObjectType({ implements: RecordNode, description: "What services are made with.", simpleResolvers: true })
export class Technology extends RecordNode {
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => TechnologyStatus, { description: "Where it stands on the list." }) status!: Status;
  @Field(() => [String], { description: "Packages that are it, as lock files and SBOMs name them; `*` stands for anything." })
  packages!: readonly string[];
  @Field(() => String, { nullable: true, description: "What to use in its place." }) instead!: string | null;
  @Field(() => String, { nullable: true, description: "Until when an exception holds." }) until!: string | null;
  @Field(() => String, { description: "What to know of it." }) note!: string;
  @Field(() => DateTime, { description: "Since when it stands so." }) listedAt!: string;
  @Field(() => ActorType, { description: "Who put it there." }) listedBy!: ActorType;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<TechnologyRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly CheckSet: CheckSet;
    readonly Readiness: Readiness;
    readonly Policy: Policy;
    readonly Training: Training;
    readonly Technology: Technology;
  }
}

/** A row for GraphQL. */
export const toCheckSet = (row: Stored<CheckSetRow>, scope: Scope): CheckSet => ({
  ...recordNode("CheckSet", row.id, scope), name: row.name, version: row.version, retired: row.status === "retired",
  checks: row.checks.map(toCheck), versions: row.versions.map(toVersion).toReversed(), revision: row.revision, row,
});
export const toReadiness = (row: Stored<ReadinessRow>, scope: Scope): Readiness => ({
  ...recordNode("Readiness", row.id, scope), tier: row.tier, revision: row.revision, row,
});
export const toPolicy = (row: Stored<PolicyRow>, scope: Scope): Policy => {
  const { id, name, version, text, url, isFor, status, versions, revision } = row;
  return {
    ...recordNode("Policy", id, scope), name, version, text, url, isFor, retired: status === "retired",
    versions: versions.map(toVersion).toReversed(), revision, row,
  };
};
export const toTraining = (row: Stored<TrainingRow>, scope: Scope): Training => {
  const { id, name, isFor, validDays, url, status, revision } = row;
  return { ...recordNode("Training", id, scope), name, isFor, validDays, url, retired: status === "retired", revision, row };
};
export const toTechnology = (row: Stored<TechnologyRow>, scope: Scope): Technology => {
  const { id, name, status, packages, instead, until, note, listedAt, listedBy, revision } = row;
  return {
    ...recordNode("Technology", id, scope), name, status, packages, instead, until, note, listedAt, listedBy: toActor(listedBy), revision,
    row,
  };
};

export const checkSetById = oncePerScope((scope, id): CheckSet | null => {
  const row = scope.context.readModel.readiness.checkSet(id, scope.asOf);
  return row === undefined ? null : toCheckSet(row, scope);
});
export const readinessById = oncePerScope((scope, id): Readiness | null => {
  const row = scope.context.readModel.readiness.stated(id, scope.asOf);
  return row === undefined ? null : toReadiness(row, scope);
});
export const policyById = oncePerScope((scope, id): Policy | null => {
  const row = scope.context.readModel.readiness.policy(id, scope.asOf);
  return row === undefined ? null : toPolicy(row, scope);
});
export const trainingById = oncePerScope((scope, id): Training | null => {
  const row = scope.context.readModel.readiness.training(id, scope.asOf);
  return row === undefined ? null : toTraining(row, scope);
});
export const technologyById = oncePerScope((scope, id): Technology | null => {
  const row = scope.context.readModel.readiness.technology(id, scope.asOf);
  return row === undefined ? null : toTechnology(row, scope);
});

