/** A release as one lane (service and environment) knows it. */
export type LaneRelease = {
  readonly releaseId: string;
  readonly version: string;
  /** Served everyone here and soaked successfully. */
  readonly provedGood: boolean;
  /** Was rolled back here. */
  readonly faulty: boolean;
  /** What is needed to run it is still there. */
  readonly artifactAvailable: boolean;
  /** False: going back from it, or past it, would break something. */
  readonly rollbackSafe: boolean;
  readonly rollbackUnsafeReason?: string | null | undefined;
};

/** What a lane's history says at the moment somebody wants to go back. */
export type LaneSituation = {
  /** Every release that ever came here, each once, the oldest first: the order of "older" and "newest". */
  readonly releases: readonly LaneRelease[];
  /** What serves everyone; while a deploy moves, what did so before it. Null when nothing ever has. */
  readonly servingReleaseId: string | null;
  /** The release that a running deploy exposes (up to the end of its soak), or null. */
  readonly movingReleaseId: string | null;
  /** Releases that a running rollback found not to start. */
  readonly tried?: ReadonlySet<string>;
};

/** Why a release is no destination. */
export type Obstacle = {
  readonly kind: "notOlder" | "faulty" | "notProvedGood" | "noArtifact" | "notRollbackSafe" | "doesNotStart";
  readonly explanation: string;
};

/** Where a rollback goes and why there, with the releases it passed over. */
export type RollbackTarget = {
  /** Null: none is known to be good, a person has to name one. */
  readonly target: LaneRelease | null;
  readonly reason: string;
  readonly passedOver: readonly { readonly release: LaneRelease; readonly obstacle: Obstacle }[];
  /** Said before the button is pressed: what going back may break. */
  readonly warning: string | null;
};

/**
 * Where a rollback goes. While a deploy moves: to the release that served everyone before it, whatever else is
 * known of that. Otherwise, and where that does not start: to the newest last known good that is older than what runs.
 * What was rolled back here is faulty, so that a second rollback goes further back and never to and fro.
 */
export function rollbackTarget(lane: LaneSituation): RollbackTarget {
  const serving = lane.releases.find(({ releaseId }) => releaseId === lane.servingReleaseId);
  if (lane.movingReleaseId !== null && !hasTried(lane, lane.servingReleaseId)) return beforeTheDeploy(lane, serving);
  if (serving === undefined) return nowhere("Nothing serves customers here.");
  const older = lane.releases.slice(0, lane.releases.indexOf(serving)).toReversed();
  const tried = older.map((release) => ({ release, obstacle: obstacleTo(lane, release.releaseId) }));
  const found = tried.findIndex(({ obstacle }) => obstacle === null);
  const passedOver = tried
    .slice(0, found === -1 ? undefined : found)
    .flatMap(({ release, obstacle }) => (obstacle === null ? [] : [{ release, obstacle }]));
  const target = tried[found]?.release;
  if (target === undefined) return { ...nowhere(`No release older than ${serving.version} is known to be good here.`), passedOver };
  return { target, reason: `The newest last known good release older than ${serving.version}.`, passedOver, warning: null };
}

/** What speaks against going back to this release from the one that runs; null when nothing does. */
export function obstacleTo(lane: LaneSituation, releaseId: string): Obstacle | null {
  if (hasTried(lane, releaseId)) return { kind: "doesNotStart", explanation: `${versionOf(lane, releaseId)} does not start.` };
  if (lane.movingReleaseId !== null && releaseId === lane.servingReleaseId) return null;
  const running = lane.releases.findIndex((release) => release.releaseId === (lane.movingReleaseId ?? lane.servingReleaseId));
  // A deploy that has only begun moves a release that the lane does not know yet: newer than all.
  const from = running === -1 && lane.movingReleaseId !== null ? lane.releases.length : running;
  const to = lane.releases.findIndex((release) => release.releaseId === releaseId);
  const release = lane.releases[to];
  if (release === undefined || to >= from) return { kind: "notOlder", explanation: "It is not older than what runs." };
  if (release.faulty) return { kind: "faulty", explanation: `${release.version} was rolled back here.` };
  if (!release.artifactAvailable) return { kind: "noArtifact", explanation: `The artifact of ${release.version} is gone.` };
  const unsafe = lane.releases.slice(to + 1, from + 1).findLast(({ rollbackSafe }) => !rollbackSafe);
  if (unsafe !== undefined) return { kind: "notRollbackSafe", explanation: unsafeToLeave(unsafe) };
  if (!release.provedGood) return { kind: "notProvedGood", explanation: `${release.version} never soaked successfully.` };
  return null;
}

const hasTried = ({ tried }: LaneSituation, releaseId: string | null): boolean => releaseId !== null && tried?.has(releaseId) === true;

const versionOf = (lane: LaneSituation, releaseId: string): string =>
  lane.releases.find((release) => release.releaseId === releaseId)?.version ?? "It";

function beforeTheDeploy(lane: LaneSituation, serving: LaneRelease | undefined): RollbackTarget {
  if (serving === undefined) return nowhere("This is the first deploy here: nothing served everyone before it.");
  const moving = lane.releases.find(({ releaseId }) => releaseId === lane.movingReleaseId);
  return {
    target: serving,
    reason: `A deploy moves: ${serving.version} served everyone before it.`,
    passedOver: [],
    warning: moving === undefined || moving.rollbackSafe ? null : unsafeToLeave(moving),
  };
}

function unsafeToLeave({ version, rollbackUnsafeReason }: LaneRelease): string {
  return `Going back from ${version} is not safe: ${rollbackUnsafeReason ?? "no reason given"}.`;
}

function nowhere(reason: string): RollbackTarget {
  return { target: null, reason, passedOver: [], warning: null };
}
