import { own } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import { numberOf, textOf, type Bindable, type Database, type SqlRow } from "./database.ts";
import { createDocStore, type Built, type DocStore } from "./docStore.ts";
import { streamEvents, timesOf } from "./eventTable.ts";
import type { Axis, Keyed, Projection, Stored } from "./projection.ts";
import type { FoundBy, SearchTable } from "./searchTable.ts";
import { axisTable, currentTable, docOf, latestColumn, OPEN, positionTable, ROW, sinceColumn } from "./tables.ts";
import { createVersionTable, noVersion, type Began, type OpenVersion, type VersionTable } from "./versionTable.ts";

type Row = Stored<Keyed>;

/** A row on all its axes. */
interface Entry {
  /** Its place; null: there is no row yet. */
  rowNo: number | null;
  /** Where in the log it came. */
  born: number;
  /** What its columns hold in the file; null: it is not there yet. */
  written: readonly Bindable[] | null;
  readonly position: OpenVersion;
  readonly axes: Map<Axis, OpenVersion>;
  /** The latest moment on each axis of which it was told. */
  readonly latest: Map<Axis, number>;
  /** Axes whose open version stands in a table of its own, because it is not the current row. */
  readonly apart: Set<Axis>;
  search: FoundBy | null;
}

/** What one event does to one row on one axis, worked out before anything is written. */
type Step =
  | { readonly axis: Axis; readonly kind: "advance"; readonly built: Built; readonly from: number }
  | { readonly axis: Axis; readonly kind: "rewrite"; readonly versions: readonly Began[] };

/**
 * Rows kept in memory between batches: a busy record is not parsed again for each event. Bounded by their text, in
 * characters, as a row may have ten bytes or ten thousand: an import of any length must not fill the memory.
 */
const MOST_KEPT = 2_000_000;

/** Rows of one projection: folded in memory, written when the batch ends. */
export class RowStore {
  readonly #db: Database;
  readonly #projection: Projection;
  readonly #docs: DocStore;
  readonly #search: SearchTable;
  readonly #positions: VersionTable;
  readonly #axes: ReadonlyMap<Axis, VersionTable>;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new Set<Entry>();
  /** Characters of the rows in memory, at least. */
  #kept = 0;
  /** The newest row's place; null: not looked up. */
  #newest: number | null = null;
  readonly #read: string;
  readonly #insert: string;
  /** The columns that every change moves, and those of the projection. */
  readonly #moving: readonly string[];
  readonly #names: readonly string[];

  constructor(db: Database, projection: Projection, search: SearchTable) {
    const { kind, columns } = projection;
    const names = Object.keys(columns);
    this.#db = db;
    this.#projection = projection;
    this.#search = search;
    this.#docs = createDocStore(db, projection);
    const shape = { columns, docs: this.#docs };
    this.#positions = createVersionTable(db, positionTable(kind), shape);
    this.#axes = new Map(projection.axes.map((axis) => [axis, createVersionTable(db, axisTable(kind, axis), shape)]));
    this.#names = names;
    this.#moving = ["fromKey", "searchNo", ...projection.axes.flatMap((axis) => [sinceColumn(axis), latestColumn(axis)]), "doc"];
    const written = [ROW, "id", "bornKey", ...this.#moving, ...names].map((name) => `"${name}"`);
    this.#read = `SELECT * FROM ${currentTable(kind)} WHERE id = ?`;
    this.#insert = `INSERT INTO ${currentTable(kind)} (${written.join(", ")}) VALUES (${written.map(() => "?").join(", ")})`;
  }

  /** Folds one event into one row, on all axes. Where a rule throws, nothing has changed. */
  apply(key: string, recorded: RecordedEvent): void {
    const entry = this.#entry(key);
    const before = entry.position.built;
    const built = this.#next(before, key, recorded);
    if (built === null) return;
    if (built === before) return this.#passOver(entry, before, { key, recorded });
    const position = Number(recorded.position);
    if (entry.rowNo === null) entry.born = position;
    if (!this.#projection.history) {
      entry.rowNo ??= this.#nextRow();
      entry.position.built = built;
      entry.position.from = position;
    } else {
      const search = this.#projection.searchText(built.row, recorded);
      const steps = this.#projection.axes.flatMap((axis) => this.#step(axis, entry, { key, recorded, built }));
      const rowNo = (entry.rowNo ??= this.#nextRow());
      this.#positions.advance(rowNo, entry.position, { built, from: position });
      for (const step of steps) this.#take(step, entry, rowNo);
      this.#noteTimes(entry, recorded);
      for (const version of entry.axes.values()) if (version.built?.json === built.json) version.built = built;
      entry.search = this.#search.write({ kind: this.#projection.kind, id: key, position }, { before: entry.search, after: search });
    }
    this.#changed.add(entry);
  }

  /** An event that changes nothing in the log's order; where it is told in another one, it may. */
  #passOver(entry: Entry, before: Built, { key, recorded }: { key: string; recorded: RecordedEvent }): void {
    const steps = this.#projection.axes.flatMap((axis) => this.#step(axis, entry, { key, recorded, built: before }));
    if (recorded.id === key) this.#touch(entry, before, recorded);
    if (entry.rowNo !== null) for (const step of steps) this.#take(step, entry, entry.rowNo);
    if (this.#noteTimes(entry, recorded) || steps.length > 0) this.#changed.add(entry);
  }

  /** Whether the event is the latest on some axis. */
  #noteTimes(entry: Entry, recorded: RecordedEvent): boolean {
    const times = timesOf(recorded);
    const later = this.#projection.axes.filter((axis) => times[axis] > (entry.latest.get(axis) ?? Number.NEGATIVE_INFINITY));
    for (const axis of later) entry.latest.set(axis, times[axis]);
    return later.length > 0;
  }

  /** An event of the row's own stream that says nothing about it: only the stream's revision has moved. */
  #touch(entry: Entry, before: Built, recorded: RecordedEvent): void {
    const row: Row = { ...before.row, revision: Number(recorded.revision) };
    const built: Built = { row, values: before.values, json: JSON.stringify(row) };
    entry.position.built = built;
    for (const version of entry.axes.values()) if (version.built === before) version.built = built;
    this.#changed.add(entry);
  }

  /** Writes what has changed. */
  flush(): void {
    for (const entry of this.#changed) {
      const { built, from } = entry.position;
      if (built === null || entry.rowNo === null) continue;
      const { rowNo } = entry;
      const since = this.#projection.axes.flatMap((axis) => [
        this.#since(axis, entry, { current: built, rowNo }), entry.latest.get(axis) ?? null,
      ]);
      this.#write(entry, { built, rowNo, moving: [from, entry.search?.no ?? null, ...since, built.json] });
      // Counted at each change: what is counted twice is forgotten sooner, which costs a read.
      this.#kept += built.json.length;
    }
    this.#changed.clear();
    if (this.#kept > MOST_KEPT) this.forget();
  }

  /** Of a row that is there only those columns are written that are others by now: each is in an index, as a rule, on a page of its own. */
  #write(
    entry: Entry,
    { built, rowNo, moving }: { readonly built: Built; readonly rowNo: number; readonly moving: readonly Bindable[] },
  ): void {
    const { written } = entry;
    entry.written = built.values;
    if (written === null) return this.#db.run(this.#insert, rowNo, built.row.id, entry.born, ...moving, ...built.values);
    if (written === built.values) return this.#db.run(this.#update([]), ...moving, rowNo);
    const changed = this.#names.flatMap((name, n) => (written[n] === built.values[n] ? [] : [{ name, value: built.values[n] ?? null }]));
    this.#db.run(this.#update(changed.map(({ name }) => name)), ...moving, ...changed.map(({ value }) => value), rowNo);
  }

  #update(names: readonly string[]): string {
    const set = [...this.#moving, ...names].map((name) => `"${name}" = ?`).join(", ");
    return `UPDATE ${currentTable(this.#projection.kind)} SET ${set} WHERE ${ROW} = ?`;
  }

  /** Since when the current row holds on an axis; null, and the other version kept apart, where it does not. */
  #since(axis: Axis, entry: Entry, { current, rowNo }: { readonly current: Built; readonly rowNo: number }): number | null {
    const version = entry.axes.get(axis) ?? noVersion();
    const isCurrent = version.built === current;
    if (!isCurrent && !entry.apart.has(axis)) this.#axes.get(axis)?.keep(rowNo, version);
    if (!isCurrent) entry.apart.add(axis);
    return isCurrent ? version.from : null;
  }

  /** Forgets what is in memory: after a transaction that failed, and when it has become too much. */
  forget(): void {
    this.#entries.clear();
    this.#changed.clear();
    this.#docs.forget();
    this.#kept = 0;
    this.#newest = null;
  }

  /** Counted here: all that have a place are in the file, or came after it was looked up. */
  #nextRow(): number {
    this.#newest ??= numberOf(this.#db.get(`SELECT max(${ROW}) AS newest FROM ${currentTable(this.#projection.kind)}`), "newest");
    return (this.#newest += 1);
  }

  #entry(key: string): Entry {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const found = this.#db.get(this.#read, key);
    const position = this.#version(found, "fromKey");
    const apart = new Set<Axis>();
    const axes = new Map(this.#projection.axes.map((axis) => [axis, this.#openOn(axis, { found, position, apart })] as const));
    const latest = new Map(
      found === undefined ? [] : this.#projection.axes.map((axis) => [axis, numberOf(found, latestColumn(axis))] as const),
    );
    const entry: Entry = {
      position, axes, latest, apart, rowNo: found === undefined ? null : numberOf(found, ROW), born: numberOf(found, "bornKey"),
      written: position.built?.values ?? null,
      search: found === undefined || own(found, "searchNo") === null ? null : this.#search.read(numberOf(found, "searchNo")),
    };
    this.#entries.set(key, entry);
    return entry;
  }

  /** In the usual case, nothing out of order, an axis shares the current row, and it is folded once. */
  #openOn(axis: Axis, { found, position, apart }: { found: SqlRow | undefined; position: OpenVersion; apart: Set<Axis> }): OpenVersion {
    if (found === undefined || position.built === null) return noVersion();
    if (own(found, sinceColumn(axis)) !== null) return { built: position.built, from: numberOf(found, sinceColumn(axis)) };
    apart.add(axis);
    return this.#version(
      this.#db.get(
        `SELECT v.fromKey, ${docOf(this.#projection.kind)} FROM ${axisTable(this.#projection.kind, axis)} v WHERE ${ROW} = ? AND toKey = ${OPEN}`,
        numberOf(found, ROW),
      ),
      "fromKey",
    );
  }

  #version(found: SqlRow | undefined, fromColumn: string): OpenVersion {
    if (found === undefined) return noVersion();
    const json = textOf(found, "doc");
    const row = JSON.parse(json) as Row;
    return { built: { row, json, values: this.#projection.valuesOf(row) }, from: numberOf(found, fromColumn) };
  }

  /** The row after the event, with its place filled in; the same one where the event does not concern it. */
  #next(before: Built | null, key: string, recorded: RecordedEvent): Built | null {
    const row = this.#projection.evolve(before?.row ?? null, recorded, key);
    if (row === null || row === before?.row) return before;
    const stored: Row = {
      ...row, id: key, revision: Number(recorded.revision), changedAt: recorded.metadata.occurredAt, position: recorded.position,
    };
    return { row: stored, values: this.#projection.valuesOf(stored), json: JSON.stringify(stored) };
  }

  #step(axis: Axis, entry: Entry, { key, recorded, built }: { key: string; recorded: RecordedEvent; built: Built }): readonly Step[] {
    const version = entry.axes.get(axis) ?? noVersion();
    const from = timesOf(recorded)[axis];
    if (version.built !== null && from < Math.max(version.from, entry.latest.get(axis) ?? version.from))
      return [{ axis, kind: "rewrite", versions: this.#retell(axis, key, recorded) }];
    const next = version.built === entry.position.built ? built : this.#next(version.built, key, recorded);
    return next === null || next === version.built ? [] : [{ axis, kind: "advance", built: next, from }];
  }

  /** Something became known that happened before the latest we knew: the row's past is told again, in the axis's order. */
  #retell(axis: Axis, key: string, recorded: RecordedEvent): readonly Began[] {
    const versions: Began[] = [];
    let built: Built | null = null;
    for (const event of streamEvents(this.#db, recorded, axis)) {
      if (!this.#projection.types.has(event.event.type) || !this.#projection.keysOf(event).includes(key)) continue;
      const next: Built | null = this.#next(built, key, event);
      if (next === null || next === built) continue;
      versions.push({ built: next, from: timesOf(event)[axis] });
      built = next;
    }
    return versions;
  }

  #take(step: Step, entry: Entry, rowNo: number): void {
    const table = this.#axes.get(step.axis);
    const version = entry.axes.get(step.axis);
    if (table === undefined || version === undefined) return;
    if (entry.apart.delete(step.axis)) table.keep(rowNo, null);
    if (step.kind === "advance") table.advance(rowNo, version, step);
    else entry.axes.set(step.axis, table.rewrite(rowNo, step.versions));
  }
}
