import type { BallastEvent, DataOf, EventType } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";

/** What every row of a projection has: its key. */
export interface Keyed {
  readonly id: string;
}

/** A row as it is stored: with its place in its stream and in the log. */
export type Stored<Row extends Keyed> = Row & {
  /** Revision of the record's stream, for `expectedRevision`: of the row as it is now, not of a past one. */
  readonly revision: number;
  /** When what last changed it happened. */
  readonly changedAt: string;
  /** Position of the event that last changed it. */
  readonly position: string;
};

/** A value SQLite keeps in a column. */
export type ColumnValue = string | number | boolean | null;

/** A column's type in SQLite, and whether it is indexed together with the id, the tie-breaker of every list. */
export interface ColumnShape {
  readonly type: "text" | "integer" | "real";
  readonly index?: boolean;
}

/** A column beside the row's JSON: for filters and sorting. Sorted columns are never null. */
export interface Column<Row> extends ColumnShape {
  readonly of: (row: Row) => ColumnValue;
}

/** What search finds a row by; every version that differs is found. */
export interface SearchText {
  readonly title: string;
  readonly detail: string;
  readonly body: string;
  /** ISO; shown beside the hit. */
  readonly at: string | null;
  /** The record to open, where it is not the row itself. */
  readonly recordId?: string;
  readonly recordKind?: string;
}

/** Axes of history besides the log's positions: when it happened, and when it became known. */
export type Axis = "at" | "known";

/** An event on its way into one of the rows it changes: `key` is that row's. */
export interface Happened extends RecordedEvent {
  readonly key: string;
}

/** The same, of an event that is known to be one of these. */
export type HappenedAs<Event extends BallastEvent> = Happened & { readonly event: Event };

/** A fact changes a row: returns the new one, the same one, or null where there is none. Must not throw. */
export type Handler<Row, Type extends EventType> = (
  row: Row | null,
  data: DataOf<Type>,
  recorded: HappenedAs<Extract<BallastEvent, { type: Type }>>,
) => Row | null;
export type Handlers<Row> = { readonly [Type in EventType]?: Handler<Row, Type> };

/** A table folded from events of one stream per row. */
export interface ProjectionDefinition<Row extends Keyed, Name extends string> {
  /** Also the name of its tables. */
  readonly kind: string;
  readonly columns: Readonly<Record<Name, Column<Row>>>;
  readonly handlers: Handlers<Row>;
  /** Indexes over several columns, for lists that are filtered by the first and sorted by the last. */
  readonly indexes?: readonly (readonly (NoInfer<Name> | "fromKey")[])[];
  /** The rows an event changes; by default the one with the stream's id. */
  readonly keysOf?: (recorded: RecordedEvent) => readonly string[];
  /** By default `at`. */
  readonly axes?: readonly Axis[];
  /** False for what must leave no trace: neither history nor search. */
  readonly history?: boolean;
  /** `recorded` is the event that has just changed it. */
  readonly search?: (row: Row, recorded: RecordedEvent) => SearchText | null;
}

/** A projection, ready to run. Methods take any row, so that projections of different rows stand in one list. */
export interface Projection<Row extends Keyed = Keyed, Name extends string = string> {
  readonly kind: string;
  readonly columns: Readonly<Record<Name, ColumnShape>>;
  readonly indexes: readonly (readonly string[])[];
  readonly types: ReadonlySet<string>;
  readonly axes: readonly Axis[];
  readonly history: boolean;
  keysOf(recorded: RecordedEvent): readonly string[];
  /** `key` is the row's, of those that `keysOf` named. */
  evolve(row: Row | null, recorded: RecordedEvent, key: string): Row | null;
  valuesOf(row: Row): readonly ColumnValue[];
  searchText(row: Row, recorded: RecordedEvent): SearchText | null;
}

const ownKey = ({ id }: RecordedEvent): readonly string[] => [id];

/** Defines a projection. Handlers are total: an event that does not fit leaves the row as it is. */
export function defineProjection<Row extends Keyed, Name extends string>(
  definition: ProjectionDefinition<Row, Name>,
): Projection<Row, Name> {
  const { kind, columns, handlers, indexes = [], keysOf = ownKey, axes = ["at"], history = true, search } = definition;
  const columnList: readonly Column<Row>[] = Object.values(columns);
  return {
    kind,
    columns,
    indexes,
    types: new Set(Object.keys(handlers)),
    axes: history ? axes : [],
    history,
    keysOf,
    evolve(row, recorded, key) {
      const handler = handlers[recorded.event.type] as ((row: Row | null, data: unknown, recorded: Happened) => Row | null) | undefined;
      return handler === undefined ? row : handler(row, recorded.event.data, { ...recorded, key });
    },
    valuesOf: (row) => columnList.map(({ of }) => of(row)),
    searchText: (row, recorded) => search?.(row, recorded) ?? null,
  };
}

/** The state of a record that never was. */
interface Absent {
  readonly status: "absent";
}

/** A row that is what its decider says of the record, and what it adds. */
export type RowOf<State> = Keyed & Exclude<State, Absent>;

/**
 * The handler of a row that is the domain's state: what the record is after an event, its decider says; `add` only tells
 * when, by whom and in which words, from the event and from what it told before.
 */
export function rowIsState<Known extends { readonly status: string }, Event extends BallastEvent, Added extends object>(
  { initialState, evolve }: { readonly initialState: Absent | Known; evolve(state: Absent | Known, event: Event): Absent | Known },
  add: (recorded: HappenedAs<Event>, before: Added | null) => Added,
): (row: (Keyed & Known & Added) | null, data: unknown, recorded: HappenedAs<Event>) => (Keyed & Known & Added) | null {
  const isAbsent = (state: Absent | Known): state is Absent => state.status === "absent";
  return (row, _, recorded) => {
    const state = evolve(row ?? initialState, recorded.event);
    return isAbsent(state) ? null : { ...state, ...add(recorded, row), id: recorded.key };
  };
}

/** Wraps a handler for events that only change rows that are there. */
export function existing<Row, Data, Recorded extends RecordedEvent>(
  change: (row: Row, data: Data, recorded: Recorded) => Row,
): (row: Row | null, data: Data, recorded: Recorded) => Row | null {
  return (row, data, recorded) => (row === null ? null : change(row, data, recorded));
}
