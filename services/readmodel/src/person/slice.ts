import { defineSlice } from "../engine/slice.ts";
import { peopleQueries, type PeopleQueries } from "./peopleQueries.ts";
import { personProjection, type PersonRow } from "./personProjection.ts";

declare module "../engine/registry.ts" {
  interface Queries {
    readonly people: PeopleQueries;
  }
  interface Rows {
    readonly person: PersonRow;
  }
}

/** People who may sign in, or could. */
export const personSlice = defineSlice({ projections: [personProjection], queries: { people: peopleQueries } });
