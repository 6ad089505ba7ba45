import { counted } from "../data/words.ts";
import type { SegmentLine } from "./segmentDocuments.ts";

/** Who is in a segment, in words: those by name, those by rule, and who never is. */
export function membersWords({ included, excluded, rules }: SegmentLine["members"]): string {
  const parts = [
    ...(included.length === 0 ? [] : [`${counted(included.length, "customer")} by name`]),
    ...rules.map((conditions) =>
      conditions
        .map((one) =>
          one.kind === "attribute" ? `${one.attribute} ${one.operator} ${one.values.slice(0, 3).map(String).join(" or ")}` : "in a segment",
        )
        .join(" and "),
    ),
  ];
  const never = excluded.length === 0 ? "" : `; never ${counted(excluded.length, "customer")} by name`;
  return parts.length === 0 ? `Nobody${never}` : `${parts.join(", or ")}${never}`;
}
