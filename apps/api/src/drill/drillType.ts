import "reflect-metadata";
import { scoreOf } from "@ballast/domain/drill";
import type { Stored } from "@ballast/readmodel";
import type { DrillRow } from "@ballast/readmodel/drill";
import { drillMarks, type Actor as ActorData, type DrillMarkName } from "@ballast/schema";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { allows } from "../auth/permissions.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

export const DrillState = enumType(
  "DrillState", { options: ["planned", "running", "over", "calledOff"] }, "Where a drill stands. `over`: it was scored.",
);
const DrillMarkKind = enumType("DrillMarkName", { options: drillMarks }, "What a drill is scored by.");

@ObjectType({ description: "One of the things that a drill is scored by.", simpleResolvers: true })
export class DrillMark {
  @Field(() => DrillMarkKind, { description: "What was asked." }) mark!: DrillMarkName;
  @Field(() => Int, { description: "How much of it was met." }) met!: number;
  @Field(() => Int, { description: "How much of it there was." }) of!: number;
  @Field(() => Float, { nullable: true, description: "How long it took, ms; null: it never came to that, or it is no length." })
  tookMs!: number | null;
  @Field(() => Float, { nullable: true, description: "How long it may take, ms; null: it is no length." }) goalMs!: number | null;
}

@ObjectType({
  implements: RecordNode,
  description: "An exercise: an incident that is none. One that is not announced is known to who may plan drills, and to others once it has begun.",
  simpleResolvers: true,
})
export class Drill extends RecordNode {
  @Field(() => String, { description: "What its incident is called." }) title!: string;
  @Field(() => String, { description: "What is supposed to happen." }) scenario!: string;
  @Field(() => Int, { description: "The severity of its incident, 1 to 4." }) severity!: number;
  @Field(() => DateTime, { description: "It begins no sooner." }) from!: string;
  @Field(() => DateTime, { description: "And no later: at a moment between, which nobody knows." }) until!: string;
  @Field(() => Boolean, { description: "Whether those on call are told beforehand." }) announced!: boolean;
  @Field(() => Int, { description: "It ends by itself after so many minutes." }) lastsMinutes!: number;
  @Field(() => DrillState, { description: "Where it stands." }) state!: DrillRow["status"];
  @Field(() => DateTime, { nullable: true, description: "When it began; null: it has not." }) begunAt!: string | null;
  @Field(() => String, { nullable: true, description: "Why it was called off; null: it was not." }) calledOff!: string | null;
  @Field(() => [DrillMark], { description: "How it went; none before it is over." }) marks!: readonly DrillMark[];
  @Field(() => Float, { nullable: true, description: "The share of what was asked that was met, 0 to 1; null before it is over." })
  score!: number | null;
  @Field(() => DateTime, { description: "When it was planned as it is." }) plannedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  plannedByActor!: ActorData;
  row!: Stored<DrillRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Drill: Drill;
  }
}

/** Whether a scope may know of drills that are not announced and have not begun. */
export const mayKnowSecrets = ({ principal }: Pick<Scope, "principal">): boolean => allows(principal.roles, "drill.write");

/** Whether a scope may know of a drill, by what it is now. */
export const mayKnowDrill = oncePerScope((scope, id): boolean => {
  const row = scope.context.readModel.drills.get(id);
  return row === undefined || row.announced || row.status !== "planned" || mayKnowSecrets(scope);
});

/** A row for GraphQL. */
export const toDrill = (row: Stored<DrillRow>, scope: Scope): Drill => ({
  ...recordNode("Drill", row.id, scope), title: row.title, scenario: row.scenario, severity: row.severity, from: row.from, until: row.until,
  announced: row.announced, lastsMinutes: row.lastsMinutes, state: row.status, begunAt: row.begun?.at ?? null,
  calledOff: row.calledOff?.reason ?? null, marks: row.marks, score: row.status === "over" ? scoreOf(row.marks) : null,
  plannedAt: row.plannedAt, plannedByActor: row.plannedBy, revision: row.revision, row,
});

/** The drill with this id, if there is one that the scope may know of. */
export const drillById = oncePerScope((scope, id): Drill | null => {
  const row = scope.context.readModel.drills.get(id, scope.asOf);
  return row === undefined || !mayKnowDrill(scope, id) ? null : toDrill(row, scope);
});
