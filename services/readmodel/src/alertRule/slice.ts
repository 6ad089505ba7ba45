import { alertRuleDecider, inOrder, type AlertRule } from "@ballast/domain/alertRule";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type RowOf, type Stored } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** A rule about alerts: what the domain says it is, and when it was changed last. */
export type AlertRuleRow = RowOf<AlertRule> & { readonly changedAt: string };

const folded = rowIsState(alertRuleDecider, ({ metadata }) => ({ changedAt: metadata.occurredAt }));

/** Rules by id. */
const alertRuleProjection = defineProjection({
  kind: "alertRule",
  columns: {
    number: { type: "integer", of: (row: AlertRuleRow) => row.number, index: true },
    removed: { type: "integer", of: (row) => row.removed !== null },
  },
  handlers: { AlertRuleWritten: folded, AlertRuleMoved: folded, AlertRuleTurned: folded, AlertRuleRemoved: folded },
  search: ({ name, number, changedAt }) => ({ title: name, detail: `R-${number}`, body: "", at: changedAt }),
});

/** Queries over rules about alerts. */
export type AlertRuleQueries = ReturnType<typeof alertRuleQueries>;

function alertRuleQueries(db: () => Database) {
  const table = tableOf(db, alertRuleProjection);
  return {
    get: table.get,
    /** The one that people call so. */
    numbered: (number: number, asOf?: AsOf): Stored<AlertRuleRow> | undefined => table.find([is("number", number)], asOf),
    /** Those that were not removed, in the order in which they are asked. */
    all: (asOf?: AsOf): readonly Stored<AlertRuleRow>[] => inOrder(table.all([is("removed", 0)], { asOf })),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly alertRules: AlertRuleQueries;
  }
  interface Rows {
    readonly alertRule: AlertRuleRow;
  }
}

/** Rules about alerts. */
export const alertRuleSlice = defineSlice({ projections: [alertRuleProjection], queries: { alertRules: alertRuleQueries } });
