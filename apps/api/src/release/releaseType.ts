import "reflect-metadata";
import type { EnvironmentRow, ReleaseRow, ReleaseWhere as ReleaseWhereRow, Stored } from "@ballast/readmodel";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { EnvironmentKind, enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, reaches, type Scope } from "../graphql/scope.ts";
import { ActorType, toActor } from "../events/actorType.ts";

export const ReleaseState = enumType(
  "ReleaseState",
  { options: ["deploying", "live", "lastKnownGood", "replaced", "rolledBack", "none"] },
  "Where a release stands in an environment.",
);

@ObjectType({ description: "Where a release stands in one environment: its state is a matter of both.", simpleResolvers: true })
export class ReleaseWhere {
  @Field(() => String, { description: "The environment." }) environment!: string;
  @Field(() => EnvironmentKind, { description: "What the environment is for." }) kind!: EnvironmentRow["kind"];
  @Field(() => ReleaseState, { description: "Where it stands." }) state!: ReleaseWhereRow["state"];
  @Field(() => Float, { nullable: true, description: "Share of customers it serves; null where it serves nobody." }) percent!:
    number | null;
  @Field(() => DateTime, { nullable: true, description: "Since when." }) since!: string | null;
  /** The deploy that brought it there; null where that is not known. */
  deployId!: string | null;
  scope!: Scope;
}

@ObjectType({ implements: RecordNode, description: "An immutable version of a service.", simpleResolvers: true })
export class Release extends RecordNode {
  @Field(() => String, { description: "Unique in its service." }) version!: string;
  @Field(() => DateTime, { description: "When it was released, with the offset it came with." }) releasedAt!: string;
  @Field(() => DateTime, { description: "When Ballast wrote it down." }) recordedAt!: string;
  @Field(() => String, { nullable: true, description: "The commit it was built from." }) sha!: string | null;
  @Field(() => String, { description: "Notes of its author." }) notes!: string;
  @Field(() => Int, { description: "Number of commits first shipped in it." }) commitCount!: number;
  @Field(() => Boolean, { description: "Its source was cut off (a shallow clone): commits may be missing until the whole is imported." })
  partial!: boolean;
  @Field(() => ActorType, { description: "Who recorded it." }) recordedBy!: ActorType;
  @Field(() => Boolean, { description: "False: going back from it, or past it, would break something." }) rollbackSafe!: boolean;
  @Field(() => String, { nullable: true, description: "Why going back is not safe." }) rollbackUnsafeReason!: string | null;
  @Field(() => Boolean, { description: "Whether it has an artifact, so that Ballast can deploy it." }) deployable!: boolean;
  row!: Stored<ReleaseRow>;
  /** Ids of the releases in the same list: what is asked of one is soon asked of all. */
  listMates!: readonly string[];
  /** The text that the list was filtered by. */
  searched!: string | null;
}

export const ReleaseConnection = connectionType("Release", () => Release);

/** A row for GraphQL. */
export const toRelease = (row: Stored<ReleaseRow>, scope: Scope, list: Partial<Pick<Release, "listMates" | "searched">> = {}): Release => ({
  ...recordNode("Release", row.id, scope), version: row.version, releasedAt: row.releasedAt, recordedAt: row.recordedAt, sha: row.sha,
  notes: row.notes, commitCount: row.commitCount, partial: row.partial, recordedBy: toActor(row.recordedBy), rollbackSafe: row.rollbackSafe,
  rollbackUnsafeReason: row.rollbackUnsafeReason, deployable: row.artifact !== null, row, listMates: [row.id], searched: null, ...list,
});

/** The release with this id. */
export const releaseById = oncePerScope((scope, id): Release | null => {
  const row = scope.context.readModel.releases.get(id, scope.asOf);
  return row === undefined || !reaches(scope, [row.serviceId]) ? null : toRelease(row, scope);
});
