import type { SegmentEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";

/** How the events of segments read. */
export const segmentSentences: Sentences<SegmentEvent> = {
  SegmentDefined: ({ name }, { by }) => `${by} defined the segment ${name}`,
  SegmentArchived: ({ reason }, { by }) => `${by} archived a segment${because(reason)}`,
};

/** Whom they concern. */
export const segmentTelling: Telling<SegmentEvent> = {
  SegmentDefined: "followers",
  SegmentArchived: "followers",
};
