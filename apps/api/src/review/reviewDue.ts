import type { MayBeDue } from "@ballast/domain/forum";
import type { Scope } from "../graphql/context.ts";
import { find } from "../graphql/records.ts";

/** Reviews of incidents that were not held. */
export const reviewDue = (scope: Scope): readonly MayBeDue[] =>
  scope.context.readModel.reviews
    .all({ filter: { states: ["preparing", "meeting"], viewer: scope.viewer }, asOf: scope.asOf })
    .map(({ reviewId, incidentId, dueAt }): MayBeDue => ({
      kind: "incidentReview", record: { kind: "review", recordId: reviewId },
      dueOn: dueAt === null ? null : new Date(dueAt).toISOString().slice(0, 10),
      serviceIds: find(scope, "Incident", incidentId)?.row.serviceIds ?? null,
    }));
