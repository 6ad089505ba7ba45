import type { DataOf, MeetingEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";

/** Who presents, and which moment they look at. */
export type Meeting = { readonly status: "absent" } | ({ readonly status: "presented" } & DataOf<"PresenterMoved">);

export interface MeetingCommand extends DataOf<"PresenterMoved"> {
  readonly type: "MovePresenter";
  readonly now: string;
  /** Presents from now on, whoever did before. */
  readonly takeOver: boolean;
}

function decide({ reviewId, presenterId, momentId, takeOver }: MeetingCommand, meeting: Meeting): readonly MeetingEvent[] {
  if (meeting.status !== "absent") {
    if (meeting.presenterId !== presenterId && !takeOver)
      throw new Rejection("NOT_PRESENTING", "somebody else presents", ["takeOver"]);
    if (meeting.presenterId === presenterId && meeting.momentId === momentId) return [];
  }
  return [{ type: "PresenterMoved", data: { reviewId, presenterId, momentId } }];
}

/** Where the meeting of a review stands: whole in its last event, the only one that its stream keeps. It goes by the review's id. */
export const meetingDecider = aggregate("meeting", {
  initialState: { status: "absent" } as Meeting, evolve: (_, { data }): Meeting => ({ status: "presented", ...data }), decide,
});
