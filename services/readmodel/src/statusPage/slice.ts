import { statusPageDecider, type StatusPage } from "@ballast/domain/statusPage";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type RowOf } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** A status page: what the domain says it is, and since when. */
export type StatusPageRow = RowOf<StatusPage> & { readonly definedAt: string; readonly changedAt: string };

const state = rowIsState(statusPageDecider, ({ metadata }, before: Pick<StatusPageRow, "definedAt" | "changedAt"> | null) => ({
  definedAt: before?.definedAt ?? metadata.occurredAt, changedAt: metadata.occurredAt,
}));

/** Status pages by id. */
const statusPageProjection = defineProjection({
  kind: "statusPage",
  columns: {
    name: { type: "text", of: (row: StatusPageRow) => row.name, index: true },
    slug: { type: "text", of: (row) => row.slug, index: true },
    retired: { type: "integer", of: (row) => row.retired !== null },
  },
  handlers: {
    StatusPageDefined: state,
    PageGroupPlaced: state,
    PageGroupRemoved: state,
    PageComponentPlaced: state,
    PageComponentRemoved: state,
    ComponentStatusSet: state,
    StandingNoticePut: state,
    StatusPageRetired: state,
  },
  search: ({ name, about, components, changedAt }) => ({
    title: name, detail: "status page", body: [about, ...components.map((component) => component.name)].join("\n"), at: changedAt,
  }),
});

/** Queries over status pages. */
export type StatusPageQueries = ReturnType<typeof statusPageQueries>;

function statusPageQueries(db: () => Database) {
  const table = tableOf(db, statusPageProjection);
  return {
    get: table.get,
    bySlug: (slug: string, asOf?: AsOf) => table.find([is("slug", slug)], asOf),
    /** By their names; those that were retired only when asked for. */
    all: ({ retired = false, asOf }: { readonly retired?: boolean; readonly asOf?: AsOf | undefined } = {}) =>
      table.all([is("retired", retired ? undefined : 0)], { sort: { column: "name", descending: false }, asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly statusPages: StatusPageQueries;
  }
  interface Rows {
    readonly statusPage: StatusPageRow;
  }
}

/** What the public looks at. */
export const statusPageSlice = defineSlice({ projections: [statusPageProjection], queries: { statusPages: statusPageQueries } });
