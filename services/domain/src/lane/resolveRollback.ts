import type { Lane, OpenLane } from "./lane.ts";
import { situationOf, type FactsOf } from "./situation.ts";
import type { NamedRelease } from "../namedRelease.ts";
import { Rejection } from "../rejection.ts";
import { obstacleTo, rollbackTarget, type LaneSituation } from "./rollbackTarget.ts";

/** Where a press of the button leads. */
export interface Rollback {
  readonly target: NamedRelease;
  /** What customers are on now: the canary while a deploy moves, else what serves everyone. */
  readonly from: NamedRelease | null;
  /** A rollback runs already, and no other release was named: the press joins it. */
  readonly attachTo: string | null;
  /** The running deploy, or rollback to another release, that it takes the lane from. */
  readonly preempts: string | null;
  /** Why there, for people. */
  readonly reason: string;
  readonly warnings: readonly string[];
}

/** What was pressed: where, and (by a person who knows better) to which release. */
export interface RollbackPress {
  readonly service: string;
  readonly environment: string;
  readonly to: NamedRelease | null;
}

/**
 * Where a rollback goes, or why it cannot: NO_ROLLBACK_TARGET; for a named release also ALREADY_LIVE, NO_ARTIFACT or
 * NOT_FOUND. No lock, no hold and no other rollback refuses it. Preview and press both ask this, and nothing else.
 */
export function resolveRollback(lane: Lane, factsOf: FactsOf, press: RollbackPress): Rollback {
  if (lane.status === "absent") throw nowhere(press, "nothing was ever deployed there");
  const running = lane.lock?.kind === "rollback" ? lane.lock : null;
  if (running !== null && (press.to === null || press.to.releaseId === running.releaseId)) {
    return {
      target: running, from: lane.serving, attachTo: running.deployId, preempts: null,
      reason: `A rollback to ${running.version} is running.`, warnings: [],
    };
  }
  const situation = situationOf(lane, factsOf);
  const found = press.to === null ? automatic(situation, press) : named(situation, { ...press, to: press.to, factsOf });
  return { ...found, ...leftBehind(lane, factsOf), attachTo: null };
}

/** What a rollback leaves that takes this lane, and whom it takes it from, wherever it goes. */
export const leftBehind = (lane: OpenLane, factsOf: FactsOf): Pick<Rollback, "from" | "preempts"> => ({
  from: leaving(lane, situationOf(lane, factsOf)), preempts: lane.lock?.deployId ?? null,
});

type Found = Pick<Rollback, "target" | "reason" | "warnings">;

function automatic(situation: LaneSituation, press: RollbackPress): Found {
  const { target, reason, passedOver, warning } = rollbackTarget(situation);
  if (target === null) throw nowhere(press, [reason, ...passedOver.map(({ obstacle }) => obstacle.explanation)].join(" "));
  return { target, reason, warnings: warning === null ? [] : [warning] };
}

/** A person may take any release that can be started; what speaks against it is said, not held against them. */
function named(
  situation: LaneSituation,
  { to, factsOf, ...at }: RollbackPress & { readonly to: NamedRelease; readonly factsOf: FactsOf },
): Found {
  const running = situation.movingReleaseId ?? situation.servingReleaseId;
  if (to.releaseId === running)
    throw new Rejection("ALREADY_LIVE", `${where(at)}: ${to.version} is what runs; a rollback has to go to another release`, ["toVersion"]);
  const served = situation.movingReleaseId !== null && to.releaseId === situation.servingReleaseId;
  const facts = factsOf(to.releaseId);
  if (facts === null && !served)
    throw new Rejection("NOT_FOUND", `${where(at)}: there is no release ${to.version} to go back to`, ["toVersion"]);
  // What still serves everybody else is running: it needs no artifact to be gone back to.
  if (facts?.artifactAvailable !== true && !served)
    throw new Rejection("NO_ARTIFACT", `${where(at)}: the artifact of ${to.version} is gone`, ["toVersion"]);
  const known = situation.releases.some(({ releaseId }) => releaseId === to.releaseId);
  const obstacle = known ? obstacleTo(situation, to.releaseId)?.explanation : `${to.version} never served anybody here.`;
  return { target: to, reason: "Named by a person.", warnings: obstacle === undefined ? [] : [obstacle] };
}

function leaving(lane: OpenLane, { movingReleaseId }: LaneSituation): NamedRelease | null {
  if (movingReleaseId === null) return lane.serving;
  return lane.lock?.releaseId === movingReleaseId ? lane.lock : lane.exposure;
}

const where = ({ service, environment }: Pick<RollbackPress, "service" | "environment">): string => `${service} ${environment}`;

const nowhere = (press: RollbackPress, why: string): Rejection =>
  new Rejection("NO_ROLLBACK_TARGET", `${where(press)} has no release to go back to: ${why}`, ["toVersion"]);
