/** What a writer believes about a stream when it appends to it. */
export type ExpectedRevision =
  | { kind: "any" }
  | { kind: "noStream" }
  | { kind: "streamExists" }
  | { kind: "exact"; revision: number };

export const ANY: ExpectedRevision = { kind: "any" };
export const NO_STREAM: ExpectedRevision = { kind: "noStream" };
export const STREAM_EXISTS: ExpectedRevision = { kind: "streamExists" };
