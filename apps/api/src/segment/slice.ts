import "reflect-metadata";
import type { Stored } from "@ballast/readmodel";
import type { SegmentRow } from "@ballast/readmodel/segment";
import { Field, Int, ObjectType } from "type-graphql";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";
import type { Slice } from "../slice.ts";
import { segmentSentences, segmentTelling } from "./segmentEvents.ts";

@ObjectType({ implements: RecordNode, description: "A group of customers with a name, the same wherever flags ask for it.", simpleResolvers: true })
export class Segment extends RecordNode {
  @Field(() => String, { description: "Its key." }) slug!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => String, { description: "What it is for." }) description!: string;
  @Field(() => DateTime, { description: "Since when it is as it is." }) definedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<SegmentRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Segment: Segment;
  }
}

const toSegment = (row: Stored<SegmentRow>, scope: Scope): Segment =>
  ({ ...recordNode("Segment", row.id, scope), slug: row.key, name: row.name, description: row.description, definedAt: row.definedAt, revision: row.revision, row });

const segmentById = oncePerScope((scope, id): Segment | null => {
  const row = scope.context.readModel.segments.get(id, scope.asOf);
  return row === undefined ? null : toSegment(row, scope);
});

/** Groups of customers by name. */
export const segmentSlice = {
  records: {
    Segment: {
      category: "segment",
      find: segmentById,
      of: toSegment,
      name: (scope, id) => segmentById(scope, id)?.name ?? "a segment",
      view: { none: "segments are shown with the flags that ask for them", instead: "/flags" },
      history: "What was changed of it, newest first.",
      search: {},
      servicesOf: null,
    },
  },
  resolvers: [],
  sentences: segmentSentences,
  telling: segmentTelling,
} satisfies Slice;
