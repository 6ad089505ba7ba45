import { useGetIdentity } from "ra-core";
import { useEffect } from "react";
import { call } from "../api/graphqlClient.ts";
import { useAsOf } from "../shell/useAsOf.ts";
import { noteReviewRead } from "./reviewDocuments.ts";
import type { ReviewRecord } from "./reviewDocuments.ts";
import { awaitsReading } from "./reviewWords.ts";

/** Whoever was told of a published review is counted when they open it, once; nobody is while they look back. */
export function useNoteRead(review: ReviewRecord): void {
  const { identity } = useGetIdentity();
  const { asOf } = useAsOf();
  const counts = asOf === null && identity !== undefined && awaitsReading(review, String(identity.id));
  useEffect(() => {
    // What cannot be counted now is counted the next time: the reader has nothing to do about it.
    if (counts) call(noteReviewRead.document, { input: { reviewId: review.id } }).catch(() => undefined);
  }, [counts, review.id]);
}
