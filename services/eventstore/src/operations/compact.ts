import { statSync } from "node:fs";
import { integerAt, textAt } from "../storage/columns.ts";
import { EventLog } from "../storage/eventLog.ts";
import type { HashTable } from "../storage/hashTable.ts";
import { prepareQuery } from "../storage/query.ts";
import type { Query } from "../storage/query.ts";
import { NO_HEAD, TOMBSTONE_REVISION } from "../storage/records.ts";
import { isSoftDeleted } from "../streams/streamMetadata.ts";
import { isBuiltInStream } from "../streams/streamNaming.ts";
import { visibilityOf } from "../streams/visibility.ts";
import type { OnProgress } from "./progress.ts";
import { requireLog } from "./readLog.ts";
import { readScavenged } from "./verify.ts";

/** What compacting did. Sizes in bytes. */
export type CompactResult = { readonly removed: number; readonly bytesBefore: number; readonly bytesAfter: number };

const STREAMS_PER_COMMIT = 500;

/**
 * Removes for good what readers of streams can see no more, and gives the space back. The newest event of each
 * stream stays, so that its numbering goes on, and so does every tombstone. No server may run on the log.
 *
 * @throws LogInUseError while a server runs; OperationError when there is no log.
 */
export async function compactLog(file: string, onProgress?: OnProgress): Promise<CompactResult> {
  requireLog(file);
  const bytesBefore = statSync(file).size;
  const log = EventLog.open({ file });
  let removed = 0;
  try {
    const streams = prepareQuery(log.database, "SELECT id, name FROM streams WHERE id > ? ORDER BY id LIMIT ?");
    const newest = prepareQuery(log.database, "SELECT coalesce(max(id), 0) FROM streams").first();
    const total = newest === undefined ? 0 : integerAt(newest, 0);
    const remove = prepareRemoval(log);
    for (let after = 0; ; ) {
      const rows = streams.all(after, STREAMS_PER_COMMIT);
      const last = rows.at(-1);
      if (last === undefined) break;
      const names = rows.map((row) => textAt(row, 1)).filter((name) => !isBuiltInStream(name));
      removed += await log.write(() => removeHidden(log, names, remove));
      after = integerAt(last, 0);
      onProgress?.(after, total, "looking through streams");
    }
    await log.write(() => removeLostLinks(log));
    onProgress?.(total, total, "giving back the space");
    log.database.exec("PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  } finally {
    log.close();
  }
  return { removed, bytesBefore, bytesAfter: statSync(file).size };
}

type Removal = { before: Query; older: Query; hashes: HashTable };

function prepareRemoval(log: EventLog): Removal {
  const within = "DELETE FROM events WHERE stream = ? AND revision < ? AND";
  return {
    before: prepareQuery(log.database, `${within} revision < ? RETURNING position`),
    older: prepareQuery(log.database, `${within} created < ? RETURNING position`),
    hashes: log.hashes,
  };
}

function removeHidden(log: EventLog, names: readonly string[], remove: Removal): number {
  let removed = 0;
  for (const name of names) {
    const state = log.streams.get(name);
    if (state.id === undefined || state.head === NO_HEAD) continue;
    const deleted = state.head === TOMBSTONE_REVISION || isSoftDeleted(log.streams.metadataOf(state));
    const visible = deleted ? { from: state.head, createdSince: 0 } : visibilityOf(log, state);
    const gone = [
      ...remove.before.all(state.id, state.head, visible.from),
      ...remove.older.all(state.id, state.head, visible.createdSince),
    ];
    for (const row of gone) remove.hashes.forget(integerAt(row, 0));
    removed += gone.length;
  }
  countScavenged(log, removed);
  return removed;
}

/** So that a verification can tell what was removed from what was lost. */
function countScavenged(log: EventLog, removed: number): void {
  if (removed === 0) return;
  const total = readScavenged(log.database) + removed;
  prepareQuery(log.database, "INSERT OR REPLACE INTO facts (name, value) VALUES ('scavenged', ?)").run(String(total));
}

/** Links to removed events go too, but for the newest of each stream, whose numbering goes on from it. */
function removeLostLinks(log: EventLog): void {
  log.database.exec(`
    DELETE FROM links
    WHERE NOT EXISTS (SELECT 1 FROM events WHERE position = links.target)
      AND revision < (SELECT max(newest.revision) FROM links newest WHERE newest.stream = links.stream)`);
}
