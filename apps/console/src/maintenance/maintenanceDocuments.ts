import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const maintenanceFields = graphql(
  `fragment MaintenanceFields on Maintenance { id title from until state ended revision services { id slug } }`,
);
/** Work on services. */
export type Maintenance = ResultOf<typeof maintenanceFields>;

export const maintenancesDocument = graphql(`
  query Maintenances($asOf: AsOf) { maintenances(first: 200, asOf: $asOf) { totalCount edges { node { ...MaintenanceFields } } } }
`, [maintenanceFields]);
export const maintenanceDocument = graphql(`
  query Maintenance($id: ID!, $asOf: AsOf) {
    maintenance(id: $id, asOf: $asOf) { ...MaintenanceFields history(first: 500) { totalCount edges { node { ...HistoryFields } } } }
  }
`, [maintenanceFields, historyFields]);
export const maintenanceEvents = ["MaintenancePlanned", "MaintenanceEnded"];

export const planMaintenance = command("planMaintenance", "maintenance { id }");
export const endMaintenance = command("endMaintenance");
