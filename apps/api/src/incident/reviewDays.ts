import { referenceOf } from "@ballast/readmodel";
import type { CalendarEntry, Scope } from "../graphql/context.ts";
import { addressOf } from "../graphql/records.ts";

/** Reviews of incidents that are to be held; of private ones for whoever may know of them. */
export function reviewDays(scope: Scope): readonly CalendarEntry[] {
  return scope.context.readModel.incidents
    .all({ reviewDue: true, viewer: scope.viewer }, scope.asOf)
    .flatMap((row): readonly CalendarEntry[] =>
      row.review.dueAt === null
        ? []
        : [{
            key: `incident-review-${row.id}`, title: `Review of ${referenceOf(row)}, ${row.title}`,
            at: new Date(row.review.dueAt).toISOString(), ownerId: null, text: "", view: addressOf(scope, "Incident", row.id),
          }],
    );
}
