import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";
import {
  askingProjection, checkSetProjection, policyProjection, readinessProjection, technologyProjection, trainingProjection, type AskingRow,
  type CheckSetRow, type PolicyRow, type ReadinessRow, type TechnologyRow, type TrainingRow,
} from "./readinessProjections.ts";

export type { CheckSetRow, PolicyRow, ReadinessRow, TechnologyRow, TrainingRow, VersionRow } from "./readinessProjections.ts";

/** Queries over what services are held to, and what is stated of them. */
export type ReadinessQueries = ReturnType<typeof readinessQueries>;

const byName = { sort: { column: "name", descending: false } } as const;

function readinessQueries(db: () => Database) {
  const [sets, stated, askings] = [tableOf(db, checkSetProjection), tableOf(db, readinessProjection), tableOf(db, askingProjection)];
  const [policies, trainings, technologies] = [
    tableOf(db, policyProjection), tableOf(db, trainingProjection), tableOf(db, technologyProjection),
  ];
  return {
    checkSet: sets.get,
    /** Those that hold, by their names. */
    checkSets: (asOf?: AsOf): readonly Stored<CheckSetRow>[] => sets.all([is("status", "published")], { ...byName, asOf }),
    stated: stated.get,
    /** What is stated of each service, by the service. */
    allStated: (asOf?: AsOf): ReadonlyMap<string, Stored<ReadinessRow>> =>
      new Map(stated.all([], { asOf }).map((row) => [row.serviceId, row])),
    policy: policies.get,
    /** Those that hold, by their names; with those that do not any more, where asked for. */
    policies: (asOf?: AsOf, retired = false): readonly Stored<PolicyRow>[] =>
      policies.all([is("status", retired ? undefined : "published")], { ...byName, asOf }),
    training: trainings.get,
    trainings: (asOf?: AsOf, retired = false): readonly Stored<TrainingRow>[] =>
      trainings.all([is("status", retired ? undefined : "defined")], { ...byName, asOf }),
    technology: technologies.get,
    technologies: (asOf?: AsOf): readonly Stored<TechnologyRow>[] => technologies.all([], { ...byName, asOf }),
    /** Who was asked about what, when they were asked last. */
    askings: (asOf?: AsOf): readonly Stored<AskingRow>[] => askings.all([], { asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly readiness: ReadinessQueries;
  }
  interface Rows {
    readonly checkSet: CheckSetRow;
    readonly readiness: ReadinessRow;
    readonly policy: PolicyRow;
    readonly training: TrainingRow;
    readonly technology: TechnologyRow;
  }
}

/** What services are held to: checks, statements, exemptions, policies, training, technologies. */
export const readinessSlice = defineSlice({
  projections: [checkSetProjection, readinessProjection, askingProjection, policyProjection, trainingProjection, technologyProjection],
  queries: { readiness: readinessQueries },
});
