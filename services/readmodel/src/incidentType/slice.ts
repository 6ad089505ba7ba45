import { incidentTypeDecider, type IncidentType } from "@ballast/domain/incidentType";
import type { IncidentTypeEvent } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type HappenedAs, type RowOf } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

interface Times {
  /** When it was written as it is. */
  readonly writtenAt: string;
}

/** A type of incidents: what the domain says it is, and its time. */
export type IncidentTypeRow = RowOf<IncidentType> & Times;

const withTimes = rowIsState(
  incidentTypeDecider,
  ({ event, metadata }: HappenedAs<IncidentTypeEvent>, before: Times | null): Times => ({
    writtenAt: event.type === "IncidentTypeWritten" ? metadata.occurredAt : (before?.writtenAt ?? metadata.occurredAt),
  }),
);

const incidentTypeProjection = defineProjection({
  kind: "incidentType",
  columns: {
    name: { type: "text", of: (row: IncidentTypeRow) => row.name.toLowerCase(), index: true },
    removed: { type: "integer", of: (row) => Number(row.removed !== null) },
  },
  handlers: { IncidentTypeWritten: withTimes, IncidentTypeRemoved: withTimes },
  search: (row) => ({
    title: row.name, detail: row.removed === null ? "type of incidents" : "removed",
    body: [...row.roles.map(({ name }) => name), ...row.checklist.map(({ text }) => text)].join("\n"), at: row.writtenAt,
  }),
});

/** Queries over types of incidents. */
export type IncidentTypeQueries = ReturnType<typeof incidentTypeQueries>;

function incidentTypeQueries(db: () => Database) {
  const table = tableOf(db, incidentTypeProjection);
  return {
    get: table.get,
    /** Those that were not removed, by name. */
    all: (asOf?: AsOf) => table.all([is("removed", 0)], { sort: { column: "name", descending: false }, asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly incidentTypes: IncidentTypeQueries;
  }
  interface Rows {
    readonly incidentType: IncidentTypeRow;
  }
}

/** Types of incidents. */
export const incidentTypeSlice = defineSlice({
  projections: [incidentTypeProjection], queries: { incidentTypes: incidentTypeQueries },
});
