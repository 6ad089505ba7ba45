import type { DatabaseSync } from "node:sqlite";
import { integerAt, textAt } from "../storage/columns.ts";
import { prepareQuery } from "../storage/query.ts";
import { TOMBSTONE_REVISION } from "../storage/records.ts";
import { asStoreError } from "../storage/sqliteFailure.ts";
import { StoreError } from "../failures.ts";
import type { OnProgress } from "./progress.ts";
import { withLogFile } from "./readLog.ts";
import { checkHashes } from "./verifyHashes.ts";

/** What a verification found: sound when `problems` is empty. */
export type Verification = {
  readonly events: number;
  readonly problems: readonly string[];
  /** Events from before there were hashes: altered bytes in them are not seen. See upgradeLog. */
  readonly unhashed: number;
};

/** Enough to act on; a broken page can make thousands. */
const MOST_PROBLEMS = 100;

type Check = { readonly sql: string; readonly describe: (row: readonly (string | number)[]) => string };

/** Each query finds what must not be. Scavenged logs have gaps; their number is kept in `facts`. */
const CHECKS: readonly Check[] = [
  {
    sql: `SELECT e.position, e.stream FROM events e LEFT JOIN streams s ON s.id = e.stream WHERE s.id IS NULL LIMIT ${MOST_PROBLEMS}`,
    describe: ([position, stream]) => `The event at position ${position} is in stream ${stream}, which has no name`,
  },
  {
    sql: `SELECT position, length(id) FROM events WHERE length(id) <> 16 LIMIT ${MOST_PROBLEMS}`,
    describe: ([position, length]) => `The event at position ${position} has an id of ${length} bytes`,
  },
  {
    sql: `SELECT stream, revision, position FROM (
            SELECT stream, revision, position, lag(position) OVER (PARTITION BY stream ORDER BY revision) AS before
            FROM events
          ) WHERE before >= position LIMIT ${MOST_PROBLEMS}`,
    describe: ([stream, revision, position]) =>
      `Revision ${revision} of stream ${stream}, at position ${position}, stands before an earlier revision`,
  },
  {
    sql: `SELECT l.stream, l.revision, l.target FROM links l LEFT JOIN streams s ON s.id = l.stream
          WHERE s.id IS NULL LIMIT ${MOST_PROBLEMS}`,
    describe: ([stream, revision]) => `Link ${revision} is in stream ${stream}, which has no name`,
  },
];

/**
 * Reads the whole log and checks that it is sound: pages, indexes, order, ids, hashes, and that no event is missing.
 * Works while a server runs.
 *
 * @throws OperationError when there is no log.
 */
export async function verifyLog(file: string, onProgress?: OnProgress): Promise<Verification> {
  try {
    return await withLogFile(file, (database) => {
      // One transaction: all checks see the same log.
      database.exec("BEGIN");
      onProgress?.(0, CHECKS.length + 2, "verifying pages and indexes");
      const damage = checkPages(database);
      if (damage.length > 0) return { events: 0, problems: damage, unhashed: 0 };
      const events = count(database, "SELECT count(*) FROM events");
      const problems = checkGaps(database, events);
      for (const [index, check] of CHECKS.entries()) {
        onProgress?.(index + 1, CHECKS.length + 2, "verifying order and ids");
        problems.push(...run(database, check));
      }
      onProgress?.(CHECKS.length + 1, CHECKS.length + 2, "verifying hashes");
      const hashes = checkHashes(database, MOST_PROBLEMS);
      return { events, problems: [...problems, ...hashes.problems], unhashed: hashes.unhashed };
    });
  } catch (error) {
    const known = asStoreError(error);
    if (known instanceof StoreError) return { events: 0, problems: [known.message], unhashed: 0 };
    throw error;
  }
}

function checkPages(database: DatabaseSync): string[] {
  return prepareQuery(database, `PRAGMA integrity_check(${MOST_PROBLEMS})`)
    .all()
    .map((row) => textAt(row, 0))
    .filter((message) => message !== "ok");
}

/** What is missing, of the whole log and of single streams, must be what was scavenged. */
function checkGaps(database: DatabaseSync, events: number): string[] {
  const scavenged = readScavenged(database);
  const last = count(database, "SELECT coalesce(max(position), 0) FROM events");
  const missing = last - events - scavenged;
  const problems = missing === 0 ? [] : [`${missing} events are missing between position 1 and ${last}`];
  if (scavenged > 0) return problems;
  const gaps = prepareQuery(
    database,
    `SELECT s.name, count(*), max(e.revision) FROM events e JOIN streams s ON s.id = e.stream
     WHERE e.revision <> ${TOMBSTONE_REVISION} GROUP BY e.stream HAVING count(*) <> max(e.revision) + 1 LIMIT ${MOST_PROBLEMS}`,
  );
  for (const row of gaps.all()) {
    problems.push(`Stream ${textAt(row, 0)} has ${integerAt(row, 1)} events but its last revision is ${integerAt(row, 2)}`);
  }
  return problems;
}

/** How many events were removed by scavenging. */
export function readScavenged(database: DatabaseSync): number {
  const row = prepareQuery(database, "SELECT value FROM facts WHERE name = 'scavenged'").first();
  return row === undefined ? 0 : Number(textAt(row, 0));
}

function run(database: DatabaseSync, check: Check): string[] {
  return prepareQuery(database, check.sql)
    .all()
    .map((row) => check.describe(row.map((value) => (typeof value === "number" ? value : String(value)))));
}

function count(database: DatabaseSync, sql: string): number {
  const row = prepareQuery(database, sql).first();
  return row === undefined ? 0 : integerAt(row, 0);
}
