import type { DataOf, LaneEvent } from "@ballast/schema";

/** What a release did in this lane. */
export interface ReleaseInLane {
  readonly releaseId: string;
  readonly version: string;
  /** False for a canary that never got beyond a share of customers. */
  readonly servedEveryone: boolean;
  /** Soaked successfully. */
  readonly provedGood: boolean;
  /** Why it was rolled back here. Wiped when it proves good again: the record keeps both facts. */
  readonly faulty: string | null;
}

/** What serves everyone, and which deploy brought it. */
export type LaneServing = Omit<DataOf<"ReleaseServedEveryone">, "laneId">;
/** Who works in a lane: one deploy or one rollback at a time. */
export type LaneLock = Omit<DataOf<"LaneLocked">, "laneId"> & {
  /** What served everyone when the lock was taken: where a rollback of this deploy goes. */
  readonly servedBefore: LaneServing | null;
  /**
   * The how-manyth lock of the lane it is. Targets are told it with every operation, and refuse whoever comes with a
   * lower one than they have seen: who lost the lane moves nothing any more, however late a call arrives.
   */
  readonly fence: number;
};
/** Why no deploy may start: the rollback that left it. */
export type LaneHold = Omit<DataOf<"LaneHeld">, "laneId">;
/** Who gets another release than the one that serves everyone. */
export type LaneExposure = Omit<DataOf<"ExposureShifted">, "laneId">;

/** One service in one environment. */
export interface OpenLane {
  readonly status: "open";
  readonly laneId: string;
  readonly serviceId: string;
  readonly environment: string;
  readonly lock: LaneLock | null;
  readonly hold: LaneHold | null;
  /** What serves everyone who is not exposed to something else. */
  readonly serving: LaneServing | null;
  readonly exposure: LaneExposure | null;
  /**
   * Every release that came here, oldest first. Carried here forward again, it is the newest; brought back, it keeps
   * its place: so rollbacks only ever go further back and never toggle.
   */
  readonly releases: readonly ReleaseInLane[];
  /** Deploys whose lock is gone, with its number: what they still report, late, moves nothing here any more. */
  readonly formerLocks: ReadonlyMap<string, number>;
  /** How many locks were taken here so far. */
  readonly locks: number;
}

export type Lane = { readonly status: "absent" } | OpenLane;

export const absentLane: Lane = { status: "absent" };

/** Folds one fact; facts on a lane that was never opened change nothing. */
export function evolveLane(lane: Lane, event: LaneEvent): Lane {
  if (event.type === "LaneOpened") return lane.status === "absent" ? opened(event.data) : lane;
  if (lane.status === "absent") return lane;
  switch (event.type) {
    case "LaneLocked":
      return locked(lane, event.data);
    case "LaneUnlocked":
      return unlocked(lane, event.data.deployId);
    case "ExposureShifted":
      return exposed(lane, event.data);
    case "ReleaseServedEveryone":
      return servedEveryone(lane, event.data);
    case "ReleaseProvedGood":
      return marked(lane, event.data, { provedGood: true, faulty: null });
    case "ReleaseFoundFaulty":
      return marked(lane, event.data, { faulty: faultOf(lane, event.data.releaseId) ?? event.data.reason });
    case "LaneHeld": {
      const { deployId, releaseId, version, reason } = event.data;
      return { ...lane, hold: { deployId, releaseId, version, reason } };
    }
    case "HoldReleased":
      return { ...lane, hold: null };
  }
}

const opened = ({ laneId, serviceId, environment }: DataOf<"LaneOpened">): OpenLane => ({
  status: "open",
  laneId,
  serviceId,
  environment,
  lock: null,
  hold: null,
  serving: null,
  exposure: null,
  releases: [],
  formerLocks: new Map(),
  locks: 0,
});

/** A rollback that goes on to another release locks anew: what served before it stays what it was. */
function locked(lane: OpenLane, { deployId, releaseId, version, kind }: DataOf<"LaneLocked">): OpenLane {
  const fence = lane.locks + 1;
  const servedBefore = lane.lock?.deployId === deployId ? lane.lock.servedBefore : lane.serving;
  return { ...lane, locks: fence, lock: { deployId, releaseId, version, kind, servedBefore, fence } };
}

const unlocked = (lane: OpenLane, deployId: string): OpenLane => ({
  ...lane,
  lock: lane.lock?.deployId === deployId ? null : lane.lock,
  formerLocks: new Map([
    ...lane.formerLocks,
    [deployId, lane.lock?.deployId === deployId ? lane.lock.fence : (lane.formerLocks.get(deployId) ?? 0)],
  ]),
});

function exposed(lane: OpenLane, { laneId: _, ...exposure }: DataOf<"ExposureShifted">): OpenLane {
  const nobody = exposure.percent === 0 && exposure.customers.length === 0;
  return { ...lane, exposure: nobody ? null : exposure };
}

function servedEveryone(lane: OpenLane, { deployId, releaseId, version }: DataOf<"ReleaseServedEveryone">): OpenLane {
  const known = releaseIn(lane, releaseId) ?? unseen(releaseId, version);
  const release: ReleaseInLane = { ...known, servedEveryone: true };
  const releases = isBack(lane, deployId, releaseId)
    ? broughtBack(lane, release)
    : [...lane.releases.filter((other) => other.releaseId !== releaseId), release];
  return { ...lane, releases, exposure: null, serving: { deployId, releaseId, version } };
}

/** Whether this is the way back: a rollback, or a deploy that restores what served before it. */
const isBack = ({ lock }: OpenLane, deployId: string, releaseId: string): boolean =>
  lock?.deployId === deployId && (lock.kind === "rollback" || lock.releaseId !== releaseId);

/** Keeps its place; a release that never came here before is taken for older than what served until now. */
function broughtBack(lane: OpenLane, release: ReleaseInLane): readonly ReleaseInLane[] {
  if (releaseIn(lane, release.releaseId) !== undefined)
    return lane.releases.map((other) => (other.releaseId === release.releaseId ? release : other));
  const before = Math.max(
    0,
    lane.releases.findIndex(({ releaseId }) => releaseId === lane.serving?.releaseId),
  );
  return lane.releases.toSpliced(before, 0, release);
}

function marked(lane: OpenLane, { releaseId, version }: { releaseId: string; version: string }, mark: Partial<ReleaseInLane>): OpenLane {
  const known = releaseIn(lane, releaseId);
  if (known === undefined) return { ...lane, releases: [...lane.releases, { ...unseen(releaseId, version), ...mark }] };
  return { ...lane, releases: lane.releases.map((release) => (release.releaseId === releaseId ? { ...release, ...mark } : release)) };
}

const unseen = (releaseId: string, version: string): ReleaseInLane => ({
  releaseId, version, servedEveryone: false, provedGood: false, faulty: null,
});

/** What this release did here; undefined when it never came here. */
export const releaseIn = (lane: OpenLane, releaseId: string): ReleaseInLane | undefined =>
  lane.releases.find((release) => release.releaseId === releaseId);

/** Why this release was rolled back here; null when it never was. */
export const faultOf = (lane: OpenLane, releaseId: string): string | null => releaseIn(lane, releaseId)?.faulty ?? null;

/** The number of the lock that this deploy has, or had; null when it never had the lane. */
export const fenceOf = (lane: OpenLane, deployId: string): number | null =>
  lane.lock?.deployId === deployId ? lane.lock.fence : (lane.formerLocks.get(deployId) ?? null);
