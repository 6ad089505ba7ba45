import { defineProjection } from "../engine/projection.ts";
import type { RecordedEvent } from "@ballast/eventlog";

/** A customer in an incident: what it suffered there, as far as it was told by name. */
export interface CustomerIncidentRow {
  readonly id: string;
  readonly incidentId: string;
  /** As applications send it. */
  readonly customer: string;
  readonly requests: number;
  readonly errors: number;
}

/** Ids of incidents are all as long, so that what follows is the customer's, whatever it contains. */
const keyOf = (incidentId: string, customer: string): string => `${incidentId}/${customer}`;

const named = ({ event }: RecordedEvent): readonly string[] =>
  event.type === "CustomersAffected"
    ? [...new Set(event.data.customers.map(({ customer }) => keyOf(event.data.incidentId, customer)))]
    : [];

/** Which customers each incident reached. */
export const customerIncidentProjection = defineProjection({
  kind: "customerIncident",
  columns: {
    incidentId: { type: "text", of: (row: CustomerIncidentRow) => row.incidentId },
    customer: { type: "text", of: (row) => row.customer, index: true },
  },
  keysOf: named,
  handlers: {
    CustomersAffected: (row, { incidentId, customers }, { key }) => {
      const found = customers.find(({ customer }) => keyOf(incidentId, customer) === key);
      return found === undefined ? row : { id: key, incidentId, customer: found.customer, requests: found.requests, errors: found.errors };
    },
  },
});
