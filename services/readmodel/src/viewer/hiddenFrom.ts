import type { Bindable } from "../engine/database.ts";

/** Whose rights count, those of now. Absent: nobody's, so that everything private is left out; "all": no limit. */
export type Viewer = "all" | { readonly personId: string };

/**
 * The ids of private incidents that a viewer must not know of, as a sub-select: all but those that they declared, hold
 * or held a role in, or were paged for. Undefined where nothing is hidden.
 */
export function hiddenFrom(viewer: Viewer | undefined): { readonly sql: string; readonly params: readonly Bindable[] } | undefined {
  if (viewer === "all") return undefined;
  if (viewer === undefined) return { sql: "SELECT id FROM current_incident WHERE private = 1", params: [] };
  const key = ` ${viewer.personId} `;
  return {
    sql: `SELECT id FROM current_incident WHERE private = 1 AND instr(people, ?) = 0
      AND NOT EXISTS (SELECT 1 FROM current_page p WHERE p.incidentId = current_incident.id AND instr(p.people, ?) > 0)`,
    params: [key, key],
  };
}
