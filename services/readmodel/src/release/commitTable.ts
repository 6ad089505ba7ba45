import type { Commit } from "@ballast/schema";
import { numberOf, textOf, type Database, type SqlRow } from "../engine/database.ts";
import type { SideTable } from "../engine/tables.ts";

const INSERT = `INSERT OR IGNORE INTO commits (releaseId, chunk, place, sha, authorAt, authorMs, committedAt, author, subject, isMerge, reverts, alsoReverts)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const INDEX =
  "INSERT INTO commitText (rowid, subject, author, sha) SELECT rowid, subject, author, sha FROM commits WHERE releaseId = ? AND chunk = ?";

const UNINDEX =
  "INSERT INTO commitText (commitText, rowid, subject, author, sha) SELECT 'delete', rowid, subject, author, sha FROM commits WHERE releaseId = ? AND chunk = ?";

/**
 * The commits of releases, as listed last: a chunk is listed again where an interrupted recording met a changed source,
 * or where a release known in part is completed. Those of an unsealed release are there, but no query sees it.
 */
export const commitTable: SideTable = {
  name: "commits",
  ddl: `
    CREATE TABLE commits (
      rowid INTEGER PRIMARY KEY, releaseId TEXT NOT NULL, chunk INTEGER NOT NULL, place INTEGER NOT NULL, sha TEXT NOT NULL, authorAt TEXT NOT NULL, authorMs INTEGER NOT NULL,
      committedAt TEXT, author TEXT NOT NULL, subject TEXT NOT NULL, isMerge INTEGER NOT NULL, reverts TEXT NOT NULL, alsoReverts TEXT);
    CREATE UNIQUE INDEX commits_place ON commits (releaseId, chunk, place);
    CREATE VIRTUAL TABLE commitText USING fts5 (subject, author, sha, content='commits', content_rowid='rowid', tokenize="unicode61 remove_diacritics 2", prefix='2 3');
  `,
  indexes: ["CREATE INDEX IF NOT EXISTS commits_sha ON commits (sha)"],
  types: new Set(["ReleaseCommitsListed"]),
  apply(db, { event }) {
    if (event.type !== "ReleaseCommitsListed") return;
    const { releaseId, chunk, commits } = event.data;
    db.run(UNINDEX, releaseId, chunk);
    db.run("DELETE FROM commits WHERE releaseId = ? AND chunk = ?", releaseId, chunk);
    commits.forEach((commit, place) => insert(db, { releaseId, chunk, place, commit }));
    db.run(INDEX, releaseId, chunk);
  },
};

function insert(
  db: Database,
  { releaseId, chunk, place, commit }: { releaseId: string; chunk: number; place: number; commit: Commit },
): void {
  const { sha, authorAt, committedAt, author, subject, merge, reverts, alsoReverts } = commit;
  db.run(
    INSERT,
    releaseId,
    chunk,
    place,
    sha,
    authorAt,
    Date.parse(authorAt),
    committedAt ?? null,
    author,
    subject,
    merge,
    JSON.stringify(reverts),
    alsoReverts === undefined ? null : JSON.stringify(alsoReverts),
  );
}

/** A commit with the release that lists it and its place there. */
export interface CommitRow extends Commit {
  readonly releaseId: string;
  /** Place among the commits of its release, in the order of the source. */
  readonly cursor: string;
}

/** Reads a row of the table. */
export function toCommit(row: SqlRow): CommitRow {
  const committedAt = textOf(row, "committedAt");
  const alsoReverts = textOf(row, "alsoReverts");
  return {
    releaseId: textOf(row, "releaseId"),
    cursor: `${numberOf(row, "chunk")}.${numberOf(row, "place")}`,
    sha: textOf(row, "sha"),
    authorAt: textOf(row, "authorAt"),
    ...(committedAt !== "" && { committedAt }),
    author: textOf(row, "author"),
    subject: textOf(row, "subject"),
    merge: numberOf(row, "isMerge") === 1,
    reverts: JSON.parse(textOf(row, "reverts")) as string[],
    ...(alsoReverts !== "" && { alsoReverts: JSON.parse(alsoReverts) as string[] }),
  };
}
