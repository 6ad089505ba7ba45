import { hiddenFrom, type Viewer } from "./hiddenFrom.ts";

/** The ids of reviews of private incidents which a viewer must not know of, as a sub-select. Undefined where nothing is hidden. */
export function hiddenReviews(viewer: Viewer | undefined): ReturnType<typeof hiddenFrom> {
  const hidden = hiddenFrom(viewer);
  return hidden === undefined
    ? undefined
    : { sql: `SELECT id FROM current_review WHERE incidentId IN (${hidden.sql})`, params: hidden.params };
}
