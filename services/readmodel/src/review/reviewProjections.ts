import { meetingDecider, reviewDecider, type KnownReview, type Meeting } from "@ballast/domain/review";
import type { MeetingEvent, ReviewEvent } from "@ballast/schema";
import { defineProjection, rowIsState, type HappenedAs, type Keyed } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";
import type { Told } from "../engine/told.ts";

interface ReviewTimes {
  readonly openedAt: string;
  readonly openedBy: Told["by"];
  /** When it was published last, by whom, and where that stands in the log: what was published then; null unless it is. */
  readonly published: (Told & { readonly position: string }) | null;
}

/** A review: what the domain says it is, and its times. */
export type ReviewRow = Keyed & KnownReview & ReviewTimes;

const reviewAfter = rowIsState(
  reviewDecider,
  ({ event, metadata, position }: HappenedAs<ReviewEvent>, before: ReviewTimes | null): ReviewTimes => {
    const told: Told = { at: metadata.occurredAt, by: metadata.actor };
    const over = event.type === "ReviewWithdrawn" || event.type === "ReviewReopened";
    return {
      openedAt: before?.openedAt ?? told.at, openedBy: before?.openedBy ?? told.by,
      published: event.type === "ReviewPublished" ? { ...told, position } : over ? null : (before?.published ?? null),
    };
  },
);

/** Moments are compared as text; none stands after every one. */
const NEVER = "9999-12-31T00:00:00.000Z";
const utc = (at: string | null): string => (at === null ? NEVER : new Date(at).toISOString());
/** A moment so that the latest stands first as text. */
const newestFirst = (at: string | null): string =>
  (at === null ? NEVER : String(Date.parse(NEVER) - Date.parse(at)).padStart(15, "0"));
const states = { meeting: 0, preparing: 1, held: 2, published: 3, skipped: 4 } as const;

/** Words of what contributed, each once; what was ruled out did not. */
export const factorsOf = ({ lines }: Pick<ReviewRow, "lines">): readonly string[] => [
  ...new Set(lines.flatMap(({ factor }) => (factor === null || factor.effect === "ruledOut" ? [] : [factor.word]))),
];

/** Reviews by id. */
export const reviewProjection = defineProjection({
  kind: "review",
  columns: {
    incidentId: { type: "text", of: (row: ReviewRow) => row.incidentId, index: true },
    state: { type: "text", of: (row) => row.status },
    facilitatorId: { type: "text", of: (row) => row.facilitatorId },
    dueAt: { type: "text", of: (row) => utc(row.dueAt), index: true },
    openedAt: { type: "text", of: (row) => utc(row.openedAt), index: true },
    /** What has to be done first: a meeting, what is prepared by its day, what waits to be published; then what was held last. */
    urgency: {
      type: "text", of: (row) => `${String(states[row.status])} ${row.status === "preparing" ? utc(row.dueAt) : newestFirst(row.heldAt)}`,
      index: true,
    },
    factors: { type: "text", of: (row) => keyList(factorsOf(row)) },
  },
  handlers: {
    IncidentReviewOpened: reviewAfter,
    ReviewDueMoved: reviewAfter,
    ReviewFacilitatorNamed: reviewAfter,
    ReviewParticipantNamed: reviewAfter,
    ReviewParticipantRemoved: reviewAfter,
    ReviewDraftRead: reviewAfter,
    ReviewAgendaSet: reviewAfter,
    ReviewLineWritten: reviewAfter,
    ReviewLineRewritten: reviewAfter,
    ReviewLineRemoved: reviewAfter,
    ReviewLineAgreed: reviewAfter,
    ReviewMeetingBegun: reviewAfter,
    ReviewMeetingJoined: reviewAfter,
    ReviewTopicBegun: reviewAfter,
    ReviewMeetingAdjourned: reviewAfter,
    ReviewClosed: reviewAfter,
    IncidentReviewSkipped: reviewAfter,
    ReviewReopened: reviewAfter,
    ReviewPublished: reviewAfter,
    ReviewRead: reviewAfter,
    ReviewWithdrawn: reviewAfter,
  },
  search: (row) => ({
    title: "Review", detail: factorsOf(row).join(", "), at: row.openedAt,
    body: row.lines.map(({ text }) => text).join("\n"),
  }),
});

/** Who presents in the meeting of a review, and what. */
export type MeetingRow = Keyed & Extract<Meeting, { readonly status: "presented" }>;

/** Meetings by the id of their review. */
export const meetingProjection = defineProjection({
  kind: "meeting",
  columns: {},
  handlers: { PresenterMoved: rowIsState(meetingDecider, (_: HappenedAs<MeetingEvent>): object => ({})) },
});
