import type { IncidentEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { nameOf, type KnownIncident } from "./incident.ts";
import type { CommandOf } from "./incidentCommands.ts";
import { refuseFuture } from "./refusals.ts";

/** A review that was held or skipped is not due again. */
export function markReviewDue({ incidentId, dueAt }: CommandOf<"MarkReviewDue">, incident: KnownIncident): readonly IncidentEvent[] {
  const { review } = incident;
  if (review.status === "held" || review.status === "skipped") return [];
  if (review.status === "due" && review.dueAt === dueAt) return [];
  refuseUnlessReviewable(incident);
  return [{ type: "ReviewMarkedDue", data: { incidentId, dueAt } }];
}

/** May be held again: the later notes count, the earlier ones stay in the history. */
export function holdReview({ incidentId, heldAt, notes, now }: CommandOf<"HoldReview">, incident: KnownIncident): readonly IncidentEvent[] {
  if (sameContent(incident.review, { status: "held", heldAt, notes })) return [];
  refuseUnlessReviewable(incident);
  refuseFuture(heldAt, now, ["heldAt"]);
  return [{ type: "ReviewHeld", data: { incidentId, heldAt, notes } }];
}

export function skipReview({ incidentId, reason }: CommandOf<"SkipReview">, incident: KnownIncident): readonly IncidentEvent[] {
  const { review } = incident;
  if (review.status === "skipped") return [];
  if (review.status === "held") {
    throw new Rejection("TRANSITION_NOT_ALLOWED", `the review of ${nameOf(incident)} was held at ${review.heldAt} and cannot be skipped`, [
      "incidentId",
    ]);
  }
  refuseUnlessReviewable(incident);
  return [{ type: "ReviewSkipped", data: { incidentId, reason } }];
}

function refuseUnlessReviewable(incident: KnownIncident): void {
  if (incident.status === "imported" || incident.state === "resolved" || incident.state === "closed") return;
  throw new Rejection(
    "TRANSITION_NOT_ALLOWED",
    `${nameOf(incident)} is ${incident.state}: only a resolved or closed incident is reviewed`,
    ["incidentId"],
  );
}
