import { evaluationDecider, type Evaluations } from "@ballast/domain/evaluation";
import type { EvaluationEvent, EvaluationSource } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
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

/** A flag in an environment: when it was evaluated last. */
export interface FlagUseRow {
  readonly id: string;
  readonly flagId: string;
  readonly environment: string;
  /** The hour of the first evaluation that was told of the last day with any; ISO. */
  readonly lastAt: string;
}

const useKey = (environment: string, flagId: string): string => `${environment}/${flagId}`;
const dayOf = (hour: string): string => hour.slice(0, 10);

/** When flags were evaluated last, to the day: what is told every hour makes one version of a row a day. */
const flagUseProjection = defineProjection({
  kind: "flagUse",
  columns: { environment: { type: "text", of: (row: FlagUseRow) => row.environment, index: true } },
  keysOf: ({ event }) =>
    event.type === "FlagEvaluationsCounted"
      ? [...new Set(event.data.counts.map(({ flagId }) => useKey(event.data.environment, flagId)))]
      : [],
  handlers: {
    FlagEvaluationsCounted: (row, { environment, hour }, { key }) =>
      row !== null && dayOf(hour) <= dayOf(row.lastAt)
        ? row
        : { id: key, environment, flagId: key.slice(environment.length + 1), lastAt: hour },
  },
});

/** What is known of how a flag is used in an environment. */
export interface FlagUse {
  /** When it was evaluated last, to the day; null: never. ISO. */
  readonly evaluatedAt: string | null;
  /** Since when evaluations are counted in the environment; null: none ever was. ISO. */
  readonly countedSince: string | null;
}

/** Queries over evaluations. */
export type EvaluationQueries = ReturnType<typeof evaluationQueries>;

function evaluationQueries(db: () => Database) {
  const table = tableOf(db, evaluationProjection);
  const uses = tableOf(db, flagUseProjection);
  const countedSince = (environment: string, asOf?: AsOf): string | null =>
    table.list({ where: [is("environment", environment)], sort: { column: "hour", descending: false }, slice: { first: 1 }, asOf })
      .nodes[0]?.hour ?? null;
  return {
    /** A flag's hours in an environment since `from` (ISO), the oldest first; hours without any are left out. */
    ofFlag: (flagId: string, environment: string, from: string): readonly HourOfFlag[] =>
      table
        .all([is("environment", environment), { sql: "r.hour >= ?", params: [from] }], { sort: { column: "hour", descending: false } })
        .flatMap(({ hour, counts }) =>
          counts.filter((one) => one.flagId === flagId).map(({ variant, source, count }) => ({ hour, variant, source, count })),
        ),
    /** How often each flag of an environment was evaluated in each hour since `from` (ISO), by its id. */
    byFlag(environment: string, from: string): ReadonlyMap<string, ReadonlyMap<string, number>> {
      const hours = table.all([is("environment", environment), { sql: "r.hour >= ?", params: [from] }], {
        sort: { column: "hour", descending: false },
      });
      const flags = new Map<string, Map<string, number>>();
      for (const { hour, counts } of hours) {
        for (const { flagId, count } of counts) {
          let own = flags.get(flagId);
          if (own === undefined) flags.set(flagId, (own = new Map()));
          own.set(hour, (own.get(hour) ?? 0) + count);
        }
      }
      return flags;
    },
    /** How a flag is used in an environment, to the day. */
    useOf: (flagId: string, environment: string, asOf?: AsOf): FlagUse => ({
      evaluatedAt: uses.get(useKey(environment, flagId), asOf)?.lastAt ?? null, countedSince: countedSince(environment, asOf),
    }),
    /** The same of all flags of some environments at once: a function of a flag and one of them. */
    usesIn(environments: readonly string[], asOf?: AsOf): (flagId: string, environment: string) => FlagUse {
      const since = new Map(environments.map((environment) => [environment, countedSince(environment, asOf)]));
      const last = new Map(
        environments.flatMap((environment) => uses.all([is("environment", environment)], { asOf })).map(({ id, lastAt }) => [id, lastAt]),
      );
      return (flagId, environment) => ({
        evaluatedAt: last.get(useKey(environment, flagId)) ?? null, countedSince: since.get(environment) ?? null,
      });
    },
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly evaluations: EvaluationQueries;
  }
}

/** How often flags were evaluated. */
export const evaluationSlice = defineSlice({
  projections: [evaluationProjection, flagUseProjection], queries: { evaluations: evaluationQueries },
});
