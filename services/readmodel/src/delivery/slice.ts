import type { Delivery } from "@ballast/schema";
import type { Database } from "../engine/database.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";
import { deliveryProjection, type DeliveryNoteRow } from "./deliveryProjection.ts";

/** Queries over what came by integrations; of now only, as what is older is forgotten. */
type DeliveryQueries = ReturnType<typeof deliveryQueries>;

function deliveryQueries(db: () => Database) {
  const table = tableOf(db, deliveryProjection);
  const notesOf = (integrationId: string) =>
    table.all([is("integrationId", integrationId)], { sort: { column: "notedMs", descending: true } });
  return {
    /** What came, the last first, and how much more came and was only counted. */
    of(integrationId: string, most: number): { readonly deliveries: readonly Delivery[]; readonly more: number } {
      const notes = notesOf(integrationId);
      const deliveries = notes.flatMap((note) => note.deliveries).toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
      return { deliveries: deliveries.slice(0, most), more: notes.reduce((sum, { more }) => sum + more, 0) };
    },
    /** One of them, while it is kept. */
    get: (integrationId: string, deliveryId: string): Delivery | undefined =>
      notesOf(integrationId).flatMap(({ deliveries }) => deliveries).find((delivery) => delivery.deliveryId === deliveryId),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly deliveries: DeliveryQueries;
  }
  interface Rows {
    readonly delivery: DeliveryNoteRow;
  }
}

/** What came by integrations lately. */
export const deliverySlice = defineSlice({ projections: [deliveryProjection], queries: { deliveries: deliveryQueries } });
