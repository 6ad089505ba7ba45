import { textOf, type Database } from "./database.ts";
import type { SearchText } from "./projection.ts";
import { OPEN } from "./tables.ts";

const END = `UPDATE searchDoc SET toKey = ? WHERE id = ? AND kind = ? AND toKey = ${OPEN}`;
const INSERT = `INSERT INTO searchDoc (kind, id, recordKind, recordId, title, detail, body, at, fromKey, toKey) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${OPEN})`;
const READ = `SELECT title, detail, body FROM searchDoc WHERE id = ? AND kind = ? AND toKey = ${OPEN}`;
const INDEX = "INSERT INTO searchText (rowid, title, detail, body) VALUES (last_insert_rowid(), ?, ?, ?)";

/** What a search compares and finds: without the row's own times and places. */
export type FoundBy = Pick<SearchText, "title" | "detail" | "body">;

/** The text that a row is found by now; null where it has none. */
export function readSearch(db: Database, kind: string, id: string): FoundBy | null {
  const row = db.get(READ, id, kind);
  return row === undefined ? null : { title: textOf(row, "title"), detail: textOf(row, "detail"), body: textOf(row, "body") };
}

/** Keeps the text a row is found by; an older text stays findable, with the span of the log in which it held. */
export function writeSearch(
  db: Database,
  { kind, id, position }: { kind: string; id: string; position: number },
  { before, after }: { before: FoundBy | null; after: SearchText | null },
): void {
  if (sameText(before, after)) return;
  if (before !== null) db.run(END, position, id, kind);
  if (after === null) return;
  db.run(INSERT, kind, id, after.recordKind ?? kind, after.recordId ?? id, after.title, after.detail, after.body, after.at, position);
  db.run(INDEX, after.title, after.detail, after.body);
}

const sameText = (a: FoundBy | null, b: FoundBy | null): boolean =>
  a === b || (a !== null && b !== null && a.title === b.title && a.detail === b.detail && a.body === b.body);
