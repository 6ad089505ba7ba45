import type { ActionState } from "@ballast/domain/action";
import type { ActionKind } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import { textOf, type Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { containsOneOf, is, isOneOf, isWithin, tableOf, type Condition, type SliceRequest } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";
import { hasText } from "../engine/textFilter.ts";
import { hiddenActions } from "../viewer/hiddenActions.ts";
import type { Viewer } from "../viewer/hiddenFrom.ts";
import { actionProjection, type ActionRow } from "./actionProjection.ts";

export type { ActionRow } from "./actionProjection.ts";

/** Which actions. */
export interface ActionFilter {
  readonly states?: readonly ActionState[] | undefined;
  readonly kind?: ActionKind | undefined;
  /** Null: those that nobody owns. */
  readonly ownerId?: string | null | undefined;
  readonly ownerIds?: readonly string[] | undefined;
  /** Due on this day or later. */
  readonly dueFrom?: string | undefined;
  /** Due before this day. */
  readonly dueBefore?: string | undefined;
  /** Those that are open and were due before this day. */
  readonly overdueOn?: string | undefined;
  /** Those still to be done that are late on this day, were promised anew, or that nobody has promised. */
  readonly pressingOn?: string | undefined;
  /** What they came of: the name of its streams; null: nothing. */
  readonly sourceKind?: string | null | undefined;
  /** Those that came of this record. */
  readonly sourceId?: string | undefined;
  /** Those that came of one of these records, or make one of these risks smaller. */
  readonly recordIds?: readonly string[] | undefined;
  readonly text?: string | undefined;
  /** Actions of private incidents are left out for who must not know of them. Absent: all of these are left out. */
  readonly viewer?: Viewer | undefined;
}

export type ActionSort = "URGENCY_ASC" | "DUE_ASC" | "DUE_DESC" | "REGISTERED_ASC" | "REGISTERED_DESC" | "NUMBER_ASC" | "NUMBER_DESC";
const sorts = {
  URGENCY_ASC: { column: "urgency", descending: false },
  DUE_ASC: { column: "dueOn", descending: false },
  DUE_DESC: { column: "dueOn", descending: true },
  REGISTERED_ASC: { column: "registeredAt", descending: false },
  REGISTERED_DESC: { column: "registeredAt", descending: true },
  NUMBER_ASC: { column: "number", descending: false },
  NUMBER_DESC: { column: "number", descending: true },
} as const;

const stillOpen = ["proposed", "open"] as const;

const filtered = ({
  states, kind, ownerId, ownerIds, dueFrom, dueBefore, overdueOn, pressingOn, sourceKind, sourceId, recordIds, text, viewer,
}: ActionFilter): readonly (Condition | undefined)[] => [
  isOneOf("state", states),
  is("kind", kind),
  is("ownerId", ownerId),
  isOneOf("ownerId", ownerIds),
  isWithin("dueOn", dueFrom, dueBefore),
  ...(overdueOn === undefined ? [] : [isOneOf("state", stillOpen), isWithin("dueOn", undefined, overdueOn)]),
  pressing(pressingOn),
  is("sourceKind", sourceKind),
  is("sourceId", sourceId),
  containsOneOf("records", recordIds),
  hasText("action", text),
  visibleTo(viewer),
];

const pressing = (day: string | undefined): Condition | undefined =>
  day === undefined
    ? undefined
    : { sql: `r."state" = 'proposed' OR (r."state" = 'open' AND (r."dueOn" < ? OR r."slips" > 0))`, params: [day] };

function visibleTo(viewer: Viewer | undefined): Condition | undefined {
  const hidden = hiddenActions(viewer);
  return hidden === undefined ? undefined : { sql: `r.id NOT IN (${hidden.sql})`, params: hidden.params };
}

/** Queries over what somebody has to do. */
export type ActionQueries = ReturnType<typeof actionQueries>;

function actionQueries(db: () => Database) {
  const table = tableOf(db, actionProjection);
  return {
    /** Whoever asks for one by its id asks `mayKnow` as well. */
    get: table.get,
    byNumber: (number: number, asOf?: AsOf) => table.find([is("number", number)], asOf),
    byExternalId: (externalId: string, asOf?: AsOf) => table.find([is("externalId", externalId)], asOf),
    list: ({ filter = {}, sort = "URGENCY_ASC", slice, asOf }: {
      readonly filter?: ActionFilter; readonly sort?: ActionSort | undefined; readonly slice?: SliceRequest;
      readonly asOf?: AsOf | undefined;
    } = {}) => table.list({ where: filtered(filter), sort: sorts[sort], slice, asOf }),
    /** All of them, what is most urgent first. */
    all: ({ filter = {}, asOf }: { readonly filter?: ActionFilter; readonly asOf?: AsOf | undefined } = {}): readonly Stored<ActionRow>[] =>
      table.all(filtered(filter), { sort: sorts.URGENCY_ASC, asOf }),
    /** Those that a viewer must not know of, by id. Asked of now. */
    hiddenFrom: (viewer: Viewer): readonly string[] => {
      const hidden = hiddenActions(viewer);
      return hidden === undefined ? [] : db().all(hidden.sql, ...hidden.params).map((row) => textOf(row, "id"));
    },
    /** Whether a viewer may know of an action: it came of no private incident that they must not know of. Asked of now. */
    mayKnow: (id: string, viewer: Viewer): boolean => {
      const hidden = hiddenActions(viewer);
      return hidden === undefined || db().get(`SELECT 1 WHERE ? IN (${hidden.sql})`, id, ...hidden.params) === undefined;
    },
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly actions: ActionQueries;
  }
  interface Rows {
    readonly action: ActionRow;
  }
}

/** Actions. */
export const actionSlice = defineSlice({ projections: [actionProjection], queries: { actions: actionQueries } });
