/** What is recorded of reviews. */
export const reviewEvents = [
  "IncidentReviewOpened", "ReviewDueMoved", "ReviewFacilitatorNamed", "ReviewParticipantNamed", "ReviewParticipantRemoved",
  "ReviewDraftRead",
  "ReviewAgendaSet", "ReviewLineWritten", "ReviewLineRewritten", "ReviewLineRemoved", "ReviewLineAgreed", "ReviewMeetingBegun",
  "ReviewMeetingJoined", "ReviewTopicBegun", "ReviewMeetingAdjourned", "ReviewClosed", "IncidentReviewSkipped", "ReviewReopened",
  "ReviewPublished", "ReviewRead", "ReviewWithdrawn",
];
