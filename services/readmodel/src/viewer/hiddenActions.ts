import { hiddenFrom, type Viewer } from "./hiddenFrom.ts";
import { hiddenReviews } from "./hiddenReviews.ts";

/**
 * The ids of actions that came of private incidents, or of their reviews, which a viewer must not know of, as a sub-select.
 * Undefined where nothing is hidden.
 */
export function hiddenActions(viewer: Viewer | undefined): ReturnType<typeof hiddenFrom> {
  const hidden = hiddenFrom(viewer);
  const reviews = hiddenReviews(viewer);
  if (hidden === undefined || reviews === undefined) return undefined;
  return {
    sql: `SELECT id FROM current_action WHERE sourceId IN (${hidden.sql}) OR sourceId IN (${reviews.sql})`,
    params: [...hidden.params, ...reviews.params],
  };
}
