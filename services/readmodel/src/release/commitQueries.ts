import { numberOf, type Bindable, type Database } from "../engine/database.ts";
import { strangeCursor, type ListSlice, type SliceRequest } from "../engine/query.ts";
import { matchOf } from "../engine/match.ts";
import { toCommit, type CommitRow } from "./commitTable.ts";

/** A slice of a release's commits. */
export type CommitSlice = ListSlice<CommitRow>;

const MOST = 1_000;

/**
 * The commits of a release in the order of its source, from a cursor on; `text` keeps those that contain the words.
 * @throws Rejection INVALID_INPUT for a cursor that is none of theirs
 */
export function commitsOfRelease(
  db: Database,
  releaseId: string,
  slice: SliceRequest & { readonly text?: string | undefined },
): CommitSlice {
  const size = Math.max(0, Math.min(MOST, slice.first ?? 50));
  if (slice.after !== undefined && !/^\d{1,15}\.\d{1,15}$/.test(slice.after)) throw strangeCursor();
  const [chunk, place] = (slice.after ?? "-1.0").split(".").map(Number);
  const match = slice.text === undefined ? null : matchOf(slice.text);
  const words = match === null ? "" : "AND c.rowid IN (SELECT rowid FROM commitText WHERE commitText MATCH ?)";
  const wordParams: readonly Bindable[] = match === null ? [] : [match];
  const rows = db.all(
    `SELECT c.* FROM commits c WHERE c.releaseId = ? AND (c.chunk, c.place) > (?, ?) ${words} ORDER BY c.chunk, c.place LIMIT ?`,
    releaseId, chunk ?? -1, place ?? 0, ...wordParams, size + 1,
  );
  const nodes = rows.slice(0, size).map(toCommit);
  return {
    nodes,
    edges: nodes.map((node) => ({ cursor: node.cursor, node })),
    hasNextPage: rows.length > size,
    hasPreviousPage: slice.after !== undefined,
    totalCount: () => numberOf(db.get(`SELECT count(*) AS n FROM commits c WHERE c.releaseId = ? ${words}`, releaseId, ...wordParams), "n"),
  };
}
