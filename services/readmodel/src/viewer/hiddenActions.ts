import { hiddenFrom, type Viewer } from "./hiddenFrom.ts";

/**
 * The ids of actions that came of private incidents which a viewer must not know of, as a sub-select. Undefined where nothing is hidden.
 */
export function hiddenActions(viewer: Viewer | undefined): ReturnType<typeof hiddenFrom> {
  const hidden = hiddenFrom(viewer);
  return hidden === undefined
    ? undefined
    : { sql: `SELECT id FROM current_action WHERE sourceId IN (${hidden.sql})`, params: hidden.params };
}
