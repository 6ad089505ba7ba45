import type { ForumKind } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { contains, is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";
import { forumProjection, sittingProjection, type ForumRow, type SittingRow } from "./forumProjections.ts";

export type { ForumRow, SittingRow } from "./forumProjections.ts";

/** Which reviews of series. */
export interface SittingFilter {
  readonly forumId?: string | undefined;
  /** True: those that are still to be held, or go on; false: the others. */
  readonly open?: boolean | undefined;
  /** Those of which a finding became this record. */
  readonly recordId?: string | undefined;
}

/** Queries over series of reviews, and over each of these. */
export type ForumQueries = ReturnType<typeof forumQueries>;

function forumQueries(db: () => Database) {
  const [table, sittings] = [tableOf(db, forumProjection), tableOf(db, sittingProjection)];
  return {
    get: table.get,
    /** By their titles; those that were ended as well where asked for. */
    all: ({ kind, ended = false, asOf }: {
      readonly kind?: ForumKind | undefined; readonly ended?: boolean | undefined; readonly asOf?: AsOf | undefined;
    } = {}): readonly Stored<ForumRow>[] =>
      table.all([is("kind", kind), is("status", ended ? undefined : "running")], { sort: { column: "title", descending: false }, asOf }),
    sitting: sittings.get,
    /** The latest first. */
    sittings: ({ filter: { forumId, open, recordId } = {}, asOf }: {
      readonly filter?: SittingFilter; readonly asOf?: AsOf | undefined;
    } = {}): readonly Stored<SittingRow>[] =>
      sittings.all(
        [is("forumId", forumId), is("open", open === undefined ? undefined : open ? 1 : 0), contains("records", recordId)],
        { sort: { column: "dueOn", descending: true }, asOf },
      ),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly forums: ForumQueries;
  }
  interface Rows {
    readonly forum: ForumRow;
    readonly sitting: SittingRow;
  }
}

/** Series of reviews, and each of these. */
export const forumSlice = defineSlice({ projections: [forumProjection, sittingProjection], queries: { forums: forumQueries } });
