import type { Condition } from "./query.ts";
import { matchOf } from "./match.ts";

/** Rows of a kind whose text, that of the moment or an earlier one, contains the words; empty text does not limit. */
export function hasText(kind: string, text: string | undefined): Condition | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const match = matchOf(text);
  if (match === null) return { sql: "FALSE", params: [] };
  const found = "SELECT d.recordId FROM searchText t JOIN searchDoc d ON d.searchNo = t.rowid WHERE searchText MATCH ? AND d.recordKind = ?";
  const ever: Condition = { sql: `r.id IN (${found})`, params: [match, kind] };
  return {
    ...ever,
    placed: (moment) =>
      moment.axis === "position" ? { sql: `r.id IN (${found} AND d.fromKey <= ?)`, params: [match, kind, moment.key] } : ever,
  };
}
