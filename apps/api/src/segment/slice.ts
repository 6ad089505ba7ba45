import type { Slice } from "../slice.ts";
import { segmentSentences, segmentTelling } from "./segmentEvents.ts";
import { segmentMutations } from "./segmentMutations.ts";
import { SegmentPreviewResolver } from "./segmentPreview.ts";
import { SegmentResolver } from "./segmentResolver.ts";
import { segmentById, toSegment, type Segment } from "./segmentType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Segment: Segment;
  }
}

/** Groups of customers by name. */
export const segmentSlice = {
  records: {
    Segment: {
      category: "segment",
      find: segmentById,
      of: toSegment,
      name: (scope, id) => segmentById(scope, id)?.name ?? "a segment",
      view: "segments",
      history: "What was changed of it, newest first.",
      search: {},
      servicesOf: null,
    },
  },
  resolvers: [SegmentResolver, SegmentPreviewResolver],
  mutations: segmentMutations,
  sentences: segmentSentences,
  telling: segmentTelling,
} satisfies Slice;
