import { setImmediate as nextTick } from "node:timers/promises";
import type { RecordedEvent } from "@ballast/eventlog";
import { numberOf, openDatabase, textOf, type Database } from "./database.ts";
import { createEventTable, timesOf } from "./eventTable.ts";
import type { Projection } from "./projection.ts";
import { RowStore } from "./rowStore.ts";
import { createSearchTable, type SearchTable } from "./searchTable.ts";
import { queryIndexes, tablesOf, type SideTable } from "./tables.ts";

/** What a read model is made of. */
export interface Model {
  readonly projections: readonly Projection[];
  readonly sideTables: readonly SideTable[];
  /** Changes when any rule does: a file with another stamp is built anew. */
  readonly stamp: string;
  /** Changes when the tables do. */
  readonly shape: string;
}

/** Some of the log, in order, and how far it reaches. */
export interface StoreBatch {
  readonly events: readonly RecordedEvent[];
  readonly position: string;
}

/** A projection that failed on an event, which it has skipped. */
export interface Problem {
  readonly kind: string;
  readonly position: string;
  readonly type: string;
  readonly eventId: string;
  readonly error: string;
}

/** One file with a fold of the log. */
export interface Store {
  readonly db: Database;
  readonly file: string;
  /** Checkpoint: everything up to here is in the rows. */
  position(): string;
  /** When the newest event in it was recorded, ms; 0 for none. */
  latestMs(): number;
  eventCount(): number;
  problems(): readonly Problem[];
  /** Whether the indexes for queries are there. */
  isIndexed(): boolean;
  /** Creates them, one after the other, letting others have their turn between. */
  index(): Promise<void>;
  /** Folds a batch and its checkpoint in one transaction; what lies behind the checkpoint already is passed over. */
  apply(batch: StoreBatch): readonly RecordedEvent[];
  close(): void;
}

/** The stamps of a file; empty where it is not a read model. */
export function stampsOf(file: string): { readonly stamp: string; readonly shape: string } {
  try {
    const db = openDatabase(file);
    try {
      return { stamp: readMeta(db, "stamp"), shape: readMeta(db, "shape") };
    } finally {
      db.close();
    }
  } catch {
    // Not a database, or one without our tables: no stamp fits it, and the caller builds another.
    return { stamp: "", shape: "" };
  }
}

/** Opens a file, or prepares an empty one. */
export function openStore(file: string, model: Model): Store {
  const db = openDatabase(file);
  const isNew = db.get("SELECT 1 AS there FROM sqlite_schema WHERE name = 'meta'") === undefined;
  if (isNew) {
    db.transaction(() => {
      for (const ddl of tablesOf(model.projections, model.sideTables)) db.exec(ddl);
      db.run(
        "INSERT INTO meta (name, value) VALUES ('stamp', ?), ('shape', ?), ('position', '0'), ('latestMs', '0'), ('searchFilled', '0')",
        model.stamp,
        model.shape,
      );
    });
  }
  return storeOver(db, file, model);
}

/** The fold itself: rows, side tables and the events table. */
interface Fold {
  apply(recorded: RecordedEvent, latestMs: number): void;
  flush(): void;
  forget(): void;
}

function createFold(db: Database, model: Model, search: SearchTable): Fold {
  const events = createEventTable(db);
  const rows = model.projections.map((projection): [Projection, RowStore] => [projection, new RowStore(db, projection, search)]);
  const byType = dispatchTable(model, rows);
  return {
    apply(recorded, latestMs) {
      events.insert(recorded, latestMs);
      const { projections, sideTables } = byType(recorded.event.type);
      for (const table of sideTables) table.apply(db, recorded);
      for (const [projection, store] of projections) applyTo(db, { projection, store, recorded });
    },
    flush: () => rows.forEach(([, store]) => store.flush()),
    forget() {
      events.forget();
      search.forget();
      rows.forEach(([, store]) => store.forget());
    },
  };
}

/** Where a store stands; written with the rows. */
interface Checkpoint {
  readonly position: string;
  readonly latestMs: number;
  readonly count: number;
}

const readMeta = (db: Database, name: string): string => textOf(db.get("SELECT value FROM meta WHERE name = ?", name), "value");
const writeMeta = (db: Database, name: string, value: string): void =>
  db.run("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", name, value);

function storeOver(db: Database, file: string, model: Model): Store {
  let indexed = readMeta(db, "indexed") === "1";
  // A file that says nothing of it began with code that had each text found at once.
  const fills = readMeta(db, "searchFilled") !== "";
  const search = createSearchTable(db, () => fills && !indexed);
  const fold = createFold(db, model, search);
  let at: Checkpoint = {
    position: readMeta(db, "position"), latestMs: Number(readMeta(db, "latestMs")),
    count: numberOf(db.get("SELECT count(*) AS n FROM events"), "n"),
  };
  return {
    db,
    file,
    position: () => at.position,
    latestMs: () => at.latestMs,
    eventCount: () => at.count,
    problems: () => db.all("SELECT * FROM problems ORDER BY position DESC LIMIT 100").map(toProblem),
    isIndexed: () => indexed,
    async index() {
      for (const sql of queryIndexes(model.projections, model.sideTables)) {
        db.exec(sql);
        await nextTick();
      }
      // What is folded meanwhile is filled in as well: nothing comes between the last of it and the mark.
      while (!indexed && !fillSome(db, search)) await nextTick();
      indexed = true;
    },
    apply(batch) {
      if (Number(batch.position) <= Number(at.position)) return [];
      const fresh = batch.events.filter(({ position }) => Number(position) > Number(at.position));
      at = applyBatch(db, fold, { at, fresh, position: batch.position });
      return fresh;
    },
    close: () => db.close(),
  };
}

/** Some of the texts that are to be found; with the last of them the file is indexed. */
const fillSome = (db: Database, search: SearchTable): boolean =>
  db.transaction(() => {
    const all = readMeta(db, "searchFilled") === "" || search.fill();
    if (all) writeMeta(db, "indexed", "1");
    return all;
  });

/** Rows and checkpoint in one transaction, or neither. */
function applyBatch(
  db: Database,
  fold: Fold,
  { at, fresh, position }: { at: Checkpoint; fresh: readonly RecordedEvent[]; position: string },
): Checkpoint {
  let { latestMs } = at;
  try {
    db.transaction(() => {
      if (readMeta(db, "position") !== at.position) throw new Error("another process writes to this read model");
      for (const recorded of fresh) {
        latestMs = Math.max(latestMs, timesOf(recorded).recorded);
        fold.apply(recorded, latestMs);
      }
      fold.flush();
      writeMeta(db, "position", position);
      writeMeta(db, "latestMs", String(latestMs));
    });
  } catch (error) {
    fold.forget();
    throw error;
  }
  return { position, latestMs, count: at.count + fresh.length };
}

/** A recorded fact must never stop the log: where a projection fails on one, it is noted and skipped. */
function applyTo(
  db: Database,
  { projection, store, recorded }: { projection: Projection; store: RowStore; recorded: RecordedEvent },
): void {
  for (const key of keysOrProblem(db, projection, recorded)) {
    try {
      store.apply(key, recorded);
    } catch (error) {
      // a full disk or a locked file is not the event's fault: the batch is rolled back and comes again
      if (isDatabaseFailure(error)) throw error;
      noteProblem(db, projection, { recorded, error });
    }
  }
}

const isDatabaseFailure = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";

function keysOrProblem(db: Database, projection: Projection, recorded: RecordedEvent): readonly string[] {
  try {
    return projection.keysOf(recorded);
  } catch (error) {
    noteProblem(db, projection, { recorded, error });
    return [];
  }
}

function noteProblem(db: Database, { kind }: Projection, { recorded, error }: { recorded: RecordedEvent; error: unknown }): void {
  const said = error instanceof Error ? error.message : String(error);
  db.run(
    "INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?)",
    kind,
    Number(recorded.position),
    recorded.event.type,
    recorded.eventId,
    said,
  );
}

function dispatchTable({ sideTables }: Model, rows: readonly [Projection, RowStore][]) {
  const known = new Map<string, { projections: readonly [Projection, RowStore][]; sideTables: readonly SideTable[] }>();
  return (type: string) => {
    const found = known.get(type) ?? {
      projections: rows.filter(([{ types }]) => types.has(type)),
      sideTables: sideTables.filter(({ types }) => types.has(type)),
    };
    known.set(type, found);
    return found;
  };
}

const toProblem = (row: Readonly<Record<string, unknown>>): Problem => ({
  kind: textOf(row, "kind"), position: String(numberOf(row, "position")), type: textOf(row, "type"), eventId: textOf(row, "eventId"),
  error: textOf(row, "error"),
});
