export { meetingDecider, type Meeting, type MeetingCommand } from "./meetingDecider.ts";
export {
  annotationsOf, draftReaders, factorWords, lineOf, reviewStates, spentOn, usualAgenda, type KnownReview, type Review, type ReviewLine,
  type ReviewParticipant, type ReviewState,
} from "./review.ts";
export { lackingWords, type ActionStanding } from "./closing.ts";
export {
  forAudience, reviewCsv, reviewHtml, reviewJson, reviewMarkdown, type DocumentEntry, type DocumentLine, type ReviewAudience,
  type ReviewContent,
} from "./document.ts";
export type { ReviewCommand } from "./reviewCommands.ts";
export { knownReview, reviewDecider } from "./reviewDecider.ts";
