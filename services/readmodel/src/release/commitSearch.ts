import { momentOf, type AsOf } from "../engine/asOf.ts";
import { numberOf, textOf, type Database } from "../engine/database.ts";

/** A release that one of its commits was found by. */
export interface FoundRelease {
  readonly id: string;
  readonly version: string;
  readonly subject: string;
  readonly releasedAt: string;
  /** The words found, in brackets, with a few around them. */
  readonly excerpt: string;
  /** SQLite's bm25: the lower the better. */
  readonly rank: number;
}

/** Releases by the words of their commits, the best first; `match` is an FTS5 query. */
export function foundByCommits(
  db: Database,
  match: string,
  { most, asOf }: { readonly most: number; readonly asOf?: AsOf | undefined },
): readonly FoundRelease[] {
  const moment = momentOf(db, asOf);
  const then = moment.axis === "position" ? `AND r.bornKey <= ?` : "";
  const rows = db.all(
    `SELECT r.id, r.version, c.subject, r.doc ->> '$.releasedAt' AS releasedAt, snippet(commitText, 0, '[', ']', '…', 12) AS excerpt, bm25(commitText) AS rank
     FROM commitText JOIN commits c ON c.rowid = commitText.rowid JOIN current_release r ON r.id = c.releaseId WHERE commitText MATCH ? ${then} ORDER BY rank LIMIT ${most}`,
    match, ...(moment.axis === "position" ? [moment.key] : []),
  );
  return rows.map((row) => ({
    id: textOf(row, "id"), version: textOf(row, "version"), subject: textOf(row, "subject"), releasedAt: textOf(row, "releasedAt"),
    excerpt: textOf(row, "excerpt"), rank: numberOf(row, "rank"),
  }));
}
