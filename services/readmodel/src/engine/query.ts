import { Rejection } from "@ballast/domain";
import { looksIntoDoc, momentOf, NOW, sourceOf, type AsOf, type Moment } from "./asOf.ts";
import { numberOf, textOf, type Bindable, type Database, type SqlRow } from "./database.ts";
import type { Keyed, Projection, Stored } from "./projection.ts";
import { axisTable, currentTable, docOf, OPEN, positionTable, ROW, rowWith, sinceColumn } from "./tables.ts";

/** A condition on `r`, the row. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly Bindable[];
  /** What it is at a moment, where that makes a difference to what it looks up beside the row. */
  readonly placed?: (moment: Moment) => Condition;
}

/** Which slice of a list, in Relay's sense. */
export interface SliceRequest {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

/** A slice of a list: rows with their cursors. The count is taken when asked for. */
export interface ListSlice<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly nodes: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: () => number;
}

/** Sorted by a column; of those that are alike in it, by the order in which they came. */
export interface Sort<Name extends string = string> {
  readonly column: Name | "id";
  readonly descending: boolean;
}

/** A list of one projection's rows. */
export interface ListRequest<Name extends string> {
  readonly where?: readonly (Condition | undefined)[];
  readonly sort: Sort<Name>;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Rows of one projection, as they are or were. */
export interface Table<Row extends Keyed, Name extends string> {
  get(id: string, asOf?: AsOf): Stored<Row> | undefined;
  /** By a column that names one row. */
  find(where: readonly (Condition | undefined)[], asOf?: AsOf): Stored<Row> | undefined;
  /** Many at once, in the order asked for; those that are not there are left out. */
  getMany(ids: readonly string[], asOf?: AsOf): readonly Stored<Row>[];
  all(
    where?: readonly (Condition | undefined)[],
    options?: { sort?: Sort<Name> | undefined; asOf?: AsOf | undefined; limit?: number | undefined },
  ): readonly Stored<Row>[];
  /** In the versions that were known then. */
  allKnownAt(knownAt: string, where?: readonly (Condition | undefined)[]): readonly Stored<Row>[];
  list(request: ListRequest<Name>): ListSlice<Stored<Row>>;
  count(where?: readonly (Condition | undefined)[], asOf?: AsOf): number;
  /** How many there are of each value of these expressions over `r`, without reading a row. */
  counts(by: readonly string[], where?: readonly (Condition | undefined)[], asOf?: AsOf): readonly Counted[];
  /** Every version a row had on an axis, oldest first, with the span in which it held (positions, or ms). */
  versions(id: string, axis: "position" | "at" | "known"): readonly Version<Row>[];
}

/** How many there are of some values. */
export interface Counted {
  readonly of: readonly (string | number | null)[];
  readonly count: number;
}

/** A row for as long as it held; `to` is null for what holds still. */
export interface Version<Row extends Keyed> {
  readonly from: number;
  readonly to: number | null;
  readonly row: Stored<Row>;
}

const MOST_ROWS = 1_000;
const DEFAULT_ROWS = 50;

/** The queries of one projection. */
export function tableOf<Row extends Keyed, Name extends string>(db: () => Database, projection: Projection<Row, Name>): Table<Row, Name> {
  const erased = projection as Projection;
  const read = readRow<Row>;
  const select = (
    moment: Moment,
    where: readonly (Condition | undefined)[],
    rest: Condition = { sql: "", params: [] },
  ): readonly SqlRow[] => {
    const source = sourceOf(erased, moment);
    const filter = all(where, moment);
    return db().all(`SELECT r.doc FROM ${source.sql} WHERE ${filter.sql} ${rest.sql}`, ...source.params, ...filter.params, ...rest.params);
  };
  return {
    get: (id, asOf) => select(momentOf(db(), asOf), [is("id", id)]).map(read)[0],
    find: (where, asOf) => select(momentOf(db(), asOf), where, { sql: "LIMIT 1", params: [] }).map(read)[0],
    getMany(ids, asOf) {
      const found = new Map(select(momentOf(db(), asOf), [isOneOf("id", ids)]).map((row) => [read(row).id, read(row)]));
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    all(where = [], { sort, asOf, limit } = {}) {
      const order =
        sort === undefined
          ? ""
          : `ORDER BY r."${sort.column}" ${sort.descending ? "DESC" : "ASC"}, r.${ROW} ${sort.descending ? "DESC" : "ASC"}`;
      const rest = limit === undefined ? { sql: order, params: [] } : { sql: `${order} LIMIT ?`, params: [limit] };
      return select(momentOf(db(), asOf), where, rest).map(read);
    },
    allKnownAt: (knownAt, where = []) => select({ axis: "known", key: Date.parse(knownAt) }, where).map(read),
    list: (request) => listSlice<Row>(db(), erased, request),
    count: (where = [], asOf) => counted(db(), erased, { where, moment: momentOf(db(), asOf) }),
    counts: (by, where = [], asOf) => countsBy(db(), erased, { by, where, moment: momentOf(db(), asOf) }),
    versions: (id, axis) => versionsOf(db(), erased, { id, axis }).map(({ from, to, row }) => ({ from, to, row: read(row) })),
  };
}

function versionsOf(db: Database, { kind }: Projection, { id, axis }: { id: string; axis: "position" | "at" | "known" }) {
  const since = axis === "position" ? "fromKey" : sinceColumn(axis);
  const past = db.all(
    `SELECT fromKey, toKey, ${docOf(kind)} FROM ${axis === "position" ? positionTable(kind) : axisTable(kind, axis)} v WHERE ${ROW} = ${rowWith(kind)} ORDER BY fromKey`,
    id,
  );
  const current = db.all(
    `SELECT ${since} AS fromKey, ${OPEN} AS toKey, doc FROM ${currentTable(kind)} WHERE id = ? AND ${since} IS NOT NULL`,
    id,
  );
  return [...past, ...current].map((row) => ({
    from: numberOf(row, "fromKey"), to: numberOf(row, "toKey") === OPEN ? null : numberOf(row, "toKey"), row,
  }));
}

/** Written by us from a row of this kind. */
const readRow = <Row extends Keyed>(row: SqlRow): Stored<Row> => JSON.parse(textOf(row, "doc")) as Stored<Row>;

function listSlice<Row extends Keyed>(db: Database, projection: Projection, request: ListRequest<string>): ListSlice<Stored<Row>> {
  const { sort, slice = {}, where = [] } = request;
  const moment = momentOf(db, request.asOf);
  const backwards = slice.last !== undefined;
  const size = Math.max(0, Math.min(MOST_ROWS, slice.last ?? slice.first ?? DEFAULT_ROWS));
  const descending = sort.descending !== backwards;
  const [after, before] = [
    beyond(projection, sort, { cursor: slice.after, upwards: !sort.descending }),
    beyond(projection, sort, { cursor: slice.before, upwards: sort.descending }),
  ];
  const filter = all([...where, after, before], moment);
  const whole = sourceOf(projection, moment);
  const direction = descending ? "DESC" : "ASC";
  // Texts of the past are put together: those of the slice, not of all that are sorted.
  const later = moment.axis !== "now";
  const source = later ? sourceOf(projection, moment, { doc: looksIntoDoc(filter.sql) }) : whole;
  const rows = db.all(
    `SELECT ${later ? "" : "r.doc, "}r."${sort.column}" AS sortKey, r.id, r.${ROW} FROM ${source.sql} WHERE ${filter.sql} ORDER BY r."${sort.column}" ${direction}, r.${ROW} ${direction} LIMIT ?`,
    ...source.params, ...filter.params, size + 1,
  );
  const more = rows.length > size;
  const kept = backwards ? rows.slice(0, size).toReversed() : rows.slice(0, size);
  const docs = new Map(
    later
      ? db
          .all(
            `SELECT r.id, r.doc FROM ${whole.sql} WHERE r.id IN (SELECT value FROM json_each(?))`,
            ...whole.params,
            JSON.stringify(kept.map(({ id }) => id)),
          )
          .map((row) => [row["id"], row])
      : [],
  );
  const edges = kept.map((row) => ({
    get cursor() {
      return cursorOf(orderOf(projection, sort), row);
    },
    node: readRow<Row>(docs.get(row["id"]) ?? row),
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    hasNextPage: backwards ? slice.before !== undefined : more,
    hasPreviousPage: backwards ? more : slice.after !== undefined,
    totalCount: () => counted(db, projection, { where, moment }),
  };
}

/** Which rows, at which moment. */
interface Rows {
  readonly where: readonly (Condition | undefined)[];
  readonly moment: Moment;
}

/** How many there are. */
const counted = (db: Database, projection: Projection, rows: Rows): number => countsBy(db, projection, { ...rows, by: [] })[0]?.count ?? 0;

/** How many there are of each, in the order of what they are grouped by: counted once until the next fold, however many readers ask. */
function countsBy(
  db: Database,
  projection: Projection,
  { by, where, moment }: Rows & { readonly by: readonly string[] },
): readonly Counted[] {
  const filter = all(where, moment);
  const source = sourceOf(projection, moment, { doc: looksIntoDoc(filter.sql, ...by) });
  const names = by.map((_, n) => `k${n}`);
  const columns = ["count(*) AS n", ...by.map((expression, n) => `${expression} AS k${n}`)].join(", ");
  const grouped = names.length === 0 ? "" : ` GROUP BY ${names.join(", ")} ORDER BY ${names.join(", ")}`;
  const sql = `SELECT ${columns} FROM ${source.sql} WHERE ${filter.sql}${grouped}`;
  const params = [...source.params, ...filter.params];
  return db.once(`${sql} ${JSON.stringify(params, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))}`, () =>
    db.all(sql, ...params).map((row) => ({ count: numberOf(row, "n"), of: names.map((name) => scalarOf(row[name])) })),
  );
}

const scalarOf = (value: unknown): string | number | null => (typeof value === "string" || typeof value === "number" ? value : null);

/** Which rows in which order: a cursor names it, because in another one it would skip rows and nobody would see it. */
const orderOf = ({ kind }: Projection, { column }: Sort): string => `${kind}.${column}`;

const cursorOf = (order: string, row: SqlRow): string =>
  Buffer.from(JSON.stringify([order, row["sortKey"], row["id"]])).toString("base64url");

/** Whoever goes on from a row knows it by its id: another server may have given it another place. One that is not here hides none. */
function beyond(
  projection: Projection,
  sort: Sort,
  { cursor, upwards }: { readonly cursor: string | undefined; readonly upwards: boolean },
): Condition | undefined {
  if (cursor === undefined) return undefined;
  const place = `coalesce(${rowWith(projection.kind)}, ${upwards ? 0 : OPEN})`;
  return {
    sql: `(r."${sort.column}", r.${ROW}) ${upwards ? ">" : "<"} (?, ${place})`, params: placeIn(orderOf(projection, sort), cursor),
  };
}

/** @throws Rejection INVALID_INPUT where the cursor is of another list, or of the same in another order */
function placeIn(order: string, cursor: string): readonly Bindable[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(parsed) && parsed.length === 3 && parsed.every(isScalar) && parsed[0] === order) return parsed.slice(1);
  } catch {
    // Not one of ours: refused below, with the same words as any other that does not fit.
  }
  throw strangeCursor();
}

/** A cursor that this list has not given out: whoever goes on from it would be told that there is nothing more. */
export const strangeCursor = (): Rejection =>
  new Rejection("INVALID_INPUT", "the cursor does not belong to this list in this order", ["after"]);

const isScalar = (value: unknown): value is string | number => typeof value === "string" || typeof value === "number";

/** All of them, as they are at the moment; those that are undefined do not limit. */
export function all(conditions: readonly (Condition | undefined)[], moment: Moment = NOW): Condition {
  const given = conditions.filter((condition) => condition !== undefined).map((condition) => condition.placed?.(moment) ?? condition);
  return { sql: given.map(({ sql }) => `(${sql})`).join(" AND ") || "TRUE", params: given.flatMap(({ params }) => params) };
}

/** Equal to the value; undefined does not limit. */
export const is = (column: string, value: Bindable | undefined): Condition | undefined =>
  value === undefined
    ? undefined
    : value === null
      ? { sql: `r."${column}" IS NULL`, params: [] }
      : { sql: `r."${column}" = ?`, params: [value] };

/** One of the values; undefined does not limit, an empty list matches nothing. */
export const isOneOf = (column: string, values: readonly Bindable[] | undefined): Condition | undefined =>
  values === undefined ? undefined : { sql: `r."${column}" IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(values)] };

/** From `from` (inclusive) to `to` (exclusive). */
export const isWithin = (column: string, from: Bindable | undefined, to: Bindable | undefined): Condition =>
  all([
    from === undefined ? undefined : { sql: `r."${column}" >= ?`, params: [from] },
    to === undefined ? undefined : { sql: `r."${column}" < ?`, params: [to] },
  ]);

/** A column made by `keyList` contains the key. */
export const contains = (column: string, key: string | undefined): Condition | undefined =>
  key === undefined ? undefined : { sql: `instr(r."${column}", ?) > 0`, params: [` ${key} `] };

/** A column made by `keyList` contains one of the keys; undefined does not limit, an empty list matches nothing. */
export const containsOneOf = (column: string, keys: readonly string[] | undefined): Condition | undefined =>
  keys === undefined
    ? undefined
    : {
      sql: `EXISTS (SELECT 1 FROM json_each(?) WHERE instr(r."${column}", value) > 0)`,
      params: [JSON.stringify(keys.map((key) => ` ${key} `))],
    };

/** Several keys in one column, for `contains`. */
export const keyList = (keys: readonly string[]): string => ` ${keys.join("  ")} `;
