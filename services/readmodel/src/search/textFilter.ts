import type { Condition } from "../engine/query.ts";
import { matchOf } from "./match.ts";

/** Rows of a kind whose text, today's or an earlier one, contains the words; empty text does not limit. */
export function hasText(kind: string, text: string | undefined): Condition | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const match = matchOf(text);
  if (match === null) return { sql: "FALSE", params: [] };
  return {
    sql: "r.id IN (SELECT d.recordId FROM searchText t JOIN searchDoc d ON d.rowid = t.rowid WHERE searchText MATCH ? AND d.recordKind = ?)",
    params: [match, kind],
  };
}
