import { sampleDecider } from "@ballast/domain/sample";
import type { RequestCount } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection } from "../engine/projection.ts";
import { is, isWithin, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** Requests of an hour of an objective. */
export interface SampleRow {
  readonly id: string;
  readonly objectiveId: string;
  readonly hour: string;
  /** Each five minutes; null where nothing was known. */
  readonly counts: readonly (RequestCount | null)[];
}

const sampleProjection = defineProjection({
  kind: "sample",
  columns: {
    objectiveId: { type: "text", of: (row: SampleRow) => row.objectiveId, index: true },
    hour: { type: "integer", of: (row) => Date.parse(row.hour) },
  },
  handlers: {
    RequestsCounted: (_, { sampleId, objectiveId, hour }, { event }) => ({
      id: sampleId, objectiveId, hour, counts: sampleDecider.evolve(sampleDecider.initialState, event) ?? [],
    }),
  },
});

/** Queries over requests. */
export type SampleQueries = ReturnType<typeof sampleQueries>;

interface SamplesAsked {
  /** The first hour, milliseconds since the epoch. */
  readonly from: number;
  readonly asOf?: AsOf | undefined;
}

function sampleQueries(db: () => Database) {
  const table = tableOf(db, sampleProjection);
  return {
    /** Hours of an objective, in order. */
    ofObjective: (objectiveId: string, { from, asOf }: SamplesAsked): readonly SampleRow[] =>
      table.all([is("objectiveId", objectiveId), isWithin("hour", from, undefined)], {
        sort: { column: "hour", descending: false }, asOf,
      }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly samples: SampleQueries;
  }
  interface Rows {
    readonly sample: SampleRow;
  }
}

/** Requests that objectives are measured by. */
export const sampleSlice = defineSlice({ projections: [sampleProjection], queries: { samples: sampleQueries } });
