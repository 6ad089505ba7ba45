import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "../failures.ts";
import { integerAt } from "../storage/columns.ts";
import type { Row } from "../storage/columns.ts";
import { hashHead } from "../storage/eventHash.ts";
import { openEventRows } from "../storage/eventRows.ts";
import { computeChain, openHashTable } from "../storage/hashTable.ts";
import { prepareQuery } from "../storage/query.ts";
import { openStreamNames } from "../storage/streamNames.ts";

/** What is not as it was written, and how many events have no hash to tell it by. */
export type HashCheck = { readonly problems: readonly string[]; readonly unhashed: number };

/** Compares every event with its hash, and the hashes with the end of their chain. Stops after `most` problems. */
export function checkHashes(database: DatabaseSync, most: number): HashCheck {
  const hashes = openHashTable(database);
  const since = hashes?.since ?? Number.POSITIVE_INFINITY;
  const unhashed = countBefore(database, since);
  if (hashes === undefined) return { problems: [], unhashed };
  const problems = [...checkEvents(database, most), ...checkMissing(database, most)];
  const written = hashes.readChain();
  const found = computeChain(database, since);
  const last = lastPosition(database);
  if (written.position > last)
    problems.push(`The log ends at position ${last}, but was written up to ${written.position}: its end was cut off`);
  if (problems.length === 0 && (found.position !== written.position || Buffer.compare(found.hash, written.hash) !== 0)) {
    problems.push("The hashes of the events do not lead to the end of their chain: one was altered, added or removed");
  }
  return { problems: problems.slice(0, most), unhashed };
}

function checkEvents(database: DatabaseSync, most: number): string[] {
  const rows = openEventRows(database, openStreamNames(database).nameOf);
  const problems: string[] = [];
  const look = (row: Row): boolean => {
    try {
      const event = rows.toEvent(row);
      if (row[HEAD] instanceof Uint8Array && Buffer.compare(row[HEAD], hashHead(event)) !== 0) {
        problems.push(`The event at position ${event.position} has another head than was written`);
      }
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      problems.push(error.message);
    }
    return problems.length >= most;
  };
  // A row at a time: only what is looked at is in memory.
  for (let from = 0; ; ) {
    const page = prepareQuery(database, `${withHead(rows.selectEvents)} WHERE e.position >= ? ORDER BY e.position LIMIT 256`).all(from);
    const last = page.at(-1);
    if (last === undefined || page.some(look)) return problems;
    from = integerAt(last, 0) + 1;
  }
}

/** After the columns of an event. */
const HEAD = 10;
const withHead = (select: string): string => select.replace(" FROM ", ", h.head FROM ");

function checkMissing(database: DatabaseSync, most: number): string[] {
  const missing = prepareQuery(
    database,
    `SELECT h.position FROM hashes h LEFT JOIN events e ON e.position = h.position
     WHERE h.head IS NOT NULL AND e.position IS NULL ORDER BY h.position LIMIT ${most}`,
  );
  return missing.all().map((row) => `The event at position ${integerAt(row, 0)} is missing`);
}

function countBefore(database: DatabaseSync, since: number): number {
  const row = prepareQuery(database, "SELECT count(*) FROM events WHERE position < ?").first(Math.min(since, Number.MAX_SAFE_INTEGER));
  return row === undefined ? 0 : integerAt(row, 0);
}

function lastPosition(database: DatabaseSync): number {
  const row = prepareQuery(database, "SELECT coalesce(max(position), 0) FROM events").first();
  return row === undefined ? 0 : integerAt(row, 0);
}
