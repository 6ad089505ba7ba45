import type { RecordedEvent } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";

/** A status update as it is kept: what it says stands in the events that told it, and nowhere else (see `updateTexts`). */
export interface UpdateRow {
  readonly id: string;
  readonly incidentId: string;
  readonly at: string;
  readonly status: string;
  readonly visibility: "internal" | "public";
  /** Its place in its source, which breaks ties of time. */
  readonly index: number;
  readonly imported: boolean;
  /** It was public, and taken back before subscribers were told. */
  readonly withdrawn?: true;
  /** When it promised the next one; null: it promised none. */
  readonly nextUpdateDueAt: string | null;
  /** Positions of the events that told it, the last of them as it is now. */
  readonly told: readonly string[];
}

/** A row that a source told, or told anew. */
const imported = (
  row: UpdateRow | null,
  { updateId, incidentId, at, status, index }: DataOf<"StatusUpdateImported">,
  { position }: RecordedEvent,
): UpdateRow => ({
  id: updateId, incidentId, at, status, index, visibility: "public", imported: true, nextUpdateDueAt: null,
  told: [...(row?.told ?? []), position],
});

/** What an event says of an update. */
export const bodyOf = ({ event }: RecordedEvent): string => ("body" in event.data ? event.data.body : "");

/** Status updates by id. */
export const updateProjection = defineProjection({
  kind: "statusUpdate",
  axes: ["at", "known"],
  keysOf: ({ event }) => ("updateId" in event.data && event.data.updateId !== null ? [event.data.updateId] : []),
  columns: {
    incidentId: { type: "text", of: (row: UpdateRow) => row.incidentId },
    atMs: { type: "integer", of: (row) => Date.parse(row.at) * 1_000 + Math.min(row.index, 999) },
    visibility: { type: "text", of: (row) => row.visibility },
  },
  indexes: [["incidentId", "atMs"]],
  handlers: {
    UpdatePosted: (_, { updateId, incidentId, visibility, status, nextUpdateInMs }, { metadata: { occurredAt: at }, position }) => ({
      id: updateId, incidentId, visibility, status, at, index: 0, imported: false, told: [position],
      nextUpdateDueAt: nextUpdateInMs === null ? null : new Date(Date.parse(at) + nextUpdateInMs).toISOString(),
    }),
    // What was taken back is read inside as what it was meant to be, and by nobody else.
    UpdateWithdrawn: existing((row) => ({ ...row, visibility: "internal", withdrawn: true })),
    StatusUpdateImported: imported,
    StatusUpdateImportCorrected: imported,
  },
  search: (row, recorded) => ({
    title: row.status, detail: "", body: bodyOf(recorded), at: row.at, recordKind: "incident", recordId: row.incidentId,
  }),
});
