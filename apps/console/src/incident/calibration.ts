import { useQueryClient } from "@tanstack/react-query";
import { useGetIdentity } from "ra-core";
import { useEffect, useMemo } from "react";
import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { call } from "../api/graphqlClient.ts";
import { useLive } from "../api/live.ts";
import { ownId } from "../data/globalId.ts";
import { readKey, useRead } from "../data/read.ts";
import { useAsOf } from "../shell/useAsOf.ts";
import type { TimelineEntry } from "../timeline/entry.ts";

const draftFields = graphql(`
  fragment CalibrationFields on Review {
    id state revision
    draft {
      reading readBy { id name } awaited { id name } annotations { id section text moment { entryId at } author { id name } }
    }
  }
`);

/** The review of an incident, as far as the timeline shows it. */
export const calibrationDocument = graphql(`
  query Calibration($id: ID!, $asOf: AsOf) { incident(id: $id, asOf: $asOf) { id reviewRecord { ...CalibrationFields } } }
`, [draftFields]);

export const calibrationChangedDocument = graphql(`
  subscription CalibrationChanged($reviewId: ID!) { reviewChanged(reviewId: $reviewId) { ...CalibrationFields } }
`, [draftFields]);

export const writeAnnotation = command("writeReviewLine", "review { id }");
export const noteDraftRead = command("noteReviewDraftRead", "review { id }");

/** A review with what people said of moments of its timeline. */
export type Calibration = ResultOf<typeof draftFields>;
export type Annotation = Calibration["draft"]["annotations"][number];

/** Whether the timeline may still be annotated: its review is not over, and nobody looks back. */
export function useMayAnnotate(review: Pick<Calibration, "state"> | null): boolean {
  const { asOf } = useAsOf();
  return asOf === null && (review?.state === "preparing" || review?.state === "meeting");
}

/** Whoever takes part is counted when they open the draft, once. What cannot be counted now is counted the next time. */
function useNoteDraftRead(review: Calibration | null, opened: boolean): void {
  const { identity } = useGetIdentity();
  const me = identity === undefined ? null : String(identity.id);
  const awaited = me !== null && review?.draft.awaited.some(({ id }) => id === me || ownId(id) === me);
  const counts = useMayAnnotate(review) && opened && awaited === true;
  const reviewId = review?.id;
  useEffect(() => {
    if (counts && reviewId !== undefined) call(noteDraftRead.document, { input: { reviewId } }).catch(() => undefined);
  }, [counts, reviewId]);
}

/** The review of an incident, live; null where there is none, or where it is not asked for. `opened`: as its calibration draft. */
export function useCalibration(id: string, { asked, opened }: { readonly asked: boolean; readonly opened: boolean }): Calibration | null {
  const client = useQueryClient();
  const { input } = useAsOf();
  const read = useRead(calibrationDocument, asked ? { id } : null);
  const review = read.data?.incident?.reviewRecord ?? null;
  useLive(calibrationChangedDocument, review === null || input !== undefined ? null : { reviewId: review.id }, {
    next: ({ reviewChanged }) =>
      client.setQueryData<ResultOf<typeof calibrationDocument>>(readKey(calibrationDocument, { id }, input), (before) =>
        before?.incident?.reviewRecord === undefined || before.incident.reviewRecord === null
          || reviewChanged.revision < before.incident.reviewRecord.revision
          ? before
          : { ...before, incident: { ...before.incident, reviewRecord: reviewChanged } }),
    resumed: () => void client.invalidateQueries({ queryKey: ["read", calibrationDocument.name] }),
  });
  useNoteDraftRead(review, opened);
  return review;
}

/** Entries with how many said something of each. */
export function useSaid(entries: readonly TimelineEntry[], review: Calibration | null): readonly TimelineEntry[] {
  const annotations = review?.draft.annotations;
  return useMemo(() => {
    const said = Map.groupBy(annotations ?? [], ({ moment }) => moment?.entryId);
    if (said.size === 0) return entries;
    return entries.map((entry) => {
      const own = said.get(entry.id);
      return own === undefined ? entry : { ...entry, said: own.length };
    });
  }, [entries, annotations]);
}
