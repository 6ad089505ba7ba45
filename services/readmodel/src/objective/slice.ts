import { objectiveDecider, type DefinedObjective } from "@ballast/domain/objective";
import type { ObjectiveEvent } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, type HappenedAs, type Stored } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** An objective: what the domain says it is, and since when. */
export interface ObjectiveRow extends DefinedObjective {
  readonly id: string;
  readonly definedAt: string;
  readonly changedAt: string;
}

function folded(row: ObjectiveRow | null, { event, id, metadata }: HappenedAs<ObjectiveEvent>): ObjectiveRow | null {
  const after = objectiveDecider.evolve(row ?? objectiveDecider.initialState, event);
  return after.status === "absent"
    ? null
    : { ...after, id, definedAt: row?.definedAt ?? metadata.occurredAt, changedAt: metadata.occurredAt };
}

/** Objectives by id. */
export const objectiveProjection = defineProjection({
  kind: "objective",
  columns: {
    name: { type: "text", of: (row: ObjectiveRow) => row.name, index: true },
    retired: { type: "integer", of: (row) => row.retired !== null },
  },
  handlers: {
    ObjectiveDefined: (row, _, recorded) => folded(row, recorded),
    ObjectiveChanged: (row, _, recorded) => folded(row, recorded),
    IndicatorSet: (row, _, recorded) => folded(row, recorded),
    CorrectionMade: (row, _, recorded) => folded(row, recorded),
    CorrectionLifted: (row, _, recorded) => folded(row, recorded),
    BudgetPolicySet: (row, _, recorded) => folded(row, recorded),
    ErrorBudgetOverspent: (row, _, recorded) => folded(row, recorded),
    ObjectiveRetired: (row, _, recorded) => folded(row, recorded),
  },
  search: ({ name, changedAt }) => ({ title: name, detail: "objective", body: "", at: changedAt }),
});

/** Queries over objectives. */
export type ObjectiveQueries = ReturnType<typeof objectiveQueries>;

interface ObjectivesAsked {
  /** With those that nobody is held to any more. */
  readonly retired?: boolean;
  /** Only those about this service, or a component of it. */
  readonly serviceId?: string | undefined;
  readonly asOf?: AsOf | undefined;
}

function objectiveQueries(db: () => Database) {
  const table = tableOf(db, objectiveProjection);
  return {
    get: table.get,
    /** By their names. */
    all: ({ retired = false, serviceId, asOf }: ObjectivesAsked = {}): readonly Stored<ObjectiveRow>[] =>
      table
        .all([is("retired", retired ? undefined : 0)], { sort: { column: "name", descending: false }, asOf })
        .filter(({ parts }) => serviceId === undefined || parts.some((part) => part.serviceId === serviceId)),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly objectives: ObjectiveQueries;
  }
  interface Rows {
    readonly objective: ObjectiveRow;
  }
}

/** Objectives: how available something is to be. */
export const objectiveSlice = defineSlice({ projections: [objectiveProjection], queries: { objectives: objectiveQueries } });
