import { useGetIdentity } from "ra-core";
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { asProblem } from "../../api/errors.ts";
import { call } from "../../api/graphqlClient.ts";
import { freshKey } from "../../data/command.ts";
import { ownId } from "../../data/globalId.ts";
import { useMay } from "../../data/may.ts";
import { beginReviewTopic, joinReviewMeeting, movePresenter } from "../reviewDocuments.ts";
import type { KeyMoment, ReviewRecord } from "../reviewDocuments.ts";

/** What is looked at in the meeting, and by whose hand. */
export interface Meeting {
  readonly moment: KeyMoment | null;
  /** Its place among the moments, from 0; -1 for none. */
  readonly place: number;
  /** Moves to the moment before or after; whoever follows stays with the presenter. */
  readonly step: (by: number) => void;
  readonly show: (momentId: string) => void;
  /** Whether this screen moves with the presenter's. */
  readonly following: boolean;
  readonly setFollowing: (following: boolean) => void;
  readonly presenting: boolean;
  readonly present: () => void;
  readonly topic: (place: number) => void;
  /** What was refused last, in words; null: nothing. */
  readonly refused: string | null;
}

/**
 * Tells the server where the presenter is: one call at a time, and of those that came meanwhile only the last, so that a held arrow key
 * does not queue what nobody sees any more.
 */
function useTelling(reviewId: string, failed: (error: unknown) => void): (momentId: string | null, takeOver: boolean) => void {
  const waiting = useRef<{ readonly momentId: string | null; readonly takeOver: boolean } | null>(null);
  const busy = useRef(false);
  return useCallback((momentId, takeOver) => {
    waiting.current = { momentId, takeOver: takeOver || (waiting.current?.takeOver ?? false) };
    const next = (): void => {
      const told = waiting.current;
      if (told === null || busy.current) return;
      waiting.current = null;
      busy.current = true;
      call(movePresenter.document, { input: { reviewId, ...told } })
        .catch(failed)
        .finally(() => {
          busy.current = false;
          next();
        });
    };
    next();
  }, [reviewId, failed]);
}

/** Where this screen is in the meeting. */
export function useMeeting(review: ReviewRecord, moments: readonly KeyMoment[]): Meeting {
  const { identity } = useGetIdentity();
  const mayWrite = useMay("review.write");
  const [own, setOwn] = useState<string | null>(null);
  const [following, setFollowing] = useState(true);
  const [refused, setRefused] = useState<string | null>(null);
  const failed = useCallback((error: unknown) => setRefused(asProblem(error).message), []);
  const tell = useTelling(review.id, failed);
  const { presenter } = review;
  const isMe = (id: string): boolean => identity !== undefined && (identity.id === id || identity.id === ownId(id));
  const presenting = presenter !== null && isMe(presenter.person.id);
  const met = review.state === "meeting";
  useJoined(review, { me: identity?.id, failed });

  // Whoever presents is ahead of what the server has told; everybody else is where the presenter is, or on their own.
  const shown = presenting || !following || presenter === null ? (own ?? presenter?.momentId ?? null) : presenter.momentId;
  const place = moments.findIndex(({ id }) => id === shown);
  const moment = moments[place] ?? null;
  const show = (momentId: string): void => {
    setRefused(null);
    if (presenter !== null && !presenting && following) return;
    setOwn(momentId);
    if (met && mayWrite && (presenting || presenter === null)) tell(momentId, false);
  };
  return {
    moment,
    place,
    show,
    step(by) {
      const next = moments[place < 0 ? (by > 0 ? 0 : moments.length - 1) : Math.min(moments.length - 1, Math.max(0, place + by))];
      if (next !== undefined && next.id !== shown) show(next.id);
    },
    following: following && !presenting && presenter !== null,
    setFollowing(next) {
      setOwn(shown);
      setFollowing(next);
    },
    presenting,
    present() {
      setRefused(null);
      setOwn(shown);
      tell(shown, true);
    },
    topic(to) {
      setRefused(null);
      if (!met || !mayWrite || review.agenda[to] === undefined || review.clock?.topic === to) return;
      call(beginReviewTopic.document, { input: { reviewId: review.id, topic: to, idempotencyKey: freshKey() } }).catch(failed);
    },
    refused,
  };
}

/** Says once that one is in the meeting. */
function useJoined(
  { id, state, joined }: Pick<ReviewRecord, "id" | "state" | "joined">,
  { me, failed }: { readonly me: string | number | undefined; readonly failed: (error: unknown) => void },
): void {
  const there = useMemo(() => joined.some((person) => person.id === me || ownId(person.id) === me), [joined, me]);
  const join = useEffectEvent(() => {
    call(joinReviewMeeting.document, { input: { reviewId: id } }).catch(failed);
  });
  useEffect(() => {
    if (state === "meeting" && me !== undefined && !there) join();
  }, [state, me, there]);
}
