import type { AgendaTopic, DataOf, ReviewMoment } from "@ballast/schema";

/** Where a review is on its way. One that was adjourned is prepared again. */
export const reviewStates = ["preparing", "meeting", "held", "published", "skipped"] as const;
export type ReviewState = (typeof reviewStates)[number];

/** Somebody who was asked to a review, and whether they are to be talked to before. */
export type ReviewParticipant = Omit<DataOf<"ReviewParticipantNamed">, "reviewId">;

/** Something that somebody has written down. */
export interface ReviewLine extends Omit<DataOf<"ReviewLineWritten">, "reviewId"> {
  /** How often it was rewritten. */
  readonly revision: number;
  /** Who agrees with it, in the order in which they said so. */
  readonly agreed: readonly string[];
}

/** The meeting's clock. */
export interface ReviewMeeting {
  readonly begunAt: string;
  /** What is talked about, by its place in the agenda; null while nobody meets. */
  readonly topic: number | null;
  /** Since when. */
  readonly since: string;
  /** Milliseconds that were spent on each topic before `since`, by its place in the agenda. */
  readonly spentMs: readonly number[];
}

/** A review, as its events tell it. */
export interface KnownReview {
  readonly status: ReviewState;
  readonly reviewId: string;
  readonly incidentId: string;
  /** When it has to be held at the latest; null: nobody has said. */
  readonly dueAt: string | null;
  readonly facilitatorId: string | null;
  readonly participants: readonly ReviewParticipant[];
  readonly agenda: readonly AgendaTopic[];
  /** In the order in which they were written. */
  readonly lines: readonly ReviewLine[];
  readonly meeting: ReviewMeeting | null;
  /** Who has opened the calibration draft, in that order. */
  readonly draftReadBy: readonly string[];
  /** Who was in the meeting, in the order in which they came. */
  readonly joined: readonly string[];
  readonly heldAt: string | null;
  readonly publication: Omit<DataOf<"ReviewPublished">, "reviewId"> | null;
  /** Of those whom the publication was told to, who has opened it, in that order. */
  readonly readBy: readonly string[];
  /** Why there is none; null unless it was skipped. */
  readonly skipped: string | null;
}

export type Review = { readonly status: "absent" } | KnownReview;

/** What the meeting talks about unless told otherwise. */
export const usualAgenda: readonly AgendaTopic[] = [
  { subject: "timeline", title: "Timeline", minutes: 15 },
  { subject: "factors", title: "Factors", minutes: 15 },
  { subject: "learnings", title: "Learnings", minutes: 15 },
  { subject: "actions", title: "Actions", minutes: 15 },
];

/** Factors that many incidents have had: a beginning, to which everybody adds by naming another one. */
export const factorWords = [
  "alert-missing", "alert-noise", "automation-surprise", "capacity", "configuration", "dashboard-misleading", "dependency-failure",
  "documentation-missing", "hand-over", "incomplete-rollback", "knowledge-of-one", "latent-bug", "monitoring-gap", "ownership-unclear",
  "shared-state", "test-gap", "third-party", "time-pressure", "untested-change",
] as const;

/** The line with this id; undefined where there is none, or where it was removed. */
export const lineOf = ({ lines }: Pick<KnownReview, "lines">, lineId: string): ReviewLine | undefined =>
  lines.find((line) => line.lineId === lineId);

/** Whether somebody takes part: they were asked to it, or lead it. */
export const takesPart = ({ participants, facilitatorId }: Pick<KnownReview, "participants" | "facilitatorId">, person: string): boolean =>
  facilitatorId === person || participants.some(({ personId }) => personId === person);

/** Who of those that take part has opened the calibration draft, and who has not: whoever leads it first, then as they were asked. */
export function draftReaders(review: Pick<KnownReview, "participants" | "facilitatorId" | "draftReadBy">): {
  readonly readBy: readonly string[]; readonly awaited: readonly string[];
} {
  const { participants, facilitatorId, draftReadBy } = review;
  const part = new Set([...(facilitatorId === null ? [] : [facilitatorId]), ...participants.map(({ personId }) => personId)]);
  return {
    readBy: draftReadBy.filter((personId) => part.has(personId)),
    awaited: [...part].filter((personId) => !draftReadBy.includes(personId)),
  };
}

const annotating: ReadonlySet<string> = new Set(["differently", "surprise"]);

/** Lines that say of a moment of the timeline that somebody saw it differently, or was surprised by it; by the moment. */
export const annotationsOf = ({ lines }: Pick<KnownReview, "lines">): readonly (ReviewLine & { readonly moment: ReviewMoment })[] =>
  lines
    .flatMap(({ moment, ...line }) => (moment !== null && annotating.has(line.section) ? [{ ...line, moment }] : []))
    .toSorted((a, b) => Date.parse(a.moment.at) - Date.parse(b.moment.at));

/** Milliseconds spent on a topic by a moment. */
export function spentOn({ spentMs, topic, since }: ReviewMeeting, place: number, now: string): number {
  const before = spentMs[place] ?? 0;
  return topic === place ? before + Math.max(0, Date.parse(now) - Date.parse(since)) : before;
}
