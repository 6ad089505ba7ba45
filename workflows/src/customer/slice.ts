import { seeCustomers, type RecordedEvent } from "@ballast/eventlog";
import type { Reaction, WorkflowSlice } from "../reactor/slice.ts";
import { systemActor } from "../systemActor.ts";

const seen = (customers: readonly string[], { metadata, eventId }: RecordedEvent, { log, now }: Reaction): Promise<void> =>
  seeCustomers(log, {
    door: "deploy", customers, at: metadata.occurredAt, now: now().toISOString(), actor: systemActor("reactor"),
    correlationId: metadata.$correlationId, causationId: eventId,
  });

/**
 * Customers whom a deploy names, or is known to have served, are known from then on. They are written down rather than
 * worked out of the lanes, as flags are divided among them by whoever follows the log and has no read model.
 */
export const customerSlice: WorkflowSlice = {
  reactions: {
    ExposureShifted: (recorded, reaction) => seen(recorded.event.data.customers, recorded, reaction),
    CustomersAffected: (recorded, reaction) =>
      recorded.event.data.deployId === null
        ? undefined
        : seen(
            recorded.event.data.customers.map(({ customer }) => customer),
            recorded,
            reaction,
          ),
  },
  follow: () => [],
  activities: {},
};
