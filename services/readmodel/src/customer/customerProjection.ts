import { customerDecider, type Customer, type KnownCustomer } from "@ballast/domain/customer";
import type { CustomerEvent } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import { defineProjection } from "../engine/projection.ts";

/** A customer: what the domain says it is. Its row's id is the record's; the one that applications send is `externalId`. */
export interface CustomerRow extends Omit<KnownCustomer, "status" | "customerId" | "id"> {
  readonly id: string;
  readonly externalId: string;
}

const stateOf = ({ id, externalId, ...rest }: CustomerRow): KnownCustomer => ({ ...rest, status: "known", customerId: id, id: externalId });

function folded(row: CustomerRow | null, { event, id: rowId }: RecordedEvent): CustomerRow | null {
  const before: Customer = row === null ? customerDecider.initialState : stateOf(row);
  const after = customerDecider.evolve(before, event as CustomerEvent);
  if (after.status === "absent") return row;
  const { status: _, customerId: __, id, ...rest } = after;
  return { ...rest, id: rowId, externalId: id };
}

/** When it came by any door last, ms; 0 of one that never did. */
const lastSeenMs = ({ seen }: CustomerRow): number => Math.max(0, ...Object.values(seen).map(({ last }) => Date.parse(last)));

const words = ({ plan, region, attributes }: CustomerRow): string =>
  [plan, region, ...Object.entries(attributes).map(([name, value]) => `${name} ${String(value)}`)].filter(Boolean).join("\n");

/** Customers by id. */
export const customerProjection = defineProjection({
  kind: "customer",
  columns: {
    externalId: { type: "text", of: (row: CustomerRow) => row.externalId, index: true },
    name: { type: "text", of: (row) => row.name.toLowerCase(), index: true },
    plan: { type: "text", of: (row) => row.plan, index: true },
    region: { type: "text", of: (row) => row.region, index: true },
    described: { type: "integer", of: (row) => row.described },
    seenMs: { type: "integer", of: lastSeenMs, index: true },
  },
  handlers: {
    CustomerDescribed: (row, _, recorded) => folded(row, recorded),
    CustomerSeen: (row, _, recorded) => folded(row, recorded),
    CustomerLinkIssued: (row, _, recorded) => folded(row, recorded),
    CustomerLinkRevoked: (row, _, recorded) => folded(row, recorded),
  },
  search: (row) => ({ title: row.name, detail: row.externalId, body: words(row), at: null }),
});
