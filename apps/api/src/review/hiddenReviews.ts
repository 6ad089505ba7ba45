import { reviewDecider } from "@ballast/domain/review";
import { foldRecord } from "@ballast/eventlog";
import type { Principal } from "../auth/principal.ts";
import type { ApiContext, LogReader } from "../graphql/context.ts";
import { isHidden, servicesOf } from "../graphql/records.ts";

/** With a private incident its review is hidden; one that is not there is hidden as well: both are told in the same words. */
export async function isHiddenReview(context: ApiContext, principal: Principal, reviewId: string): Promise<boolean> {
  const review = await foldRecord(context.log, reviewDecider, reviewId);
  return review.status === "absent" || isHidden(context, principal, { kind: "Incident", id: review.incidentId });
}

/** Services of a review, for tokens that are limited to some: those of its incident. */
export async function servicesOfReview(context: LogReader, reviewId: string): Promise<readonly string[]> {
  const review = await foldRecord(context.log, reviewDecider, reviewId);
  return review.status === "absent" ? [] : ((await servicesOf(context, "Incident", review.incidentId)) ?? []);
}
