import { incidentDecider } from "@ballast/domain";
import { reviewDecider } from "@ballast/domain/review";
import { foldRecord } from "@ballast/eventlog";
import type { TellOfReviewInput } from "@ballast/schema/workflows";
import { isolated } from "@ballast/schema/isolated";
import { telling, type Telling } from "../heartbeat.ts";
import type { PartsWithFlags } from "../parts.ts";
import { redactionFor } from "../redactionFor.ts";
import { tellEach } from "../tellPerson.ts";
import type { ReviewActivities } from "./reviewActivities.ts";

/** The activity of `tellOfReview`. */
export const reviewActivities = (parts: PartsWithFlags): ReviewActivities => ({
  tellOfPublication: (input) => telling((told) => tellOfPublication(parts, input, told)),
});

/** One message each; what was taken back meanwhile is told to nobody. The text itself stays where it is read by who may. */
export async function tellOfPublication(parts: PartsWithFlags, input: TellOfReviewInput, telling: Telling): Promise<void> {
  const review = await foldRecord(parts.log, reviewDecider, input.reviewId);
  if (review.status !== "published" || review.publication === null) return;
  const incident = await foldRecord(parts.log, incidentDecider, review.incidentId);
  const called = incident.status === "declared" ? `INC-${String(incident.declaration.number)}` : "an incident";
  const redact = incident.status === "declared" ? await redactionFor(parts, incident) : (text: string): string => text;
  const title = incident.status === "absent" ? "" : `, ${isolated(redact(incident.title))}`;
  const link = `${parts.publicUrl}/reviews/${input.reviewId}`;
  const note = input.note === "" ? [] : ["", input.note];
  const text = [`The review of ${called}${title} was published by ${input.actor.name}.`, ...note, "", link];
  const said = { subject: `Review of ${called}${title}`, text: text.join("\n"), link };
  await tellEach(parts, input.told, {
    telling, noteOf: (personId) => ({ text: said, key: `review/${input.requestEventId}/${personId}` }),
  });
}
