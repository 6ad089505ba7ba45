import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const segmentsDocument = graphql(`
  query Segments($asOf: AsOf) { segments(asOf: $asOf) { id slug name description members definedAt usedBy { id environment flag { id name } } } }
`);
export type SegmentLine = ResultOf<typeof segmentsDocument>["segments"][number];
