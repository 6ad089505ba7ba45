import { defineProjection, existing } from "../engine/projection.ts";

/** A release in a lane, and who is served by it since when. */
export interface LaneExposure {
  readonly releaseId: string;
  readonly version: string;
  readonly deployId: string;
  /** Of customers. */
  readonly percent: number;
  /** Named on top of the share. */
  readonly customers: readonly string[];
  readonly since: string;
}

/** The deploy or rollback that has a lane. */
export interface LaneLockRow {
  readonly deployId: string;
  readonly releaseId: string;
  readonly version: string;
  readonly kind: "deploy" | "rollback";
  readonly at: string;
}

/** Why nothing may be deployed there: the rollback that left it. */
export interface LaneHoldRow {
  readonly deployId: string;
  readonly releaseId: string;
  readonly version: string;
  readonly reason: string;
  readonly at: string;
  readonly heldBy: string;
}

/** One service in one environment: what is live there and for whom, its lock and its hold. */
export interface LaneRow {
  readonly id: string;
  readonly serviceId: string;
  readonly environment: string;
  /** Serves everyone who is not served by the canary. */
  readonly live: LaneExposure | null;
  readonly canary: LaneExposure | null;
  readonly lock: LaneLockRow | null;
  readonly hold: LaneHoldRow | null;
}

/** Lanes by id. */
export const laneProjection = defineProjection({
  kind: "lane",
  columns: {
    serviceId: { type: "text", of: (row: LaneRow) => row.serviceId, index: true },
    environment: { type: "text", of: (row) => row.environment, index: true },
    liveReleaseId: { type: "text", of: (row) => row.live?.releaseId ?? "", index: true },
  },
  handlers: {
    LaneOpened: (row, { laneId, serviceId, environment }) =>
      row ?? { id: laneId, serviceId, environment, live: null, canary: null, lock: null, hold: null },
    LaneLocked: existing((row, { deployId, releaseId, version, kind }, { metadata }) => ({
      ...row, lock: { deployId, releaseId, version, kind, at: metadata.occurredAt },
    })),
    LaneUnlocked: existing((row, { deployId }) => (row.lock?.deployId === deployId ? { ...row, lock: null } : row)),
    ExposureShifted: existing((row, { deployId, releaseId, version, percent, customers }, { metadata }) => {
      const nobody = percent === 0 && customers.length === 0;
      return { ...row, canary: nobody ? null : { releaseId, version, deployId, percent, customers, since: metadata.occurredAt } };
    }),
    ReleaseServedEveryone: existing((row, { deployId, releaseId, version }, { metadata }) => {
      const since = row.live?.releaseId === releaseId ? row.live.since : metadata.occurredAt;
      return { ...row, live: { releaseId, version, deployId, percent: 100, customers: [], since }, canary: null };
    }),
    ReleaseProvedGood: existing((row) => row),
    ReleaseFoundFaulty: existing((row) => row),
    LaneHeld: existing((row, { deployId, releaseId, version, reason }, { metadata }) => ({
      ...row,
      hold: { deployId, releaseId, version, reason, at: metadata.occurredAt, heldBy: metadata.actor.name },
    })),
    HoldReleased: existing((row) => ({ ...row, hold: null })),
  },
});
