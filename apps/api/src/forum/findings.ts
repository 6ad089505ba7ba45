import { isOpenFinding, type Finding as Found } from "@ballast/domain/forum";
import type { Scope } from "../graphql/context.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { addressOf, find, findAny, kindNamed, nameOf } from "../graphql/records.ts";
import { toSitting, type CarriedBy, type Finding, type Sitting } from "./forumType.ts";

function carriedBy(scope: Scope, became: Found["became"]): CarriedBy | null {
  if (became === null) return null;
  const { kind, recordId } = became;
  const named = kindNamed(scope.context, kind);
  if (named === undefined || findAny(scope, named, recordId) === null)
    return { kind, id: null, name: kind === "risk" ? "a risk" : "an action", url: null };
  return { kind, id: toGlobalId(named, recordId), name: nameOf(scope, named, recordId), url: addressOf(scope, named, recordId) };
}

/** Findings of a review, oldest first. */
export const findingsOf = (sitting: Sitting): readonly Finding[] =>
  sitting.row.findings.map((found) => ({
    id: found.findingId, title: found.title, text: found.text, itemId: found.itemId, open: isOpenFinding(found),
    became: carriedBy(sitting.scope, found.became), dismissed: found.dismissed, notedBy: find(
      sitting.scope, "Person", found.notedBy,
    ), sitting,
  }));

/** Findings of reviews that became this record. */
export const findingsBehind = (scope: Scope, recordId: string): readonly Finding[] =>
  scope.context.readModel.forums
    .sittings({ filter: { recordId }, asOf: scope.asOf })
    .flatMap((row) => findingsOf(toSitting(row, scope)))
    .filter((finding) => finding.sitting.row.findings.some((one) => one.findingId === finding.id && one.became?.recordId === recordId));
