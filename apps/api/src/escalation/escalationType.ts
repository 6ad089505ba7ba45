import "reflect-metadata";
import { stepWords, targetWords, type EscalationNames } from "@ballast/domain/escalation";
import type { Stored } from "@ballast/readmodel";
import type { EscalationRow } from "@ballast/readmodel/escalation";
import {
  calledOfSchedule, type CalledOfSchedule, type EscalationStep as StoredStep, type EscalationTarget as StoredTarget,
} from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

export const CalledOf = enumType<CalledOfSchedule>(
  "CalledOfSchedule", { options: calledOfSchedule },
  "Whom of a schedule a step calls: who is on call when it is sent, who is next, or everybody who takes turns.",
);

@ObjectType({ description: "Whom a step calls.", simpleResolvers: true })
export class EscalationTarget {
  @Field(() => typeNamed("Person"), { nullable: true, description: "Somebody by name; null where a schedule is asked." })
  person!: RecordOf<"Person"> | null;
  @Field(() => typeNamed("Rotation"), { nullable: true, description: "The schedule; null: a person, or the schedule of the service." })
  rotation!: RecordOf<"Rotation"> | null;
  @Field(() => CalledOf, { nullable: true, description: "Whom of the schedule; null where somebody is called by name." })
  who!: CalledOfSchedule | null;
  @Field(() => String, { description: "The same in words: who is on call for Platform." }) says!: string;
}

@ObjectType({ description: "A step of an escalation.", simpleResolvers: true })
export class EscalationStep {
  @Field(() => [EscalationTarget], { description: "Whom it calls, all at once." }) targets!: readonly EscalationTarget[];
  @Field(() => Int, { description: "After so many minutes without an answer the next step calls." }) minutes!: number;
  @Field(() => String, { description: "Whom it calls, in words." }) says!: string;
}

@ObjectType({ description: "Who is told of incidents by mail and chat, and never called for them.", simpleResolvers: true })
export class EscalationStakeholder {
  @Field(() => EscalationTarget, { description: "Whom." }) target!: EscalationTarget;
  @Field(() => Int, { description: "From the worst severity down to this one." }) upTo!: number;
}

@ObjectType({
  implements: RecordNode,
  description: "In which order people are called: step after step, and from the top again, until somebody answers.",
  simpleResolvers: true,
})
export class EscalationPolicy extends RecordNode {
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => String, { description: "What it is for." }) description!: string;
  @Field(() => [EscalationStep], { description: "Its steps, in order." }) steps!: readonly EscalationStep[];
  @Field(() => Int, { description: "How often it starts from the top before it pauses." }) rounds!: number;
  @Field(() => [EscalationTarget], { description: "Whom the last time around calls when its steps have passed." })
  lastly!: readonly EscalationTarget[];
  @Field(() => [EscalationStakeholder], { description: "Who is told of incidents of its services, and never called for them." })
  stakeholders!: readonly EscalationStakeholder[];
  @Field(() => String, { description: "All of it in a sentence." }) sentence!: string;
  @Field(() => String, { nullable: true, description: "Why nothing may use it any more; null: it is there." }) retired!: string | null;
  @Field(() => Boolean, { description: "Whether services that name no policy go by it." }) isDefault!: boolean;
  @Field(() => DateTime, { description: "When it was changed last." }) changedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<EscalationRow>;
}

/** Names as a scope knows them. */
export const namesIn = (scope: Scope): EscalationNames => ({
  rotation: (id) => find(scope, "Rotation", id)?.name ?? "a schedule", person: (id) => namedRecord(scope, "Person", id).name,
});

const defaultOf = oncePerScope((scope): string | null => scope.context.readModel.escalations.default(scope.asOf));
/** The policy of services that name none, as of a scope's moment. */
export const defaultIn = (scope: Scope): string | null => defaultOf(scope, "");

const toTarget = (scope: Scope, target: StoredTarget): EscalationTarget => ({
  person: target.kind === "person" ? namedRecord(scope, "Person", target.personId) : null,
  rotation: target.kind === "schedule" && target.rotationId !== null ? find(scope, "Rotation", target.rotationId) : null,
  who: target.kind === "schedule" ? target.who : null, says: targetWords(target, namesIn(scope)),
});

const toStep = (scope: Scope, { targets, minutes }: StoredStep): EscalationStep => ({
  minutes, targets: targets.map((target) => toTarget(scope, target)), says: stepWords(targets, namesIn(scope)),
});

/** `Calls who is on call for Platform, after 5 min everyone of Platform; 3 times over, then Ana Keller.` */
function sentenceOf({ steps, rounds, lastly }: EscalationRow, names: EscalationNames): string {
  const said = steps.map(({ targets }, place) =>
    place === 0 ? stepWords(targets, names) : `after ${String(steps[place - 1]?.minutes ?? 0)} min ${stepWords(targets, names)}`,
  );
  const again = rounds === 1 ? "once" : `${String(rounds)} times over`;
  return `Calls ${said.join(", ")}; ${again}${lastly.length === 0 ? "" : `, then ${stepWords(lastly, names)}`}.`;
}

/** A row for GraphQL. */
export const toEscalation = (row: Stored<EscalationRow>, scope: Scope): EscalationPolicy => ({
  ...recordNode("EscalationPolicy", row.id, scope),
  name: row.name, description: row.description, rounds: row.rounds, retired: row.retired, changedAt: row.changedAt, revision: row.revision,
  steps: row.steps.map((step) => toStep(scope, step)), lastly: row.lastly.map((target) => toTarget(scope, target)),
  stakeholders: (row.stakeholders ?? []).map(({ target, upTo }) => ({ upTo, target: toTarget(scope, target) })),
  sentence: sentenceOf(row, namesIn(scope)), isDefault: defaultIn(scope) === row.id, row,
});

/** The policy with this id. */
export const escalationById = oncePerScope((scope, id): EscalationPolicy | null => {
  const row = scope.context.readModel.escalations.get(id, scope.asOf);
  return row === undefined ? null : toEscalation(row, scope);
});
