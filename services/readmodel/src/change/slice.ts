import { defineSlice } from "../engine/slice.ts";
import { changeQueries, type ChangeQueries } from "./changeQueries.ts";
import { changeTable } from "./changeTable.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly changes: ChangeQueries;
  }
}

/** What changed for a service, over deploys, releases, flags, holds and schedules. */
export const changeSlice = defineSlice({ sideTables: [changeTable], queries: { changes: changeQueries } });

export type { ChangesRequest, ServiceChangeRow } from "./changeQueries.ts";
export { changeKinds, type ChangeKind } from "./changeTable.ts";
export type { Planned } from "./planned.ts";
