/** What a writer believes about a stream when it appends to it. */
export type ExpectedRevision =
  | { kind: "any" }
  | { kind: "noStream" }
  | { kind: "streamExists" }
  | { kind: "exact"; revision: number };

export const ANY: ExpectedRevision = { kind: "any" };
export const NO_STREAM: ExpectedRevision = { kind: "noStream" };
export const STREAM_EXISTS: ExpectedRevision = { kind: "streamExists" };

/** What a stream that is not necessarily written must be like; `deleted` is softly deleted. */
export type ExpectedState = ExpectedRevision | { kind: "deleted" } | { kind: "tombstoned" };

/** What a stream is like. */
export type ActualState = { kind: "noStream" } | { kind: "exact"; revision: number } | { kind: "deleted" } | { kind: "tombstoned" };

/** A check of a transaction that failed; `index` is its place among the checks. */
export type Violation = { readonly index: number; readonly stream: string; readonly expected: ExpectedState; readonly actual: ActualState };
