import { numberOf, textOf, type Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { currentTable } from "../engine/tables.ts";
import type { IncidentRow } from "./incidentRow.ts";
import { figured, goesOn, type FiguredIncident } from "./reportedIncident.ts";

/** More than these are read from the file each time: a server's memory is not for them. */
const MOST = 200_000;

/** One of them; the row of what goes on is kept, because it lasts until whoever asks. */
interface KeptIncident {
  readonly id: string;
  readonly startedMs: number;
  readonly serviceIds: readonly string[];
  readonly told: FiguredIncident | Stored<IncidentRow>;
}

interface Kept {
  /** As far as the log is looked at. */
  readonly upTo: number;
  /** The newest first. */
  readonly all: readonly KeptIncident[];
  readonly ofServices: Map<string, readonly KeptIncident[]>;
}

const nothing = (): Kept => ({ upTo: -1, all: [], ofServices: new Map() });
const keptOf = new WeakMap<Database, Kept>();

const changedSql = `SELECT fromKey, doc FROM ${currentTable("incident")} WHERE fromKey > ? ORDER BY fromKey`;
const newestFirst = (one: KeptIncident, other: KeptIncident): number => other.startedMs - one.startedMs || (one.id < other.id ? 1 : -1);

/** A row as it is kept; nothing of what figures do not count. */
function kept(row: Stored<IncidentRow>): readonly KeptIncident[] {
  // Of what is over it makes no difference when it is asked.
  return figured([row], row.declaredAt).map((told) => ({
    id: row.id, startedMs: Date.parse(row.startedAt ?? row.declaredAt), serviceIds: row.serviceIds, told: goesOn(row) ? row : told,
  }));
}

/** What was kept before, with what has changed since. */
function broughtUpTo(db: Database): Kept {
  const before = keptOf.get(db) ?? nothing();
  const changed = db.all(changedSql, before.upTo);
  const last = changed.at(-1);
  if (last === undefined) return before;
  const rows = changed.map((row) => JSON.parse(textOf(row, "doc")) as Stored<IncidentRow>);
  const ids = new Set(rows.map(({ id }) => id));
  const all = [...before.all.filter(({ id }) => !ids.has(id)), ...rows.flatMap(kept)].sort(newestFirst);
  return { upTo: numberOf(last, "fromKey"), all, ofServices: new Map() };
}

/**
 * Incidents as figures look at them now, of a service or of all, the newest first: of years of them only those are read that have changed
 * since somebody asked last. Null where there are too many to keep.
 */
export function figuredNow(db: Database, serviceId: string | undefined, now: string): readonly FiguredIncident[] | null {
  const known = broughtUpTo(db);
  if (known.all.length > MOST) return null;
  keptOf.set(db, known);
  return of(known, serviceId).flatMap(({ told }) => ("input" in told ? [told] : figured([told], now)));
}

function of({ all, ofServices }: Kept, serviceId: string | undefined): readonly KeptIncident[] {
  if (serviceId === undefined) return all;
  const own = ofServices.get(serviceId) ?? all.filter(({ serviceIds }) => serviceIds.includes(serviceId));
  ofServices.set(serviceId, own);
  return own;
}
