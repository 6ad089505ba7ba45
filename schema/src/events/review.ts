import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, reason, text, uuid } from "../scalars.ts";
import { visibility } from "./incident.ts";

/** What a line of a review says something of. */
export const reviewSections = [
  "happened", "possible", "longer", "factor", "wentWell", "learning", "surprise", "differently", "note", "decision",
] as const;
export type ReviewSection = (typeof reviewSections)[number];
/** What a contributing factor did. */
export const factorEffects = ["caused", "contributed", "prolonged", "revealed", "ruledOut"] as const;
export type FactorEffect = (typeof factorEffects)[number];
/** What the meeting talks about; each has its place on the screen. */
export const agendaSubjects = ["timeline", "factors", "learnings", "actions", "other"] as const;
export type AgendaSubject = (typeof agendaSubjects)[number];
/** Whether somebody is to be talked to before the meeting, and whether that was done. */
export const interviewStates = ["none", "wanted", "done"] as const;
export type InterviewState = (typeof interviewStates)[number];

const id = { reviewId: uuid };
/** What somebody typed: a line, shorter than a page. */
export const reviewText = z.string().trim().min(1).max(1_000);
/** A factor by its word, the same whoever names it, so that it can be said how often it was one. */
export const factorWord = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "a factor is named in lower-case letters, digits and single dashes")
  .max(60);
/** A moment of the incident's timeline. */
export const reviewMoment = z.object({ entryId: z.string().min(1).max(200), at: instant });
export type ReviewMoment = z.infer<typeof reviewMoment>;
const factor = z.object({ word: factorWord, effect: z.enum(factorEffects) });
export const agendaTopic = z.object({ subject: z.enum(agendaSubjects), title: line, minutes: z.int().min(1).max(240) });
export type AgendaTopic = z.infer<typeof agendaTopic>;
export const agenda = z.array(agendaTopic).min(1).max(9);

const written = {
  ...id, lineId: uuid,
  text: reviewText,
  /** What it was and what it did, of a contributing factor; null of every other line. */
  factor: factor.nullable(),
};

/** What people say about an incident afterwards, line by line, and what becomes of it. */
export const reviewEvents = {
  IncidentReviewOpened: defineEvent({
    type: "IncidentReviewOpened",
    schema: z.object({ ...id, incidentId: uuid, dueAt: instant.nullable(), facilitatorId: uuid.nullable(), agenda }),
  }),
  ReviewDueMoved: defineEvent({ type: "ReviewDueMoved", schema: z.object({ ...id, dueAt: instant }) }),
  ReviewFacilitatorNamed: defineEvent({ type: "ReviewFacilitatorNamed", schema: z.object({ ...id, personId: uuid }) }),
  /** Somebody is asked to the meeting, or what is to be known of talking to them changes. */
  ReviewParticipantNamed: defineEvent({
    type: "ReviewParticipantNamed", schema: z.object({ ...id, personId: uuid, interview: z.enum(interviewStates) }),
  }),
  ReviewParticipantRemoved: defineEvent({ type: "ReviewParticipantRemoved", schema: z.object({ ...id, personId: uuid }) }),
  /** Somebody who takes part has opened the calibration draft, the timeline as it was known then, for the first time. */
  ReviewDraftRead: defineEvent({ type: "ReviewDraftRead", schema: z.object({ ...id, personId: uuid }) }),
  ReviewAgendaSet: defineEvent({ type: "ReviewAgendaSet", schema: z.object({ ...id, agenda }) }),
  ReviewLineWritten: defineEvent({
    type: "ReviewLineWritten",
    schema: z.object({ ...written, section: z.enum(reviewSections), authorId: uuid, moment: reviewMoment.nullable() }),
  }),
  /** `revision`: how often the line was rewritten with this one. */
  ReviewLineRewritten: defineEvent({
    type: "ReviewLineRewritten", schema: z.object({ ...written, revision: z.int().min(1), authorId: uuid }),
  }),
  ReviewLineRemoved: defineEvent({ type: "ReviewLineRemoved", schema: z.object({ ...id, lineId: uuid }) }),
  ReviewLineAgreed: defineEvent({
    type: "ReviewLineAgreed", schema: z.object({ ...id, lineId: uuid, personId: uuid, agrees: z.boolean() }),
  }),
  ReviewMeetingBegun: defineEvent({ type: "ReviewMeetingBegun", schema: z.object({ ...id, at: instant }) }),
  /** Somebody is in the meeting. */
  ReviewMeetingJoined: defineEvent({ type: "ReviewMeetingJoined", schema: z.object({ ...id, personId: uuid }) }),
  /** The meeting talks about this topic of its agenda from then on. */
  ReviewTopicBegun: defineEvent({ type: "ReviewTopicBegun", schema: z.object({ ...id, topic: z.int().min(0).max(8), at: instant }) }),
  /** It goes on another day. */
  ReviewMeetingAdjourned: defineEvent({ type: "ReviewMeetingAdjourned", schema: z.object({ ...id, at: instant }) }),
  ReviewClosed: defineEvent({
    type: "ReviewClosed",
    /** `elsewhere`: the incident said so; there was no meeting here. */
    schema: z.object({ ...id, heldAt: instant, elsewhere: z.boolean() }),
  }),
  IncidentReviewSkipped: defineEvent({ type: "IncidentReviewSkipped", schema: z.object({ ...id, reason }) }),
  ReviewReopened: defineEvent({ type: "ReviewReopened", schema: z.object({ ...id, reason }) }),
  ReviewPublished: defineEvent({
    type: "ReviewPublished", schema: z.object({ ...id, visibility, told: z.array(uuid).max(100), note: text }),
  }),
  /** Somebody whom the publication was told to has opened it, for the first time. */
  ReviewRead: defineEvent({ type: "ReviewRead", schema: z.object({ ...id, personId: uuid }) }),
  ReviewWithdrawn: defineEvent({ type: "ReviewWithdrawn", schema: z.object({ ...id, reason }) }),
};
export type ReviewEvent = EventsOf<typeof reviewEvents>;

/** Where the meeting of a review stands on the screens of those who follow. Its streams keep the last of them. */
export const meetingEvents = {
  PresenterMoved: defineEvent({
    type: "PresenterMoved",
    /** `momentId`: the entry of the timeline that is looked at; null: none yet. */
    schema: z.object({ ...id, presenterId: uuid, momentId: z.string().min(1).max(200).nullable() }),
  }),
};
export type MeetingEvent = EventsOf<typeof meetingEvents>;
