import { numberOf, textOf, type Database, type SqlRow } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { currentTable, docOf, positionTable, ROW } from "../engine/tables.ts";
import type { IncidentRow } from "./incidentRow.ts";
import { figured, goesOn, type FiguredIncident, type IncidentInput } from "./reportedIncident.ts";

/** More than these are read from the file each time: a server's memory is not for them. */
const MOST = 200_000;

/** One of them; the row of what goes on is kept, because it lasts until whoever asks. */
interface KeptIncident {
  readonly id: string;
  /** The position of the last change to it. */
  readonly fromKey: number;
  readonly startedMs: number;
  /** When the last of its times was over; Infinity for what goes on, or does not say. */
  readonly endedMs: number;
  readonly serviceIds: readonly string[];
  readonly told: FiguredIncident | Stored<IncidentRow>;
}

interface Kept {
  /** As far as the log is looked at. */
  readonly upTo: number;
  /** The newest first. */
  readonly all: readonly KeptIncident[];
}

const nothing = (): Kept => ({ upTo: -1, all: [] });
const keptOf = new WeakMap<Database, Kept>();
const ofServicesIn = new WeakMap<Kept, ReadonlyMap<string, readonly KeptIncident[]>>();

const changedSql = `SELECT fromKey, doc FROM ${currentTable("incident")} WHERE fromKey > ? ORDER BY fromKey`;
/** Beyond so many that have changed since a place in the log, all are read as they were then. */
const MOST_CHANGED = 2_000;
const changedSinceSql = `SELECT id FROM ${currentTable("incident")} WHERE fromKey > ? ORDER BY fromKey LIMIT ?`;
const thenSql = `SELECT ${docOf("incident")} FROM ${positionTable("incident")} v
  WHERE ${ROW} IN (SELECT ${ROW} FROM ${currentTable("incident")} WHERE id IN (SELECT value FROM json_each(?))) AND fromKey <= ? AND toKey > ?`;

const newestFirst = (one: KeptIncident, other: KeptIncident): number => other.startedMs - one.startedMs || (one.id < other.id ? 1 : -1);

/** A row as it is kept, from this position on; nothing of what figures do not count. */
function kept(row: Stored<IncidentRow>, fromKey: number): readonly KeptIncident[] {
  // Of what is over it makes no difference when it is asked.
  return figured([row], row.declaredAt).map((told) => ({
    id: row.id, fromKey, startedMs: Date.parse(row.startedAt ?? row.declaredAt), endedMs: goesOn(row) ? Infinity : endOf(told.input),
    serviceIds: row.serviceIds, told: goesOn(row) ? row : told,
  }));
}

const endOf = ({ startedAt, resolvedAt, intervals = [] }: IncidentInput): number =>
  Math.max(...[startedAt, resolvedAt, ...intervals.map(({ to }) => to)].map((at) => (typeof at === "string" ? Date.parse(at) : Infinity)));

/** What was kept before, with what has changed since. */
function broughtUpTo(db: Database): Kept {
  const before = keptOf.get(db) ?? nothing();
  const changed = db.all(changedSql, before.upTo);
  const last = changed.at(-1);
  if (last === undefined) return before;
  const rows = changed.map((row) => ({ row: rowOf(row), fromKey: numberOf(row, "fromKey") }));
  const ids = new Set(rows.map(({ row: { id } }) => id));
  const all = [...before.all.filter(({ id }) => !ids.has(id)), ...rows.flatMap(({ row, fromKey }) => kept(row, fromKey))].sort(newestFirst);
  return { upTo: numberOf(last, "fromKey"), all };
}

const rowOf = (row: SqlRow): Stored<IncidentRow> => JSON.parse(textOf(row, "doc")) as Stored<IncidentRow>;

/** Those of now; null where there are too many to keep. */
function keptNow(db: Database): Kept | null {
  const known = broughtUpTo(db);
  if (known.all.length > MOST) return null;
  keptOf.set(db, known);
  return known;
}

/** Those of a place in the log: what has changed since is read as it was then. Null where that is too much of it. */
function keptAt(db: Database, position: number): Kept | null {
  const now = keptNow(db);
  if (now === null) return null;
  const changed = db.all(changedSinceSql, position, MOST_CHANGED + 1).map((row) => textOf(row, "id"));
  if (changed.length > MOST_CHANGED) return null;
  if (changed.length === 0) return now;
  const ids = new Set(changed);
  const then = db.all(thenSql, JSON.stringify(changed), position, position).map(rowOf);
  const all = [...now.all.filter(({ id }) => !ids.has(id)), ...then.flatMap((row) => kept(row, position))].sort(newestFirst);
  return { upTo: position, all };
}

/**
 * Incidents as figures look at them now, or looked at them at a place in the log; of a service or of all, the newest first. Of years of
 * them only those are read that have changed since somebody asked last, or since that place. Null where that are too many.
 */
export function figuredFrom(db: Database, serviceId: string | undefined, asked: Asked): readonly FiguredIncident[] | null {
  const { now, endedAfter = -Infinity } = asked;
  const known = keptFor(db, asked);
  return known && of(known, serviceId).flatMap(({ endedMs, told }) =>
    endedMs <= endedAfter ? [] : "input" in told ? [told] : figured([told], now));
}

/** When the first of them began that somebody may know of (ms), Infinity where there is none; null where that are too many to keep. */
export function firstFrom(db: Database, serviceId: string, asked: Omit<Asked, "now"> & { readonly mayKnow: (id: string) => boolean }) {
  const known = keptFor(db, asked);
  return known && (of(known, serviceId).findLast(({ id }) => asked.mayKnow(id))?.startedMs ?? Infinity);
}

/** Which of them; `now` is until when those last that go on. */
interface Asked {
  readonly now: string;
  /** The place in the log; null: now. */
  readonly position: number | null;
  /** Without those that were over by then (ms). */
  readonly endedAfter?: number | undefined;
}

const keptFor = (db: Database, { position }: Pick<Asked, "position">): Kept | null =>
  position === null ? keptNow(db) : db.once(`figured at ${String(position)}`, () => keptAt(db, position));

function of(known: Kept, serviceId: string | undefined): readonly KeptIncident[] {
  if (serviceId === undefined) return known.all;
  const ofServices = ofServicesIn.get(known) ?? byService(known.all);
  ofServicesIn.set(known, ofServices);
  return ofServices.get(serviceId) ?? [];
}

/** All services at once: a board asks for each of them. */
function byService(all: readonly KeptIncident[]): ReadonlyMap<string, readonly KeptIncident[]> {
  const found = new Map<string, KeptIncident[]>();
  for (const one of all)
    for (const serviceId of new Set(one.serviceIds)) {
      const own = found.get(serviceId);
      if (own === undefined) found.set(serviceId, [one]);
      else own.push(one);
    }
  return found;
}
