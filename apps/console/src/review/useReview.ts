import { useQueryClient } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ResultOf } from "@ballast/schema/graphql";
import { useMemo } from "react";
import { useLive } from "../api/live.ts";
import { coalesced } from "../data/coalesced.ts";
import { readKey, useRead } from "../data/read.ts";
import { useAsOf } from "../shell/useAsOf.ts";
import { reviewChangedDocument, reviewDocument, reviewedIncidentChangedDocument } from "./reviewDocuments.ts";
import type { ReviewRecord } from "./reviewDocuments.ts";

/** Reads a review again when its incident changes, whose timeline and figures stand in it; not once it is kept as published. */
export function useIncidentRefresh(review: Pick<ReviewRecord, "state" | "incident"> | null): void {
  const client = useQueryClient();
  const { asOf } = useAsOf();
  const live = review !== null && review.state !== "published" && asOf === null;
  const refresh = useMemo(
    () => coalesced(() => client.invalidateQueries({ queryKey: ["read", reviewDocument.name] }, { cancelRefetch: false })), [client],
  );
  useLive(reviewedIncidentChangedDocument, live ? { incidentId: review.incident.id } : null, { next: refresh, resumed: refresh });
}

/** Reads a review, by its id or its incident's, and keeps it live: what others write is there as soon as it is recorded. */
export function useReview(id: string): UseQueryResult<ResultOf<typeof reviewDocument>> {
  const client = useQueryClient();
  const { input } = useAsOf();
  const read = useRead(reviewDocument, { id });
  const reviewId = read.data?.review?.id ?? null;
  const key = readKey(reviewDocument, { id }, input);
  useLive(reviewChangedDocument, reviewId === null || input !== undefined ? null : { reviewId }, {
    next: ({ reviewChanged }) =>
      client.setQueryData<ResultOf<typeof reviewDocument>>(key, (before) =>
        before?.review === null || before?.review === undefined || reviewChanged.revision < before.review.revision
          ? before
          : { ...before, review: { ...before.review, ...reviewChanged } }),
    resumed: () => void client.invalidateQueries({ queryKey: ["read", reviewDocument.name] }),
  });
  return read;
}
