import { segmentDecider, type DefinedSegment } from "@ballast/domain/segment";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, type HappenedAs, type Stored } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";
import type { SegmentEvent } from "@ballast/schema";

/** A segment: what the domain says it is, and when it was defined as it is. */
export interface SegmentRow extends DefinedSegment {
  readonly id: string;
  readonly definedAt: string;
}

function folded(row: SegmentRow | null, { event, id, metadata }: HappenedAs<SegmentEvent>): SegmentRow | null {
  const after = segmentDecider.evolve(row ?? segmentDecider.initialState, event);
  return after.status === "absent" ? null : {
    ...after, id, definedAt: event.type === "SegmentDefined" ? metadata.occurredAt : (row?.definedAt ?? metadata.occurredAt),
  };
}

/** Segments by id. */
const segmentProjection = defineProjection({
  kind: "segment",
  columns: {
    key: { type: "text", of: (row: SegmentRow) => row.key, index: true }, archived: { type: "integer", of: (row) => row.archived !== null },
  },
  handlers: { SegmentDefined: (row, _, recorded) => folded(row, recorded), SegmentArchived: (row, _, recorded) => folded(row, recorded) },
  search: ({ key, name, description, definedAt }) => ({ title: name, detail: key, body: description, at: definedAt }),
});

/** Queries over segments. */
export type SegmentQueries = ReturnType<typeof segmentQueries>;

function segmentQueries(db: () => Database) {
  const table = tableOf(db, segmentProjection);
  return {
    get: table.get,
    /** By their keys; those in use only, unless told. */
    all: (
      { archived = false, asOf }: { readonly archived?: boolean; readonly asOf?: AsOf | undefined } = {}
    ): readonly Stored<SegmentRow>[] =>
      table.all([is("archived", archived ? undefined : 0)], { sort: { column: "key", descending: false }, asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly segments: SegmentQueries;
  }
  interface Rows {
    readonly segment: SegmentRow;
  }
}

/** Groups of customers by name. */
export const segmentSlice = defineSlice({ projections: [segmentProjection], queries: { segments: segmentQueries } });
