import { flagSentence, type FlagNames } from "@ballast/domain/targeting";
import type { TargetingRow } from "@ballast/readmodel/targeting";
import { find } from "../graphql/records.ts";
import type { Scope } from "../graphql/scope.ts";

/** What people call the flags and segments that rules name by id. */
export const namesIn = (scope: Scope): FlagNames => ({
  flag: (flagId) => find(scope, "Flag", flagId)?.name ?? "a flag",
  segment: (segmentId) => find(scope, "Segment", segmentId)?.name ?? "a segment",
});

/** What a flag does in an environment, in a sentence with its full stop. */
export function saidIn(scope: Scope, row: TargetingRow): string {
  const flag = find(scope, "Flag", row.flagId)?.row;
  const valueType = flag?.status === "managed" ? flag.valueType : "boolean";
  return `${flagSentence(row, { valueType, offVariant: row.offVariant }, namesIn(scope))}.`;
}
