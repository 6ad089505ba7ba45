import { evaluationDecider, type Evaluations } from "@ballast/domain/evaluation";
import type { EvaluationEvent, EvaluationSource } from "@ballast/schema";
import type { Database } from "../engine/database.ts";
import { defineProjection, type HappenedAs } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** Evaluations of an environment in one hour, as the domain adds them up. */
export interface EvaluationRow extends Evaluations {
  readonly id: string;
  readonly environment: string;
  /** Its beginning, ISO. */
  readonly hour: string;
}

/** How often a flag gave a variant in one hour; null: the caller's code default. */
export interface HourOfFlag {
  readonly hour: string;
  readonly variant: string | null;
  readonly source: EvaluationSource;
  readonly count: number;
}

const folded = (row: EvaluationRow | null, { event, id }: HappenedAs<EvaluationEvent>): EvaluationRow => ({
  ...evaluationDecider.evolve(row ?? evaluationDecider.initialState, event), id, environment: event.data.environment, hour: event.data.hour,
});

/** Hours by environment. */
const evaluationProjection = defineProjection({
  kind: "evaluation",
  columns: {
    environment: { type: "text", of: (row: EvaluationRow) => row.environment, index: true },
    hour: { type: "text", of: (row) => row.hour, index: true },
  },
  handlers: { FlagEvaluationsCounted: (row, _, recorded) => folded(row, recorded) },
});

/** Queries over evaluations. */
export type EvaluationQueries = ReturnType<typeof evaluationQueries>;

function evaluationQueries(db: () => Database) {
  const table = tableOf(db, evaluationProjection);
  return {
    /** A flag's hours in an environment since `from` (ISO), the oldest first; hours without any are left out. */
    ofFlag: (flagId: string, environment: string, from: string): readonly HourOfFlag[] =>
      table
        .all([is("environment", environment), { sql: "r.hour >= ?", params: [from] }], { sort: { column: "hour", descending: false } })
        .flatMap(({ hour, counts }) =>
          counts.filter((one) => one.flagId === flagId).map(({ variant, source, count }) => ({ hour, variant, source, count })),
        ),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly evaluations: EvaluationQueries;
  }
}

/** How often flags were evaluated. */
export const evaluationSlice = defineSlice({ projections: [evaluationProjection], queries: { evaluations: evaluationQueries } });
