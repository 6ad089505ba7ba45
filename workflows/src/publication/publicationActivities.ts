import type { AskToConfirmInput, SendMailingInput, TellSubscribersInput } from "@ballast/schema/workflows";

/** The activity of `tellSubscribers`. */
export interface ReleasingActivities {
  /** Lets it go out, unless it was taken back or is not to be told any more. */
  releasePublication(input: TellSubscribersInput): Promise<void>;
}

/** Activities that wait for other people's servers, in slots of their own. */
export interface PublishingActivities {
  /** Sends to all who wait; whether somebody still does, as their server was away. */
  sendToSubscribers(input: SendMailingInput): Promise<boolean>;
  /** Nobody is tried any more. */
  giveUpMailing(input: SendMailingInput): Promise<void>;
  /** Asks whether somebody meant it; nothing where they took it back meanwhile. */
  sendConfirmation(input: AskToConfirmInput): Promise<void>;
}
