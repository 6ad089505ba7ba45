import { escalationDecider, pagingDecider, type Escalation, type Paging } from "@ballast/domain/escalation";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type RowOf, type Stored } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** In which order people are called: what the domain says it is, and when it was changed last. */
export type EscalationRow = RowOf<Escalation> & { readonly changedAt: string };

const written = rowIsState(escalationDecider, ({ metadata }) => ({ changedAt: metadata.occurredAt }));

/** Policies by id. */
const escalationProjection = defineProjection({
  kind: "escalation",
  columns: {
    name: { type: "text", of: (row: EscalationRow) => row.name.toLowerCase(), index: true },
    retired: { type: "integer", of: (row) => row.retired !== null },
  },
  handlers: { EscalationWritten: written, EscalationImported: written, EscalationRetired: written },
  search: ({ name, description, changedAt }) => ({ title: name, detail: "escalation policy", body: description, at: changedAt }),
});

/** What holds for every page; one row. */
export type PagingRow = RowOf<Paging>;
const pagingProjection = defineProjection({
  kind: "paging",
  columns: { escalationId: { type: "text", of: (row: PagingRow) => row.escalationId } },
  handlers: { DefaultEscalationSet: rowIsState(pagingDecider, () => ({})) },
});

/** Queries over policies of escalation. */
export type EscalationQueries = ReturnType<typeof escalationQueries>;

function escalationQueries(db: () => Database) {
  const [table, paging] = [tableOf(db, escalationProjection), tableOf(db, pagingProjection)];
  return {
    get: table.get,
    /** By name; those that were retired as well, where that is asked for. */
    all: (asOf?: AsOf, { retired = false }: { readonly retired?: boolean } = {}): readonly Stored<EscalationRow>[] =>
      table.all(retired ? [] : [is("retired", 0)], { sort: { column: "name", descending: false }, asOf }),
    /** The one of every service that names none; null: what is built in. */
    default: (asOf?: AsOf): string | null => paging.all([], { asOf })[0]?.escalationId ?? null,
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly escalations: EscalationQueries;
  }
  interface Rows {
    readonly escalation: EscalationRow;
    readonly paging: PagingRow;
  }
}

/** In which order people are called. */
export const escalationSlice = defineSlice({
  projections: [escalationProjection, pagingProjection], queries: { escalations: escalationQueries },
});
