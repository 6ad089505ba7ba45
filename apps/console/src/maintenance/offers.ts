import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import type { Command } from "../shell/commands.ts";
import { names, rowNote } from "../shell/verbs.ts";
import type { Making } from "../shell/verbs.ts";
import { maintenancesDocument } from "./maintenanceDocuments.ts";

/** Work on services that is planned, or was. */
export async function offerMaintenance(rest: readonly string[], { go, zone, signal }: Making): Promise<readonly Command[]> {
  const { maintenances } = await call(maintenancesDocument, {}, { signal });
  return nodesOf(maintenances)
    .filter(({ title, services }) => names(rest, title, ...services.map(({ slug }) => slug)))
    .map(({ id, title, from, state }) => ({
      id: `openMaintenance-${id}`, title: `Open ${title}`, group: "Go to", icon: "clock",
      note: rowNote(zone, from, state), run: () => go(`/maintenance/${encodeURIComponent(id)}`),
    }) as const);
}
