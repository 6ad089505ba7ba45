import "reflect-metadata";
import type { ImportRow, Stored } from "@ballast/readmodel";
import { Field, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";
import { ActorType, toActor } from "../events/actorType.ts";

@ObjectType({ description: "A record that could not be used.", simpleResolvers: true })
export class SkippedRecord {
  @Field(() => Int, { description: "Its line in the source." }) line!: number;
  @Field(() => String, { description: "Why." }) reason!: string;
}

@ObjectType({ implements: RecordNode, description: "Records brought from another system.", simpleResolvers: true })
export class Import extends RecordNode {
  @Field(() => String, { description: "incidents, statuspage, cachet, upptime, releases, git, flags, customers, checks, actions, jira, opsgenie, pagerduty or grafana-oncall; history: of every kind, as the demonstration's year." }) kind!: string;
  @Field(() => String, { description: "The file or address they came from." }) sourceName!: string;
  @Field(() => String, { description: "running, finished or cancelled." }) state!: ImportRow["state"];
  @Field(() => DateTime, { description: "When it began." }) startedAt!: string;
  @Field(() => DateTime, { nullable: true, description: "When it ended." }) endedAt!: string | null;
  @Field(() => Int, { description: "Records that are new." }) imported!: number;
  @Field(() => Int, { description: "Records that had changed at their source." }) updated!: number;
  @Field(() => Int, { description: "Records that were here already." }) unchanged!: number;
  @Field(() => Int, { description: "Records that could not be used." }) skippedCount!: number;
  @Field(() => [SkippedRecord], { description: "Those that could not be used and why; at most 500." }) skipped!: readonly SkippedRecord[];
  @Field(() => ActorType, { description: "Who ran it." }) by!: ActorType;
  @Field(() => Int, { nullable: true, description: "How many records will come, where that is known." }) expectedRecords!: number | null;
  @Field(() => String, { nullable: true, description: "Why it was ended before its end." }) cancelReason!: string | null;
  row!: Stored<ImportRow>;
}

export const ImportConnection = connectionType("Import", () => Import);

/** A row for GraphQL. */
export const toImport = (row: Stored<ImportRow>, scope: Scope): Import => ({
  ...recordNode("Import", row.id, scope), kind: row.kind, sourceName: row.sourceName, state: row.state, startedAt: row.startedAt,
  endedAt: row.endedAt, imported: row.imported, updated: row.updated, unchanged: row.unchanged, skippedCount: row.skippedCount,
  skipped: row.skipped, by: toActor(row.by), expectedRecords: row.expectedRecords, cancelReason: row.cancelReason, row,
});

/** The import with this id. */
export const importById = oncePerScope((scope, id): Import | null => {
  const row = scope.context.readModel.imports.get(id, scope.asOf);
  return row === undefined ? null : toImport(row, scope);
});
