import {
  dayAfter, forumDecider, isOpenSitting, lastDayOf, nextSittingOn, sittingDecider, type Forum, type FoundedForum, type Sitting,
} from "@ballast/domain/forum";
import { foldRecord, handle, idOf, ids, type DecidedOn } from "@ballast/eventlog";
import { streamName, type ForumEvent, type SittingEvent } from "@ballast/schema";
import type { OpenRecords } from "../reactor/slice.ts";
import { lookForLostEveryMs, Turns } from "../reactor/turns.ts";
import { systemActor } from "../systemActor.ts";

interface Followed {
  readonly forums: Map<string, Forum>;
  readonly sittings: Map<string, Map<string, Sitting>>;
  readonly forumOf: Map<string, string>;
  /** The revision of each review, as far as it was heard of. */
  readonly revisions: Map<string, bigint>;
}

const founded = (forum: Forum | undefined): FoundedForum | null => (forum === undefined || forum.status === "absent" ? null : forum);

/** The day for which the next review of a forum is to be opened now; null where one is open, or its time has not come. */
function dueNow({ forums, sittings }: Followed, forumId: string, today: string): string | null {
  const forum = founded(forums.get(forumId));
  if (forum?.status !== "running") return null;
  const known = [...(sittings.get(forumId)?.values() ?? [])].filter((one) => one.status !== "absent");
  if (known.some(isOpenSitting)) return null;
  const on = nextSittingOn(forum, { last: known.map(lastDayOf).toSorted().at(-1) ?? null, today });
  return dayAfter(on, -forum.tellDaysBefore) <= today ? on : null;
}

/** So many of the reviews of a series are held to it that nobody opens them again meanwhile: the latest. */
const WATCHED = 20;

/** The other reviews of a series as they were heard of. One that moved on, opened again perhaps, is looked at in the next round. */
function othersOf({ sittings, revisions }: Followed, forumId: string): readonly DecidedOn[] {
  return [...(sittings.get(forumId)?.keys() ?? [])].slice(-WATCHED).flatMap((id) => {
    const expectedRevision = revisions.get(id);
    return expectedRevision === undefined ? [] : [{ stream: streamName("sitting", id), expectedRevision }];
  });
}

/**
 * Reviews that come again: the next one of each series is opened so many days ahead, once, however many workers look. While one is open no
 * other is. A worker that was away opens it when it is back.
 */
export function comingSittings(): OpenRecords {
  const followed: Followed = { forums: new Map(), sittings: new Map(), forumOf: new Map(), revisions: new Map() };
  const turns = new Turns(lookForLostEveryMs);
  const noteForum = ({ event }: { readonly event: ForumEvent }): void => {
    const { forumId } = event.data;
    turns.add(forumId);
    followed.forums.set(forumId, forumDecider.evolve(followed.forums.get(forumId) ?? forumDecider.initialState, event));
  };
  const noteSitting = ({ event, revision }: { readonly event: SittingEvent; readonly revision: bigint }): void => {
    const { sittingId } = event.data;
    followed.revisions.set(sittingId, revision);
    if (event.type === "SittingOpened") followed.forumOf.set(sittingId, event.data.forumId);
    const forumId = followed.forumOf.get(sittingId);
    if (forumId === undefined) return;
    const known = followed.sittings.get(forumId) ?? new Map<string, Sitting>();
    followed.sittings.set(forumId, known.set(sittingId, sittingDecider.evolve(known.get(sittingId) ?? sittingDecider.initialState, event)));
  };
  const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
  return {
    notes: {
      ForumFounded: noteForum, ForumDescribed: noteForum, ForumEnded: noteForum, ForumReopened: noteForum,
      SittingOpened: noteSitting, SittingMoved: noteSitting, SittingBegun: noteSitting, SittingClosed: noteSitting,
      SittingSkipped: noteSitting, SittingReopened: noteSitting, SittingItemAdded: noteSitting, SittingAttended: noteSitting,
      SittingItemTalkedOf: noteSitting, SittingDecided: noteSitting, SittingDecisionUndone: noteSitting, FindingNoted: noteSitting,
      FindingRewritten: noteSitting, FindingBecame: noteSitting, FindingDismissed: noteSitting, FindingTakenUp: noteSitting,
    },
    candidates: (now) => turns.next(now, (id) => dueNow(followed, id, dayOf(now)) !== null),
    async look({ log, now }, forumId) {
      const at = now().toISOString();
      turns.looked(forumId, now().getTime());
      const dueOn = dueNow(followed, forumId, dayOf(now().getTime()));
      const forum = await foldRecord(log, forumDecider, forumId);
      if (dueOn === null || forum.status !== "running") return null;
      const sittingId = idOf(sittingDecider, forumId, dueOn);
      const commandId = ids.command("opens the next review", sittingId);
      await handle(log, {
        aggregate: sittingDecider, id: sittingId, command: { type: "OpenSitting", now: at, sittingId, forumId, dueOn },
        decidedOn: othersOf(followed, forumId),
        context: { commandId, actor: systemActor("calendar of reviews"), now: at, correlationId: commandId, causationId: forumId },
      });
      return null;
    },
  };
}
