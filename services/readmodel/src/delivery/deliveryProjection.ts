import { KEPT_NOTES, type DataOf } from "@ballast/schema";
import { defineProjection } from "../engine/projection.ts";

/** What came by an integration at about one moment. */
export interface DeliveryNoteRow extends DataOf<"DeliveriesNoted"> {
  readonly id: string;
  readonly notedAt: string;
}

/**
 * The last notes of each integration: a note takes the place of the one that was so many notes ago, which the log has forgotten too.
 * Without history: bodies are kept as long as there is room for them, and no longer.
 */
export const deliveryProjection = defineProjection({
  kind: "delivery",
  history: false,
  keysOf: ({ id, revision }) => [`${id}/${Number(revision) % KEPT_NOTES}`],
  columns: {
    integrationId: { type: "text", of: (row: DeliveryNoteRow) => row.integrationId, index: true },
    notedMs: { type: "integer", of: (row) => Date.parse(row.notedAt), index: true },
  },
  handlers: {
    DeliveriesNoted: (_, data, { metadata, key }) => ({ ...data, id: key, notedAt: metadata.recordedAt }),
  },
});
