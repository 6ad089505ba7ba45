import type { TellOfReviewInput } from "@ballast/schema/workflows";

/** The activity of `tellOfReview`. */
export interface ReviewActivities {
  /** Tells each person who was named; nobody where the publication was taken back meanwhile. */
  tellOfPublication(input: TellOfReviewInput): Promise<void>;
}
