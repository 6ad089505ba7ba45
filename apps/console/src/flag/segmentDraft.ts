import type { SegmentMembers } from "@ballast/schema";
import type { SegmentLine } from "./segmentDocuments.ts";
import { conditionOf, conditionProblem, conditionText } from "./rulesDraft.ts";
import type { ConditionText } from "./rulesDraft.ts";

/** A segment while it is written. */
export interface SegmentText {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** Customers' ids, one a line. */
  readonly included: string;
  readonly excluded: string;
  readonly rules: readonly (readonly ConditionText[])[];
  readonly reason: string;
}

/** One that is not there yet. */
export const newSegment: SegmentText = { key: "", name: "", description: "", included: "", excluded: "", rules: [], reason: "" };

/** A segment as fields. */
export const segmentText = ({
  slug, name, description, members,
}: Pick<SegmentLine, "slug" | "name" | "description" | "members">): SegmentText => ({
  key: slug,
  name,
  description,
  included: members.included.join("\n"),
  excluded: members.excluded.join("\n"),
  rules: members.rules.map((conditions) => conditions.map(conditionText)),
  reason: "",
});

const idsIn = (text: string): string[] => [...new Set(text.split("\n").map((one) => one.trim()).filter((one) => one !== ""))];

/** Who is in it, as written. Only for one without a problem. */
export const membersOf = ({ included, excluded, rules }: SegmentText): SegmentMembers => ({
  included: idsIn(included), excluded: idsIn(excluded), rules: rules.map((conditions) => conditions.map(conditionOf)),
});

/** Customers that can be named in a segment. */
const MOST_NAMED = 10_000;

/** What is wrong with a segment as written, in words; null where nothing is. */
export function segmentProblem({ key, included, excluded, rules }: SegmentText): string | null {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/u.test(key) || key.length > 63) return "A key is of lower-case letters, digits and single dashes.";
  if (Math.max(idsIn(included).length, idsIn(excluded).length) > MOST_NAMED)
    return "At most 10,000 customers stand in it by name: use a rule.";
  for (const [index, conditions] of rules.entries()) {
    const problem = conditions.map(conditionProblem).find((one) => one !== null);
    if (problem !== undefined && problem !== null) return `Rule ${String(index + 1)}: ${problem}`;
  }
  return null;
}
