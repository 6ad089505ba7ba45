import { operatorWords } from "@ballast/schema/words";
import type { TargetingRecord } from "./flagDocuments.ts";

/** A condition as it is read. */
export type FlagCondition = TargetingRecord["rules"]["rules"][number]["conditions"][number];

/** What people call the segments that rules name by id. */
export type SegmentNames = (segmentId: string) => string | undefined;

const MOST_VALUES = 3;

/** A condition in words: "plan is Enterprise or Trial", "in pilots". */
export function conditionWords(condition: FlagCondition, segments: SegmentNames = () => undefined): string {
  if (condition.kind === "segment") return `${condition.within ? "in" : "not in"} ${segments(condition.segmentId) ?? "a segment"}`;
  const more = condition.values.length - MOST_VALUES;
  const values = [...condition.values.slice(0, MOST_VALUES).map(String), ...(more > 0 ? [`${String(more)} more`] : [])];
  return `${condition.attribute} ${operatorWords[condition.operator]} ${values.join(" or ")}`;
}
