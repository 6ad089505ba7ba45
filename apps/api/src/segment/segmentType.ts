import "reflect-metadata";
import type { Stored } from "@ballast/readmodel";
import type { SegmentRow } from "@ballast/readmodel/segment";
import { Field, Int, ObjectType } from "type-graphql";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

@ObjectType({
  implements: RecordNode, description: "A group of customers with a name, the same wherever flags ask for it.", simpleResolvers: true,
})
export class Segment extends RecordNode {
  @Field(() => String, { description: "Its key." }) slug!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => String, { description: "What it is for." }) description!: string;
  @Field(() => JsonValue, {
    description: "Who is in it: never the excluded, always the included, and who meets all conditions of one of the rules.",
  })
  members!: SegmentRow["members"];
  @Field(() => String, { nullable: true, description: "Why it was archived; null while it is in use." }) archived!: string | null;
  @Field(() => DateTime, { description: "Since when it is as it is." }) definedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<SegmentRow>;
}

/** A row for GraphQL. */
export function toSegment(row: Stored<SegmentRow>, scope: Scope): Segment {
  const { key, name, description, members, archived, definedAt, revision } = row;
  return { ...recordNode("Segment", row.id, scope), slug: key, name, description, members, archived, definedAt, revision, row };
}

/** The segment with this id. */
export const segmentById = oncePerScope((scope, id): Segment | null => {
  const row = scope.context.readModel.segments.get(id, scope.asOf);
  return row === undefined ? null : toSegment(row, scope);
});
