import type { DataOf, DeliveryEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";

/** How many notes there were; what stands in them is a list, and no rule asks for it. */
export interface DeliveryNotes {
  readonly notes: number;
}

export interface NoteDeliveries extends DataOf<"DeliveriesNoted"> {
  readonly type: "NoteDeliveries";
}

/**
 * What came by an integration, by its id, as servers note it: each note is a fact of its own, and its stream keeps only the last of them
 * (`KEPT_NOTES`).
 */
export const deliveryDecider = aggregate("delivery", {
  initialState: { notes: 0 } as DeliveryNotes,
  evolve: (state, _event: DeliveryEvent): DeliveryNotes => ({ notes: state.notes + 1 }),
  decide: ({ type: _, ...data }: NoteDeliveries): readonly DeliveryEvent[] => [{ type: "DeliveriesNoted", data }],
});
