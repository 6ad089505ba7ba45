import type { DataOf, EventType } from "@ballast/schema";
import type { ActionStanding } from "./closing.ts";

interface At {
  /** The moment of the command, ISO in UTC. */
  readonly now: string;
}
type Saying<Type extends string, Event extends EventType> = { readonly type: Type } & At & DataOf<Event>;

export type ReviewCommand =
  | Saying<"OpenIncidentReview", "IncidentReviewOpened">
  | Saying<"NameFacilitator", "ReviewFacilitatorNamed">
  | Saying<"NameParticipant", "ReviewParticipantNamed">
  | Saying<"RemoveParticipant", "ReviewParticipantRemoved">
  | Saying<"NoteDraftRead", "ReviewDraftRead">
  | Saying<"SetAgenda", "ReviewAgendaSet">
  | Saying<"WriteLine", "ReviewLineWritten">
  /** `seenRevision`: the text that was on the writer's screen. */
  | (Omit<Saying<"RewriteLine", "ReviewLineRewritten">, "revision"> & { readonly seenRevision: number })
  | (Saying<"RemoveLine", "ReviewLineRemoved"> & { readonly seenRevision: number })
  | Saying<"AgreeWithLine", "ReviewLineAgreed">
  | (Omit<Saying<"BeginMeeting", "ReviewMeetingBegun">, "at"> & { readonly personId: string })
  | Saying<"JoinMeeting", "ReviewMeetingJoined">
  | Omit<Saying<"BeginTopic", "ReviewTopicBegun">, "at">
  | Omit<Saying<"AdjournMeeting", "ReviewMeetingAdjourned">, "at">
  /** `actions`: all that came of it. */
  | (Omit<Saying<"CloseReview", "ReviewClosed">, "elsewhere"> & { readonly actions: readonly ActionStanding[] })
  /** The incident says that its review was held, or that there will be none. */
  | Omit<Saying<"NoteHeld", "ReviewClosed">, "elsewhere">
  | Saying<"NoteSkipped", "IncidentReviewSkipped">
  | Saying<"ReopenReview", "ReviewReopened">
  | Saying<"PublishReview", "ReviewPublished">
  | Saying<"NoteRead", "ReviewRead">
  | Saying<"WithdrawReview", "ReviewWithdrawn">;
export type ReviewCommandOf<Type extends ReviewCommand["type"]> = Extract<ReviewCommand, { type: Type }>;
