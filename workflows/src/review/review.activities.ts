import { incidentDecider } from "@ballast/domain";
import { reviewDecider } from "@ballast/domain/review";
import { foldRecord } from "@ballast/eventlog";
import type { TellOfReviewInput } from "@ballast/schema/workflows";
import { isolated } from "@ballast/schema/isolated";
import { cancellable } from "../heartbeat.ts";
import type { PartsWithFlags } from "../parts.ts";
import { tellPerson } from "../tellPerson.ts";
import type { ReviewActivities } from "./reviewActivities.ts";

/** The activity of `tellOfReview`. */
export const reviewActivities = (parts: PartsWithFlags): ReviewActivities => ({
  tellOfPublication: (input) => cancellable((signal) => tellOfPublication(parts, input, signal)),
});

/** One message each; what was taken back meanwhile is told to nobody. The text itself stays where it is read by who may. */
export async function tellOfPublication(parts: PartsWithFlags, input: TellOfReviewInput, signal: AbortSignal): Promise<void> {
  const review = await foldRecord(parts.log, reviewDecider, input.reviewId);
  if (review.status !== "published" || review.publication === null) return;
  const incident = await foldRecord(parts.log, incidentDecider, review.incidentId);
  const called = incident.status === "declared" ? `INC-${String(incident.declaration.number)}` : "an incident";
  const title = incident.status === "absent" ? "" : `, ${isolated(incident.title)}`;
  const link = `${parts.publicUrl}/reviews/${input.reviewId}`;
  const note = input.note === "" ? [] : ["", input.note];
  const text = [`The review of ${called}${title} was published by ${input.actor.name}.`, ...note, "", link];
  for (const personId of input.told) {
    await tellPerson(parts, personId, {
      text: { subject: `Review of ${called}${title}`, text: text.join("\n"), link }, signal,
      key: `review/${input.requestEventId}/${personId}`,
    });
  }
}
