import { watcherDecider, type Watcher } from "@ballast/domain/watcher";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type RowOf } from "../engine/projection.ts";
import { tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** The watcher outside. */
export type WatcherRow = RowOf<Watcher>;

/** As now: what is older the log has forgotten. */
const watcherProjection = defineProjection({
  kind: "watcher", history: false, columns: { at: { type: "text", of: (row: WatcherRow) => row.at } },
  handlers: { WatcherAsked: rowIsState(watcherDecider, () => ({})) },
});

function watcherQueries(db: () => Database) {
  const table = tableOf(db, watcherProjection);
  return {
    /** The one there is, as now. */
    get: (): Watcher => table.all([])[0] ?? watcherDecider.initialState,
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly watcher: ReturnType<typeof watcherQueries>;
  }
  interface Rows {
    readonly watcher: WatcherRow;
  }
}

/** Who tells somebody when Ballast falls silent. */
export const watcherSlice = defineSlice({ projections: [watcherProjection], queries: { watcher: watcherQueries } });
