import type { MeetingEvent, ReviewEvent, ReviewSection } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { count, dayText } from "../words.ts";

const sections: Readonly<Record<ReviewSection, string>> = {
  happened: "what happened", possible: "what made it possible", longer: "what made it longer", factor: "what contributed",
  wentWell: "what went well", learning: "a learning", surprise: "a surprise", differently: "what they saw differently", note: "a note",
  decision: "a decision",
};
const interviews = { none: "", wanted: ", to be talked to before", done: ", who was talked to" } as const;

/** How the events of reviews and their meetings read. */
export const reviewSentences: Sentences<ReviewEvent | MeetingEvent> = {
  IncidentReviewOpened: ({ incidentId, dueAt }, { by, incident }) =>
    `${by} opened the review of ${incident(incidentId)}${dueAt === null ? "" : `, due by ${dayText(dueAt)}`}`,
  ReviewDueMoved: ({ reviewId, dueAt }, { review }) => `The ${review(reviewId)} is due by ${dayText(dueAt)}`,
  ReviewFacilitatorNamed: ({ reviewId, personId }, { person, review }) => `${person(personId)} leads the ${review(reviewId)}`,
  ReviewParticipantNamed: ({ reviewId, personId, interview }, { by, person, review }) =>
    `${by} asked ${person(personId)} to the ${review(reviewId)}${interviews[interview]}`,
  ReviewParticipantRemoved: ({ reviewId, personId }, { by, person, review }) =>
    `${by} took ${person(personId)} off the ${review(reviewId)}`,
  ReviewDraftRead: (
    { reviewId, personId }, { person, review }
  ) => `${person(personId)} opened the calibration draft of the ${review(reviewId)}`,
  ReviewAgendaSet: ({ reviewId, agenda }, { by, review }) =>
    `${by} set the agenda of the ${review(reviewId)}: ${agenda.map(({ title, minutes }) => `${title} ${String(minutes)} min`).join(", ")}`,
  ReviewLineWritten: ({ reviewId, section, text }, { by, review }) =>
    `${by} wrote ${sections[section]} into the ${review(reviewId)}: ${text}`,
  ReviewLineRewritten: ({ reviewId, text }, { by, review }) => `${by} rewrote a line of the ${review(reviewId)}: ${text}`,
  ReviewLineRemoved: ({ reviewId }, { by, review }) => `${by} removed a line of the ${review(reviewId)}`,
  ReviewLineAgreed: ({ reviewId, personId, agrees }, { person, review }) =>
    `${person(personId)} ${agrees ? "agrees" : "no longer agrees"} with a line of the ${review(reviewId)}`,
  ReviewMeetingBegun: ({ reviewId }, { by, review }) => `${by} began the meeting of the ${review(reviewId)}`,
  ReviewMeetingJoined: ({ reviewId, personId }, { person, review }) => `${person(personId)} joined the meeting of the ${review(reviewId)}`,
  ReviewTopicBegun: ({ reviewId, topic }, { by, review }) => `${by} went on to topic ${String(topic + 1)} of the ${review(reviewId)}`,
  ReviewMeetingAdjourned: ({ reviewId }, { by, review }) => `${by} adjourned the meeting of the ${review(reviewId)}`,
  ReviewClosed: ({ reviewId, heldAt, elsewhere }, { by, review }) =>
    elsewhere
      ? `The ${review(reviewId)} was held elsewhere on ${dayText(heldAt)}`
      : `${by} closed the ${review(reviewId)}, held on ${dayText(heldAt)}`,
  IncidentReviewSkipped: ({ reviewId, reason }, { review }) => `The ${review(reviewId)} was skipped${because(reason)}`,
  ReviewReopened: ({ reviewId, reason }, { by, review }) => `${by} reopened the ${review(reviewId)}${because(reason)}`,
  ReviewPublished: ({ reviewId, visibility, told, note }, { by, review }) => {
    const whom = told.length === 0 ? "" : ` and told ${count(told.length, "person", "people")}`;
    return `${by} published the ${review(reviewId)} (${visibility})${whom}${because(note)}`;
  },
  ReviewRead: ({ reviewId, personId }, { person, review }) => `${person(personId)} opened the published ${review(reviewId)}`,
  ReviewWithdrawn: ({ reviewId, reason }, { by, review }) => `${by} took back the publication of the ${review(reviewId)}${because(reason)}`,
  PresenterMoved: ({ reviewId, presenterId }, { person, review }) =>
    `${person(presenterId)} showed another moment in the meeting of the ${review(reviewId)}`,
};

/** Whom they concern: a review that is due or over is everybody's, each line is of those who are in it. */
export const reviewTelling: Telling<ReviewEvent | MeetingEvent> = {
  IncidentReviewOpened: "everybody",
  ReviewDueMoved: "followers",
  ReviewFacilitatorNamed: "followers",
  ReviewParticipantNamed: "followers",
  ReviewParticipantRemoved: "followers",
  ReviewDraftRead: { silent: "it is counted on the review; nobody waits for one who reads" },
  ReviewAgendaSet: "followers",
  ReviewLineWritten: "followers",
  ReviewLineRewritten: "followers",
  ReviewLineRemoved: "followers",
  ReviewLineAgreed: "followers",
  ReviewMeetingBegun: "everybody",
  ReviewMeetingJoined: "followers",
  ReviewTopicBegun: "followers",
  ReviewMeetingAdjourned: "followers",
  ReviewClosed: "everybody",
  IncidentReviewSkipped: "followers",
  ReviewReopened: "everybody",
  ReviewPublished: "everybody",
  ReviewRead: { silent: "it is counted on the review; nobody waits for one who reads" },
  ReviewWithdrawn: "everybody",
  PresenterMoved: { silent: "it is what is on the screens of a meeting, and its stream keeps only the last of them" },
};
