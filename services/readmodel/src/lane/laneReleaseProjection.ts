import { ids } from "@ballast/eventlog";
import { defineProjection } from "../engine/projection.ts";

/** A release in a lane: what it went through there. */
export interface LaneReleaseRow {
  readonly id: string;
  readonly laneId: string;
  readonly releaseId: string;
  readonly version: string;
  /** The last deploy or rollback that touched it there. */
  readonly deployId: string;
  readonly percent: number;
  readonly firstExposedAt: string | null;
  readonly servedEveryoneAt: string | null;
  readonly provedGoodAt: string | null;
  readonly faultyAt: string | null;
  readonly faultyReason: string | null;
}

/** Key of a release in a lane. */
export const laneReleaseId = (laneId: string, releaseId: string): string => ids.part(laneId, "release", releaseId);

interface Touch {
  readonly laneId: string;
  readonly releaseId: string;
  readonly version: string;
  readonly deployId: string;
}

const touched = (row: LaneReleaseRow | null, { laneId, releaseId, version, deployId }: Touch): LaneReleaseRow => ({
  ...(row ?? { percent: 0, firstExposedAt: null, servedEveryoneAt: null, provedGoodAt: null, faultyAt: null, faultyReason: null }),
  id: laneReleaseId(laneId, releaseId), laneId, releaseId, version, deployId,
});

/** What each release went through in each lane. */
export const laneReleaseProjection = defineProjection({
  kind: "laneRelease",
  columns: {
    laneId: { type: "text", of: (row: LaneReleaseRow) => row.laneId, index: true },
    releaseId: { type: "text", of: (row) => row.releaseId, index: true },
  },
  keysOf: ({ event }) =>
    "releaseId" in event.data && "laneId" in event.data && typeof event.data.releaseId === "string"
      ? [laneReleaseId(event.data.laneId, event.data.releaseId)]
      : [],
  handlers: {
    ExposureShifted: (row, data, { metadata }) => {
      const next = touched(row, data);
      const exposed = data.percent > 0 || data.customers.length > 0;
      return { ...next, percent: data.percent, firstExposedAt: next.firstExposedAt ?? (exposed ? metadata.occurredAt : null) };
    },
    ReleaseServedEveryone: (row, data, { metadata }) => {
      const next = touched(row, data);
      return { ...next, percent: 100, firstExposedAt: next.firstExposedAt ?? metadata.occurredAt, servedEveryoneAt: metadata.occurredAt };
    },
    // The proof wipes the fault; that there was one stays in the lane's history.
    ReleaseProvedGood: (row, data, { metadata }) => ({
      ...touched(row, data), provedGoodAt: metadata.occurredAt, faultyAt: null, faultyReason: null,
    }),
    ReleaseFoundFaulty: (row, data, { metadata }) => ({
      ...touched(row, data), percent: 0, faultyAt: metadata.occurredAt, faultyReason: data.reason,
    }),
  },
});
