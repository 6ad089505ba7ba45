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

/** What a lane remembers of a release that served there. */
export interface LaneReleaseRef {
  readonly releaseId: string;
  readonly version: string;
  readonly deployId: string;
  readonly at: string;
}

/** Why nothing may be deployed there. */
export interface LaneHold extends LaneReleaseRef {
  readonly reason: string;
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
  /** The deploy or rollback that has the lane. */
  readonly lock: (LaneReleaseRef & { readonly kind: "deploy" | "rollback" }) | null;
  readonly hold: LaneHold | null;
  /** What served everyone before, newest first; at most twenty. */
  readonly served: readonly LaneReleaseRef[];
  /** Soaked successfully and not found faulty since, newest first; at most twenty. */
  readonly provedGood: readonly LaneReleaseRef[];
  /** Rolled back here. */
  readonly faultyReleaseIds: readonly string[];
}

const REMEMBERED = 20;

const remember = (list: readonly LaneReleaseRef[], entry: LaneReleaseRef): readonly LaneReleaseRef[] =>
  [entry, ...list.filter(({ releaseId }) => releaseId !== entry.releaseId)].slice(0, REMEMBERED);

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
      row ?? { id: laneId, serviceId, environment, live: null, canary: null, lock: null, hold: null, served: [], provedGood: [], faultyReleaseIds: [] },
    LaneLocked: existing((row, { deployId, releaseId, version, kind }, { metadata }) => ({ ...row, lock: { deployId, releaseId, version, kind, at: metadata.occurredAt } })),
    LaneUnlocked: existing((row, { deployId }) => (row.lock?.deployId === deployId ? { ...row, lock: null } : row)),
    ExposureShifted: existing((row, { deployId, releaseId, version, percent, customers }, { metadata }) => {
      const gone = percent === 0 && customers.length === 0;
      if (row.live?.releaseId === releaseId) return gone ? row : { ...row, canary: percent === 100 ? null : row.canary };
      if (gone) return row.canary?.releaseId === releaseId ? { ...row, canary: null } : row;
      return { ...row, canary: { releaseId, version, deployId, percent, customers, since: metadata.occurredAt } };
    }),
    ReleaseServedEveryone: existing((row, { deployId, releaseId, version }, { metadata }) => {
      const at = metadata.occurredAt;
      const since = row.live?.releaseId === releaseId ? row.live.since : at;
      return { ...row, live: { releaseId, version, deployId, percent: 100, customers: [], since }, canary: null, served: remember(row.served, { releaseId, version, deployId, at }) };
    }),
    ReleaseProvedGood: existing((row, { deployId, releaseId, version }, { metadata }) => ({
      ...row,
      provedGood: remember(row.provedGood, { releaseId, version, deployId, at: metadata.occurredAt }),
      faultyReleaseIds: row.faultyReleaseIds.filter((id) => id !== releaseId),
    })),
    ReleaseFoundFaulty: existing((row, { releaseId }) => ({
      ...row,
      provedGood: row.provedGood.filter((known) => known.releaseId !== releaseId),
      faultyReleaseIds: [...row.faultyReleaseIds.filter((id) => id !== releaseId), releaseId],
    })),
    LaneHeld: existing((row, { deployId, releaseId, version, reason }, { metadata }) => ({
      ...row,
      hold: { deployId, releaseId, version, reason, at: metadata.occurredAt, heldBy: metadata.actor.name },
    })),
    HoldReleased: existing((row) => ({ ...row, hold: null })),
  },
});
