import { updateTemplateDecider, type UpdateTemplate } from "@ballast/domain/updateTemplate";
import type { UpdateTemplateEvent } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type HappenedAs, type RowOf } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

interface Times {
  /** When it was written as it is. */
  readonly writtenAt: string;
}

/** A template of updates: what the domain says it is, and its time. */
export type UpdateTemplateRow = RowOf<UpdateTemplate> & Times;

const withTimes = rowIsState(
  updateTemplateDecider,
  ({ event, metadata }: HappenedAs<UpdateTemplateEvent>, before: Times | null): Times => ({
    writtenAt: event.type === "UpdateTemplateWritten" ? metadata.occurredAt : (before?.writtenAt ?? metadata.occurredAt),
  }),
);

const updateTemplateProjection = defineProjection({
  kind: "updateTemplate",
  columns: {
    name: { type: "text", of: (row: UpdateTemplateRow) => row.name.toLowerCase(), index: true },
    removed: { type: "integer", of: (row) => Number(row.removed !== null) },
  },
  handlers: { UpdateTemplateWritten: withTimes, UpdateTemplateRemoved: withTimes },
  search: (row) => ({ title: row.name, detail: row.removed === null ? row.state : "removed", body: row.body, at: row.writtenAt }),
});

/** Queries over templates of updates. */
export type UpdateTemplateQueries = ReturnType<typeof updateTemplateQueries>;

function updateTemplateQueries(db: () => Database) {
  const table = tableOf(db, updateTemplateProjection);
  return {
    get: table.get,
    /** Those that were not removed, by name. */
    all: (asOf?: AsOf) => table.all([is("removed", 0)], { sort: { column: "name", descending: false }, asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly updateTemplates: UpdateTemplateQueries;
  }
  interface Rows {
    readonly updateTemplate: UpdateTemplateRow;
  }
}

/** Templates of updates. */
export const updateTemplateSlice = defineSlice({
  projections: [updateTemplateProjection], queries: { updateTemplates: updateTemplateQueries },
});
