import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const segmentFields = graphql(`
  fragment SegmentFields on Segment { id slug name description members archived definedAt revision usedBy { id environment sentence flag { id name } } }
`);

export const segmentsDocument = graphql(`query Segments($asOf: AsOf) { segments(asOf: $asOf) { ...SegmentFields } }`, [segmentFields]);
export type SegmentLine = ResultOf<typeof segmentsDocument>["segments"][number];

/** A segment with what was changed of it. */
export const segmentDocument = graphql(`
  query Segment($segment: String!, $first: Int, $asOf: AsOf) {
    segment(segment: $segment, asOf: $asOf) { ...SegmentFields history(first: $first) { totalCount edges { node { ...HistoryFields } } } }
  }
`, [segmentFields, historyFields]);
export type SegmentRecord = NonNullable<ResultOf<typeof segmentDocument>["segment"]>;

/** What a segment would do if it were defined so. */
export const segmentPreviewDocument = graphql(`
  query SegmentPreview($segment: String!, $members: JSON!) {
    segmentPreview(segment: $segment, members: $members) {
      refusal within members { known enter leave switch entering leaving sentence }
      flags { targeting { id environment flag { id name } } moves { enter leave switch sentence } }
    }
  }
`);
export type SegmentPreview = ResultOf<typeof segmentPreviewDocument>["segmentPreview"];

export const defineSegment = command("defineSegment", "segment { id slug }");
export const archiveSegment = command("archiveSegment", "segment { id }");

/** What changes segments, and who asks for them. */
export const segmentEvents = ["SegmentDefined", "SegmentArchived", "FlagRulesSet", "FlagReverted"];
