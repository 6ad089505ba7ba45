import type { Actor, DataOf } from "@ballast/schema";
import { defineProjection } from "../engine/projection.ts";

/** A status update, written here or imported. */
export interface UpdateRow {
  readonly id: string;
  readonly incidentId: string;
  readonly at: string;
  readonly status: string;
  readonly body: string;
  readonly visibility: "internal" | "public";
  readonly by: Actor;
  /** Its place in its source, which breaks ties of time. */
  readonly index: number;
  readonly imported: boolean;
}

const imported = (row: UpdateRow | null, data: DataOf<"StatusUpdateImported">, by: Actor): UpdateRow => ({
  id: data.updateId, incidentId: data.incidentId, at: data.at, status: data.status, body: data.body, index: data.index, by: row?.by ?? by, visibility: "public", imported: true,
});

/** Status updates by id. */
export const updateProjection = defineProjection({
  kind: "statusUpdate",
  axes: ["at", "known"],
  keysOf: ({ event }) => ("updateId" in event.data ? [event.data.updateId] : []),
  columns: {
    incidentId: { type: "text", of: (row: UpdateRow) => row.incidentId },
    atMs: { type: "integer", of: (row) => Date.parse(row.at) * 1_000 + Math.min(row.index, 999) },
    visibility: { type: "text", of: (row) => row.visibility },
  },
  indexes: [["incidentId", "atMs"]],
  handlers: {
    UpdatePosted: (_, { updateId, incidentId, visibility, status, body }, { metadata }) =>
      ({ id: updateId, incidentId, visibility, status, body, at: metadata.occurredAt, by: metadata.actor, index: 0, imported: false }),
    StatusUpdateImported: (row, data, { metadata }) => imported(row, data, metadata.actor),
    StatusUpdateImportCorrected: (row, data, { metadata }) => imported(row, data, metadata.actor),
  },
  search: (row) => ({ title: row.status, detail: "", body: row.body, at: row.at, recordKind: "incident", recordId: row.incidentId }),
});
