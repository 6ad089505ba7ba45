import {
  forumDecider, isOpenFinding, isOpenSitting, lastDayOf, sittingDecider, type FoundedForum, type KnownSitting,
} from "@ballast/domain/forum";
import type { ForumEvent, SittingEvent } from "@ballast/schema";
import { defineProjection, rowIsState, type HappenedAs, type Keyed } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";
import type { Told } from "../engine/told.ts";

/** A series of reviews: what the domain says it is, and who founded it when. */
export type ForumRow = Keyed & FoundedForum & { readonly founded: Told };

const forumAfter = rowIsState(
  forumDecider,
  ({ metadata }: HappenedAs<ForumEvent>, before: Pick<ForumRow, "founded"> | null) => ({
    founded: before?.founded ?? { at: metadata.occurredAt, by: metadata.actor },
  }),
);

/** Forums by id. */
export const forumProjection = defineProjection({
  kind: "forum",
  columns: {
    status: { type: "text", of: (row: ForumRow) => row.status },
    title: { type: "text", of: (row) => row.title.toLowerCase(), index: true },
    kind: { type: "text", of: (row) => row.kind },
  },
  handlers: { ForumFounded: forumAfter, ForumDescribed: forumAfter, ForumEnded: forumAfter, ForumReopened: forumAfter },
  search: (row) => ({ title: row.title, detail: `${row.kind} review`, at: row.founded.at, body: row.vendor ?? "" }),
});

/** When a decision was taken, and by whom it was undone. */
interface SittingTimes {
  readonly opened: Told;
  /** By the id of the decision. */
  readonly decided: Readonly<Record<string, string>>;
}

/** One review of a series: what the domain says it is, and its times. */
export type SittingRow = Keyed & KnownSitting & SittingTimes;

const sittingAfter = rowIsState(
  sittingDecider,
  ({ event, metadata }: HappenedAs<SittingEvent>, before: SittingTimes | null): SittingTimes => ({
    opened: before?.opened ?? { at: metadata.occurredAt, by: metadata.actor },
    decided: event.type === "SittingDecided"
      ? { ...before?.decided, [event.data.decisionId]: metadata.occurredAt }
      : (before?.decided ?? {}),
  }),
);

/** Reviews of series by id. */
export const sittingProjection = defineProjection({
  kind: "sitting",
  columns: {
    forumId: { type: "text", of: (row: SittingRow) => row.forumId, index: true },
    open: { type: "integer", of: (row) => (isOpenSitting(row) ? 1 : 0), index: true },
    dueOn: { type: "text", of: (row) => row.dueOn, index: true },
    lastDay: { type: "text", of: (row) => lastDayOf(row) },
    openFindings: { type: "integer", of: (row) => row.findings.filter(isOpenFinding).length },
    /** Records that its findings became. */
    records: { type: "text", of: (row) => keyList(row.findings.flatMap(({ became }) => (became === null ? [] : [became.recordId]))) },
  },
  handlers: {
    SittingOpened: sittingAfter,
    SittingMoved: sittingAfter,
    SittingItemAdded: sittingAfter,
    SittingBegun: sittingAfter,
    SittingAttended: sittingAfter,
    SittingItemTalkedOf: sittingAfter,
    SittingDecided: sittingAfter,
    SittingDecisionUndone: sittingAfter,
    FindingNoted: sittingAfter,
    FindingRewritten: sittingAfter,
    FindingBecame: sittingAfter,
    FindingDismissed: sittingAfter,
    FindingTakenUp: sittingAfter,
    SittingClosed: sittingAfter,
    SittingSkipped: sittingAfter,
    SittingReopened: sittingAfter,
  },
  search: (row) => ({
    title: `Review of ${row.dueOn}`, detail: row.status, at: row.opened.at,
    body: [
      ...row.findings.map(({ title, text }) => `${title}\n${text}`), ...row.decisions.map(({ text, reason }) => `${text}\n${reason}`),
      row.summary,
    ].join("\n"),
  }),
});
