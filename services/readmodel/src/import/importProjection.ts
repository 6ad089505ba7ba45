import type { Actor, DataOf, SkippedRecord } from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";

/** An import as it goes on or went. */
export interface ImportRow {
  readonly id: string;
  readonly kind: DataOf<"ImportStarted">["kind"];
  /** Null of what belongs to no service. */
  readonly serviceId: string | null;
  readonly sourceName: string;
  readonly expectedRecords: number | null;
  readonly state: "running" | "finished" | "cancelled";
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skippedCount: number;
  readonly skipped: readonly SkippedRecord[];
  readonly by: Actor;
  readonly cancelReason: string | null;
}

type Counts = Pick<DataOf<"ImportProgressed">, "imported" | "updated" | "unchanged" | "skippedCount">;
const counted = (row: ImportRow, { imported, updated, unchanged, skippedCount }: Counts): ImportRow => ({
  ...row, imported, updated, unchanged, skippedCount,
});

/** As many as the closing event lists; what is more is counted. */
const MOST_LISTED = 500;

/** What could not be used is known while the import goes on, and stays known of one that never ends. */
const progressed = (row: ImportRow, data: DataOf<"ImportProgressed">): ImportRow => ({
  ...counted(row, data), skipped: [...row.skipped, ...(data.skipped ?? [])].slice(0, MOST_LISTED),
});

/** Imports by id. */
export const importProjection = defineProjection({
  kind: "import",
  columns: {
    serviceId: { type: "text", of: (row: ImportRow) => row.serviceId, index: true },
    state: { type: "text", of: (row) => row.state },
    startedMs: { type: "integer", of: (row) => Date.parse(row.startedAt), index: true },
  },
  handlers: {
    ImportStarted: (row, { importId, ...started }, { metadata }): ImportRow =>
      row ?? {
        ...started, id: importId, state: "running", startedAt: metadata.occurredAt, endedAt: null, durationMs: null, imported: 0,
        updated: 0, unchanged: 0, skippedCount: 0, skipped: [], by: metadata.actor, cancelReason: null,
      },
    ImportProgressed: existing(progressed),
    ImportFinished: existing((row, data, { metadata }) => ({
      ...counted(row, data), state: "finished", skipped: data.skipped, durationMs: data.durationMs, endedAt: metadata.occurredAt,
    })),
    ImportCancelled: existing((row, { reason }, { metadata }) => ({
      ...row, state: "cancelled", cancelReason: reason, endedAt: metadata.occurredAt,
    })),
  },
});
