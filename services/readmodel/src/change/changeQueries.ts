import type { RecordedEvent } from "@ballast/eventlog";
import { momentOf, type AsOf } from "../engine/asOf.ts";
import { numberOf, textOf, type Bindable, type Database } from "../engine/database.ts";
import { toRecorded } from "../engine/eventTable.ts";
import { strangeCursor, type ListSlice, type SliceRequest } from "../engine/query.ts";
import type { Queries } from "../engine/registry.ts";
import { OPEN } from "../engine/tables.ts";
import { hiddenFrom, type Viewer } from "../viewer/hiddenFrom.ts";
import { changeKinds, type ChangeKind } from "./changeTable.ts";
import { flagDaysOf, type FlagDay, type FlagDaysRequest } from "./flagDays.ts";
import { plannedOf, type Planned } from "./planned.ts";

/** Changes of a service, from a moment (inclusive) to another (exclusive), ISO. */
export interface ChangesRequest {
  readonly serviceId: string;
  readonly from: string;
  readonly to: string;
  /** Of this one, and of what is of none. */
  readonly environment?: string | undefined;
  readonly kinds?: readonly ChangeKind[] | undefined;
  readonly oldestFirst?: boolean | undefined;
  readonly viewer: Viewer | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
  /** ISO; what is to come, comes after it. */
  readonly now: string;
}

/** One change: what happened, or what is to. */
export interface ServiceChangeRow {
  readonly kind: ChangeKind;
  readonly at: string;
  readonly environment: string | null;
  /** Null for what is to come. */
  readonly recorded: RecordedEvent | null;
  readonly planned: Planned | null;
}

/** Queries over what changed for a service. */
export type ChangeQueries = ReturnType<typeof changeQueries>;

const MOST = 1_000;

/** Where an entry stands: its moment, the log's order, and for what is not in the log yet its id. */
type Place = readonly [atMs: number, position: number, id: string];
interface Placed {
  readonly place: Place;
  readonly row: () => ServiceChangeRow;
}

/** Builds the queries. */
export function changeQueries(db: () => Database, others: Pick<Queries, "flags" | "targetings">) {
  return {
    /** What changed for a service, newest first unless told, and what is to change, where that is within the time asked for. */
    of: (request: ChangesRequest): ListSlice<ServiceChangeRow> => changesOf(db(), others, request),
    /** How many of each kind there are in the whole of the time asked for, however many of them are shown. */
    counts: (request: ChangesRequest): ReadonlyMap<ChangeKind, number> => countsOf(db(), others, request),
    /** How often flags were changed each day, and which were killed. */
    flagDays: (request: FlagDaysRequest): readonly FlagDay[] => flagDaysOf(db(), request),
  };
}

function changesOf(db: Database, others: Pick<Queries, "flags" | "targetings">, request: ChangesRequest): ListSlice<ServiceChangeRow> {
  const { serviceId, slice = {}, asOf, oldestFirst = false } = request;
  const size = Math.max(0, Math.min(MOST, slice.first ?? 50));
  const after = slice.after === undefined ? null : placeFrom(slice.after);
  const flagIds = others.flags.managedFor([serviceId], asOf).map(({ id }) => id);
  const where = conditions(db, request, [serviceId, ...flagIds]);
  const planned = plannedWithin(others, request, flagIds);
  const happened = happenedAfter(db, { where, after, oldestFirst, size: size + 1 });
  const coming = planned.filter(({ place }) => after === null || isBeyond(place, after, oldestFirst));
  const all = [...happened, ...coming].toSorted((one, other) => (isBeyond(one.place, other.place, oldestFirst) ? 1 : -1));
  const edges = all.slice(0, size).map(({ place, row }) => ({ cursor: cursorOf(place), node: row() }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    hasNextPage: all.length > size,
    hasPreviousPage: after !== null,
    totalCount: () =>
      planned.length + numberOf(db.get(`SELECT count(*) AS n FROM changes c WHERE ${where.sql}`, ...where.params), "n"),
  };
}

function countsOf(
  db: Database,
  others: Pick<Queries, "flags" | "targetings">,
  request: ChangesRequest,
): ReadonlyMap<ChangeKind, number> {
  const flagIds = others.flags.managedFor([request.serviceId], request.asOf).map(({ id }) => id);
  const where = conditions(db, request, [request.serviceId, ...flagIds]);
  const happened = db.all(`SELECT c.kind, count(*) AS n FROM changes c WHERE ${where.sql} GROUP BY c.kind`, ...where.params);
  const counts = new Map(happened.map((row): [string, number] => [textOf(row, "kind"), numberOf(row, "n")]));
  const planned = plannedWithin(others, request, flagIds).length;
  return new Map(
    changeKinds.flatMap((kind): [ChangeKind, number][] => {
      const count = (counts.get(kind) ?? 0) + (kind === "schedule" ? planned : 0);
      return count === 0 ? [] : [[kind, count]];
    }),
  );
}

interface Where {
  readonly sql: string;
  readonly params: readonly Bindable[];
}

function conditions(
  db: Database,
  { from, to, environment, kinds = changeKinds, viewer, asOf }: ChangesRequest,
  of: readonly string[],
): Where {
  const moment = momentOf(db, asOf);
  const hidden = hiddenFrom(viewer);
  const known = moment.axis === "position" ? moment.key : OPEN;
  const parts: readonly Where[] = [
    { sql: "c.ofId IN (SELECT value FROM json_each(?))", params: [JSON.stringify(of)] },
    { sql: "c.atMs >= ? AND c.atMs < ?", params: [Date.parse(from), Date.parse(to)] },
    { sql: "c.kind IN (SELECT value FROM json_each(?))", params: [JSON.stringify(kinds)] },
    { sql: "c.position <= ? AND (c.replacedBy IS NULL OR c.replacedBy > ?)", params: [known, known] },
    ...(moment.axis === "at" ? [{ sql: "c.atMs <= ?", params: [moment.key] }] : []),
    ...(environment === undefined ? [] : [{ sql: "(c.environment = ? OR c.environment IS NULL)", params: [environment] }]),
    ...(hidden === undefined ? [] : [{ sql: `(c.incidentId IS NULL OR c.incidentId NOT IN (${hidden.sql}))`, params: hidden.params }]),
  ];
  return { sql: parts.map(({ sql }) => sql).join(" AND "), params: parts.flatMap(({ params }) => params) };
}

interface Asked {
  readonly where: Where;
  readonly after: Place | null;
  readonly oldestFirst: boolean;
  readonly size: number;
}

/** The slice's own events, and no others, are read. */
function happenedAfter(db: Database, { where, after, oldestFirst, size }: Asked): readonly Placed[] {
  const [beyond, order] = oldestFirst ? [">", "ASC"] : ["<", "DESC"];
  const cursor = after === null ? "" : `AND (c.atMs, c.position) ${beyond} (?, ?)`;
  return db
    .all(
      `SELECT c.kind, c.atMs, c.environment, c.position FROM changes c WHERE ${where.sql} ${cursor} ORDER BY c.atMs ${order}, c.position ${order} LIMIT ?`,
      ...where.params, ...(after === null ? [] : [after[0], after[1]]), size,
    )
    .map((row) => ({
      place: [numberOf(row, "atMs"), numberOf(row, "position"), ""],
      row: () => ({
        // Written by us from `kinds`.
        kind: textOf(row, "kind") as ChangeKind,
        at: new Date(numberOf(row, "atMs")).toISOString(),
        environment: textOf(row, "environment") || null,
        recorded: db.all("SELECT * FROM recorded WHERE position = ?", numberOf(row, "position")).map(toRecorded)[0] ?? null,
        planned: null,
      }),
    }));
}

function plannedWithin(
  others: Pick<Queries, "flags" | "targetings">,
  { from, to, environment, kinds = changeKinds, now, asOf }: ChangesRequest,
  flagIds: readonly string[],
): readonly Placed[] {
  if (!kinds.includes("schedule") || Date.parse(to) <= Date.parse(now)) return [];
  return plannedOf(others, { flagIds, now: Date.parse(now), asOf })
    .filter(({ atMs }) => atMs >= Date.parse(from) && atMs < Date.parse(to))
    .filter((one) => environment === undefined || one.environment === null || one.environment === environment)
    .map((planned) => ({
      place: [planned.atMs, OPEN, planned.id],
      row: () => ({
        kind: "schedule", at: new Date(planned.atMs).toISOString(), environment: planned.environment, recorded: null, planned,
      }),
    }));
}

/** Whether a place comes after another one in this order. */
function isBeyond(place: Place, other: Place, oldestFirst: boolean): boolean {
  const [at, position, id] = place;
  const [otherAt, otherPosition, otherId] = other;
  const later = at === otherAt ? (position === otherPosition ? id > otherId : position > otherPosition) : at > otherAt;
  const same = at === otherAt && position === otherPosition && id === otherId;
  return !same && later === oldestFirst;
}

const cursorOf = (place: Place): string => Buffer.from(JSON.stringify(place)).toString("base64url");

function placeFrom(cursor: string): Place {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(parsed)) {
      const [at, position, id] = parsed as readonly unknown[];
      if (typeof at === "number" && typeof position === "number" && typeof id === "string") return [at, position, id];
    }
  } catch {
    // Not one of ours: refused below, as any other that does not fit.
  }
  throw strangeCursor();
}
