import { forecastDecider, type AskedForecast } from "@ballast/domain/forecast";
import type { ForecastEvent } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type HappenedAs, type Keyed, type Stored } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** A forecast of a day: what the domain says it is, and when it was asked for. */
export type ForecastRow = Keyed & AskedForecast & { readonly askedAt: string };

const forecastAfter = rowIsState(
  forecastDecider,
  ({ metadata }: HappenedAs<ForecastEvent>, before: Pick<ForecastRow, "askedAt"> | null) => ({
    askedAt: before?.askedAt ?? metadata.occurredAt,
  }),
);

/** Forecasts by id. */
export const forecastProjection = defineProjection({
  kind: "forecast",
  columns: {
    objectiveId: { type: "text", of: (row: ForecastRow) => row.objectiveId, index: true },
    day: { type: "text", of: (row) => row.day },
    status: { type: "text", of: (row) => row.status, index: true },
  },
  handlers: { ForecastAsked: forecastAfter, ForecastKept: forecastAfter },
});

/** Queries over forecasts. */
export type ForecastQueries = ReturnType<typeof forecastQueries>;

const byDay = { column: "day", descending: true } as const;

function forecastQueries(db: () => Database) {
  const table = tableOf(db, forecastProjection);
  return {
    get: table.get,
    /** Of an objective, the last day first; those that nobody has drawn yet are not among them. */
    kept: (objectiveId: string, asOf?: AsOf): readonly Stored<ForecastRow>[] =>
      table.all([is("objectiveId", objectiveId), is("status", "kept")], { sort: byDay, asOf }),
    /** Those that somebody still has to draw. */
    asked: (asOf?: AsOf): readonly Stored<ForecastRow>[] => table.all([is("status", "asked")], { sort: byDay, asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly forecasts: ForecastQueries;
  }
  interface Rows {
    readonly forecast: ForecastRow;
  }
}

/** Forecasts: how likely a target is missed, as it was said day by day. */
export const forecastSlice = defineSlice({ projections: [forecastProjection], queries: { forecasts: forecastQueries } });
