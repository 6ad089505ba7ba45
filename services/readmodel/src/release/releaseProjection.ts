import type { Actor, Artifact, Source } from "@ballast/schema";
import { defineProjection } from "../engine/projection.ts";

/** A sealed release. It never changes, but for one known in part, which is completed. */
export interface ReleaseRow {
  readonly id: string;
  readonly serviceId: string;
  readonly version: string;
  readonly releasedAt: string;
  readonly recordedAt: string;
  readonly recordedBy: Actor;
  readonly sha: string | null;
  readonly artifact: Artifact | null;
  readonly commitCount: number;
  /** Its source was cut off: commits may be missing. */
  readonly partial: boolean;
  readonly rollbackSafe: boolean;
  readonly rollbackUnsafeReason: string | null;
  readonly notes: string;
  /** Where it stood in its source, for ties of `releasedAt`. */
  readonly order: number;
  readonly source: Source | null;
}

/** Orders releases of one service by time, ties by their place in the source; sorts as text. */
export const releaseOrder = (releasedAt: string, order: number): string =>
  `${new Date(releasedAt).toISOString()}#${String(order).padStart(9, "0")}`;

/** A version with its numbers widened, so that 2026.11.10 comes after 2026.11.9. */
const sortableVersion = (version: string): string => version.replace(/\d+/g, (digits) => digits.padStart(12, "0"));

/** Releases by id. One whose commits are still being listed is not here: `ReleaseRecorded` seals it. */
export const releaseProjection = defineProjection({
  kind: "release",
  columns: {
    serviceId: { type: "text", of: (row: ReleaseRow) => row.serviceId },
    version: { type: "text", of: (row) => row.version, index: true },
    versionOrder: { type: "text", of: (row) => sortableVersion(row.version), index: true },
    releaseOrder: { type: "text", of: (row) => releaseOrder(row.releasedAt, row.order), index: true },
    releasedMs: { type: "integer", of: (row) => Date.parse(row.releasedAt), index: true },
    commitCount: { type: "integer", of: (row) => row.commitCount, index: true },
    sha: { type: "text", of: (row) => row.sha ?? "", index: true },
  },
  indexes: [["serviceId", "releaseOrder"]],
  handlers: {
    ReleaseRecorded: (_, data, { metadata }) => ({
      id: data.releaseId, serviceId: data.serviceId, version: data.version, releasedAt: data.releasedAt, recordedAt: metadata.recordedAt,
      recordedBy: metadata.actor, sha: data.sha, artifact: data.artifact, commitCount: data.commitCount, partial: data.partial === true,
      rollbackSafe: data.rollbackSafe, rollbackUnsafeReason: data.rollbackUnsafeReason, notes: data.notes, order: data.order,
      source: metadata.source ?? null,
    }),
    ReleaseCompleted: (row, { commitCount }) => (row === null ? null : { ...row, commitCount, partial: false }),
  },
  search: (row) => ({ title: row.version, detail: row.sha ?? "", body: row.notes, at: row.releasedAt }),
});
