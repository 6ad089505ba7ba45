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
  /** Makes some of the texts found that are not yet, in a transaction of the caller's; whether all are by now. */
  fill(): boolean;
  /** After a transaction that failed: its places are free again. */
  forget(): void;
}

/** So many texts at once, some 50 ms: others have their turn between. */
const FILLED_AT_ONCE = 5_000;
/** Found at once in any case: what is small is waited for, and searched, as soon as it is there. */
export const FIRST_TEXTS = 5_000;
/** Up to which place texts were filled in. */
const FILLED = "SELECT value FROM meta WHERE name = 'searchFilled'";
const FILL = `INSERT INTO searchText (rowid, title, detail, body)
  SELECT searchNo, title, detail, body FROM searchDoc WHERE searchNo > ? AND searchNo <= ? ORDER BY searchNo`;

/**
 * Prepares the statements. While `later` says so, texts are written down only, and found once they are filled in: many at once take half of
 * the work.
 */
export function createSearchTable(db: Database, later: () => boolean): SearchTable {
  let newest: number | null = null;
  const lastPlace = (): number => numberOf(db.get("SELECT max(searchNo) AS newest FROM searchDoc"), "newest");
  const nextPlace = (): number => (newest = (newest ?? lastPlace()) + 1);
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
      if (no <= FIRST_TEXTS || !later()) db.run(INDEX, no, title, detail, body);
      return { no, title, detail, body };
    },
    fill() {
      const [from, last] = [Math.max(FIRST_TEXTS, Number(textOf(db.get(FILLED), "value"))), lastPlace()];
      const to = Math.min(from + FILLED_AT_ONCE, Math.max(from, last));
      db.run(FILL, from, to);
      db.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('searchFilled', ?)", String(to));
      return to >= last;
    },
    forget() {
      newest = null;
    },
  };
}

const sameText = (a: FoundBy | null, b: SearchText | null): boolean =>
  a === null || b === null ? a === b : a.title === b.title && a.detail === b.detail && a.body === b.body;
