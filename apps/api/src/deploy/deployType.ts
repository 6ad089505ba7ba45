import "reflect-metadata";
import type { DeployRow, DeployStepRow, Stored } from "@ballast/readmodel";
import { deployStates, stepStates } from "@ballast/schema/states";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, reaches, type Scope } from "../graphql/scope.ts";
import { find } from "../graphql/records.ts";
import { ActorType, toActor } from "../events/actorType.ts";
import { deploySentence } from "./deploySentence.ts";
import { Effect, toEffect, VerdictKind } from "./verdictType.ts";

export const DeployKind = enumType(
  "DeployKind",
  { options: ["deploy", "rollback", "observed"] },
  "A deploy, a rollback, or a deploy that another system made and Ballast observes.",
);
export const DeployState = enumType("DeployState", { options: deployStates }, "Where a deploy or rollback is.");
export const StepState = enumType("StepState", { options: stepStates }, "Where a step is.");

@ObjectType({ description: "One exposure step of a deploy.", simpleResolvers: true })
export class DeployStep {
  @Field(() => Int, { description: "From 0." }) index!: number;
  @Field(() => Float, { description: "Share of customers it exposes." }) percent!: number;
  @Field(() => [String], { description: "Customers named on top." }) customers!: readonly string[];
  @Field(() => Float, { description: "How long it bakes, ms." }) bakeMs!: number;
  @Field(() => StepState, { description: "Where it is." }) state!: DeployStepRow["state"];
  @Field(() => DateTime, { nullable: true, description: "When it began." }) startedAt!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it ended." }) endedAt!: string | null;
  @Field(() => Int, { nullable: true, description: "Requests of the new release that its last verdict has seen." }) requests!:
    number | null;
  @Field(() => VerdictKind, { nullable: true, description: "Its last verdict." }) verdict!: keyof typeof VerdictKind | null;
  @Field(() => Boolean, { description: "Whether its bake was extended, because the numbers did not tell." }) extended!: boolean;
}

@ObjectType({ description: "A release that a rollback found not to start.", simpleResolvers: true })
export class FailedTarget {
  @Field(() => String, { description: "The version." }) version!: string;
  @Field(() => Int, { description: "The how-manyth try of the rollback it was, from 1." }) attempt!: number;
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => String, { description: "Why it does not start." }) error!: string;
  @Field(() => [String], { description: "The last lines it wrote." }) output!: readonly string[];
}

@ObjectType({
  implements: RecordNode, description: "A release on its way to an environment; also a rollback, and a deploy of another system.",
  simpleResolvers: true,
})
export class Deploy extends RecordNode {
  @Field(() => DeployKind, { description: "What it is." }) kind!: DeployRow["kind"];
  @Field(() => DeployState, { description: "Where it is." }) state!: DeployRow["state"];
  @Field(() => String, { description: "The environment." }) environment!: string;
  @Field(() => String, { description: "The version it brings." }) version!: string;
  @Field(() => String, {
    nullable: true, description: "The version a rollback was asked for, where that did not start and it went on to an older one.",
  })
  askedVersion!: string | null;
  @Field(() => [FailedTarget], { description: "Releases that a rollback found not to start, the oldest first; the newest 20." })
  failedTargets!: readonly FailedTarget[];
  @Field(() => String, { nullable: true, description: "The version that served everyone before." }) fromVersion!: string | null;
  @Field(() => String, { description: "What matters about it now, made from the data." }) sentence!: string;
  @Field(() => ActorType, { description: "Who asked for it." }) requestedBy!: ActorType;
  @Field(() => DateTime, { description: "When it was asked for." }) requestedAt!: string;
  @Field(() => String, { description: "Why; may be empty." }) reason!: string;
  @Field(() => Boolean, { description: "Whether Ballast decided on it itself." }) automatic!: boolean;
  @Field(() => Boolean, { description: "Whether it was made without the workflow engine." }) direct!: boolean;
  @Field(() => DateTime, { nullable: true, description: "When it ended; null while it goes on." }) endedAt!: string | null;
  @Field(() => Float, { nullable: true, description: "From the request to the end, ms." }) durationMs!: number | null;
  @Field(() => [DeployStep], { description: "Its exposure steps; a rollback has none." }) steps!: readonly DeployStep[];
  @Field(() => Int, { nullable: true, description: "Index of the step it is in." }) currentStep!: number | null;
  @Field(() => Float, { nullable: true, description: "Share of customers it serves." }) percent!: number | null;
  @Field(() => Float, { nullable: true, description: "Measured share of requests; it differs when one customer is heavy." })
  measuredPercent!: number | null;
  @Field(() => Boolean, { description: "Whether it is paused." }) paused!: boolean;
  @Field(() => String, { nullable: true, description: "Why it is paused." }) pausedReason!: string | null;
  @Field(() => Effect, { nullable: true, description: "What going back did; null where nothing went back." }) effect!: Effect | null;
  @Field(() => [String], { description: "What it was warned of before it started." }) warnings!: readonly string[];
  @Field(() => [String], { description: "Errors and compensations that failed, in order." }) failures!: readonly string[];
  @Field(() => DateTime, { nullable: true, description: "When a rollback is to be done; later it escalates." }) deadlineAt!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it was escalated to a person." }) escalatedAt!: string | null;
  @Field(() => String, { nullable: true, description: "Why it was escalated: the cause, and the releases that a person could name." })
  escalatedReason!: string | null;
  @Field(() => String, { nullable: true, description: "Page of an observed deploy in the other system." }) url!: string | null;
  @Field(() => String, { nullable: true, description: "The other system's name." }) observedFrom!: string | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<DeployRow>;
}

export const DeployConnection = connectionType("Deploy", () => Deploy);

/** A row for GraphQL. */
export function toDeploy(row: Stored<DeployRow>, scope: Scope): Deploy {
  const service = find(scope, "Service", row.serviceId)?.slug ?? "a service";
  return {
    ...recordNode("Deploy", row.id, scope),
    kind: row.kind,
    state: row.state,
    environment: row.environment,
    version: row.version,
    askedVersion: row.askedVersion,
    failedTargets: row.failedTargets,
    fromVersion: row.fromVersion,
    sentence: deploySentence(row, service),
    requestedBy: toActor(row.requestedBy),
    requestedAt: row.requestedAt,
    reason: row.reason,
    automatic: row.automatic,
    direct: row.direct,
    endedAt: row.endedAt,
    durationMs: row.durationMs,
    steps: row.steps.map(toStep),
    currentStep: row.currentStep,
    percent: row.percent,
    measuredPercent: row.measuredPercent,
    paused: row.paused !== null,
    pausedReason: row.paused?.reason ?? null,
    effect: toEffect(row.effect),
    warnings: row.warnings,
    failures: row.failures,
    deadlineAt: row.deadlineAt,
    escalatedAt: row.escalatedAt,
    escalatedReason: row.escalatedReason,
    url: row.url,
    observedFrom: row.observedFrom,
    revision: row.revision,
    row,
  };
}

const toStep = ({ verdict, ...step }: DeployStepRow): DeployStep => ({
  ...step, verdict: verdict?.verdict ?? null, requests: verdict?.canary?.requests ?? null,
});

/** The deploy with this id. */
export const deployById = oncePerScope((scope, id): Deploy | null => {
  const row = scope.context.readModel.deploys.get(id, scope.asOf);
  return row === undefined || !reaches(scope, [row.serviceId]) ? null : toDeploy(row, scope);
});
