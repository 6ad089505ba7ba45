import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const maintenanceFields = graphql(`
  fragment MaintenanceFields on Maintenance {
    id title from until state ended revision services { id slug } announcement { title text at }
  }
`);
/** Work on services. */
export type Maintenance = ResultOf<typeof maintenanceFields>;

export const maintenancesDocument = graphql(`
  query Maintenances($asOf: AsOf) { maintenances(first: 200, asOf: $asOf) { totalCount edges { node { ...MaintenanceFields } } } }
`, [maintenanceFields]);
export const maintenanceDocument = graphql(`
  query Maintenance($id: ID!, $asOf: AsOf) {
    maintenance(id: $id, asOf: $asOf) {
      ...MaintenanceFields pages { page { id name } components }
      history(first: 500) { totalCount edges { node { ...HistoryFields } } }
    }
  }
`, [maintenanceFields, historyFields]);
export const maintenanceEvents = ["MaintenancePlanned", "MaintenanceAnnounced", "MaintenanceUnannounced", "MaintenanceEnded"];

export const planMaintenance = command("planMaintenance", "maintenance { id }");
export const announceMaintenance = command("announceMaintenance");
export const unannounceMaintenance = command("unannounceMaintenance");
/** Work on services, with the pages that tell of it, or would. */
export type ShownMaintenance = NonNullable<ResultOf<typeof maintenanceDocument>["maintenance"]>;
export const endMaintenance = command("endMaintenance");
