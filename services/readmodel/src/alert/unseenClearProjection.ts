import { defineProjection } from "../engine/projection.ts";
import type { DataOf } from "@ballast/schema";

/** An alert that cleared and was never seen firing: the last time. */
export interface UnseenClearRow extends Omit<DataOf<"AlertClearedUnseen">, "alertId"> {
  readonly id: string;
}

/** By alert. Firings that never arrived are a fault of the sender's, the network's or the mapping's: somebody has to see it. */
export const unseenClearProjection = defineProjection({
  kind: "unseenClear",
  columns: {
    integrationId: { type: "text", of: (row: UnseenClearRow) => row.integrationId, index: true },
    receivedMs: { type: "integer", of: (row) => Date.parse(row.receivedAt), index: true },
  },
  handlers: {
    AlertClearedUnseen: (_, { alertId, ...clear }) => ({ ...clear, id: alertId }),
  },
});
