import { numberOf, textOf, type Database } from "./database.ts";
import type { SearchText } from "./projection.ts";
import { OPEN } from "./tables.ts";

const END = "UPDATE searchDoc SET toKey = ? WHERE searchNo = ?";
const INSERT = `INSERT INTO searchDoc (searchNo, kind, id, recordKind, recordId, title, detail, body, at, fromKey, toKey) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${OPEN})`;
const READ = "SELECT title, detail, body FROM searchDoc WHERE searchNo = ?";
const INDEX = "INSERT INTO searchText (rowid, title, detail, body) VALUES (?, ?, ?, ?)";

/** What a search compares and finds, without the row's own times and places; `no` is where it stands. */
export interface FoundBy extends Pick<SearchText, "title" | "detail" | "body"> {
  readonly no: number;
}

/** The texts that rows are found by. Which one of them is a row's now, its row says. */
export interface SearchTable {
  /** The text at a place. */
  read(no: number): FoundBy;
  /** Keeps the text a row is found by; an older one stays findable, with the span of the log in which it held. */
  write(
    row: { readonly kind: string; readonly id: string; readonly position: number },
    texts: { readonly before: FoundBy | null; readonly after: SearchText | null },
  ): FoundBy | null;
  /** After a transaction that failed: its places are free again. */
  forget(): void;
}

/** Prepares the statements. */
export function createSearchTable(db: Database): SearchTable {
  let newest: number | null = null;
  const nextPlace = (): number => (newest = (newest ?? numberOf(db.get("SELECT max(searchNo) AS newest FROM searchDoc"), "newest")) + 1);
  return {
    read(no) {
      const row = db.get(READ, no);
      return { no, title: textOf(row, "title"), detail: textOf(row, "detail"), body: textOf(row, "body") };
    },
    write({ kind, id, position }, { before, after }) {
      if (sameText(before, after)) return before;
      if (before !== null) db.run(END, position, before.no);
      if (after === null) return null;
      const { title, detail, body, at, recordKind = kind, recordId = id } = after;
      const no = nextPlace();
      db.run(INSERT, no, kind, id, recordKind, recordId, title, detail, body, at, position);
      db.run(INDEX, no, title, detail, body);
      return { no, title, detail, body };
    },
    forget() {
      newest = null;
    },
  };
}

const sameText = (a: FoundBy | null, b: SearchText | null): boolean =>
  a === null || b === null ? a === b : a.title === b.title && a.detail === b.detail && a.body === b.body;
