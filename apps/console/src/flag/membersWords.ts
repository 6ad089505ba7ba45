import { counted } from "../data/words.ts";
import { conditionWords } from "./conditionWords.ts";
import type { SegmentLine } from "./segmentDocuments.ts";

/** Who is in a segment, in words: those by name, those by rule, and who never is. */
export function membersWords({ included, excluded, rules }: SegmentLine["members"]): string {
  const parts = [
    ...(included.length === 0 ? [] : [`${counted(included.length, "customer")} by name`]),
    ...rules.map((conditions) => conditions.map((one) => conditionWords(one)).join(" and ")),
  ];
  const never = excluded.length === 0 ? "" : `; never ${counted(excluded.length, "customer")} by name`;
  return parts.length === 0 ? `Nobody${never}` : `${parts.join(", or ")}${never}`;
}
