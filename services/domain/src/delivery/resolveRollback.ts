import type { RejectionCode } from "@ballast/schema";
import type { Lane, OpenLane } from "../lane/lane.ts";
import { situationOf, type ReleaseFacts } from "../lane/situation.ts";
import { Rejection } from "../rejection.ts";
import { obstacleTo, rollbackTarget, type LaneSituation, type Obstacle } from "./rollbackTarget.ts";

interface NamedRelease {
  readonly releaseId: string;
  readonly version: string;
}

/** Where a press of the button leads. */
export interface Rollback {
  readonly target: NamedRelease;
  /** What customers are on now: the canary while a deploy moves, else what serves everyone. */
  readonly from: NamedRelease | null;
  /** A rollback to the same release runs already: the press joins it. */
  readonly attachTo: string | null;
  /** The running deploy that it takes the lane from. */
  readonly preempts: string | null;
  /** Why there, for people. */
  readonly reason: string;
  readonly warnings: readonly string[];
}

/** What was pressed: where, and (by a person who knows better) to which version. */
export interface RollbackPress {
  readonly service: string;
  readonly environment: string;
  readonly toVersion: string | null;
}

/**
 * Where a rollback goes, or why it cannot: NO_ROLLBACK_TARGET, ROLLBACK_TO_ANOTHER_TARGET; for a named version also
 * ALREADY_LIVE, RELEASE_FAULTY, NO_ARTIFACT, RELEASE_NOT_ROLLBACK_SAFE or INVALID_INPUT. No lock and no hold refuses it.
 */
export function resolveRollback(lane: Lane, factsOf: (releaseId: string) => ReleaseFacts, press: RollbackPress): Rollback {
  if (lane.status === "absent") throw nowhere(press, "nothing was ever deployed there");
  const running = lane.lock?.kind === "rollback" ? lane.lock : null;
  if (running !== null) {
    if (press.toVersion !== null && press.toVersion !== running.version) {
      throw new Rejection("ROLLBACK_TO_ANOTHER_TARGET", `${where(press)}: a rollback to ${running.version} is running (${running.deployId}), not to ${press.toVersion}`, ["toVersion"]);
    }
    return { target: running, from: lane.serving, attachTo: running.deployId, preempts: null, reason: `A rollback to ${running.version} is running.`, warnings: [] };
  }
  const situation = situationOf(lane, factsOf);
  const found = press.toVersion === null ? automatic(situation, press) : named(situation, { ...press, toVersion: press.toVersion });
  return { ...found, from: leaving(lane, situation), attachTo: null, preempts: lane.lock?.deployId ?? null };
}

type Found = Pick<Rollback, "target" | "reason" | "warnings">;

function automatic(situation: LaneSituation, press: RollbackPress): Found {
  const { target, reason, passedOver, warning } = rollbackTarget(situation);
  if (target === null) throw nowhere(press, [reason, ...passedOver.map(({ obstacle }) => obstacle.explanation)].join(" "));
  return { target, reason, warnings: warning === null ? [] : [warning] };
}

/** A person may take a release that never proved good; nothing else that speaks against it is passed over. */
function named(situation: LaneSituation, { toVersion, ...at }: RollbackPress & { readonly toVersion: string }): Found {
  const target = situation.releases.find(({ version }) => version === toVersion);
  if (target === undefined) throw new Rejection("INVALID_INPUT", `${where(at)}: ${toVersion} never came here, so that nothing can go back to it: deploy it`, ["toVersion"]);
  if (target.releaseId === (situation.movingReleaseId ?? situation.servingReleaseId)) {
    throw new Rejection("ALREADY_LIVE", `${where(at)}: ${toVersion} is what runs; a rollback has to go to another release`, ["toVersion"]);
  }
  const obstacle = obstacleTo(situation, target.releaseId);
  if (obstacle === null) return { target, reason: "Named by a person.", warnings: [] };
  if (obstacle.kind === "notProvedGood") return { target, reason: "Named by a person.", warnings: [obstacle.explanation] };
  throw new Rejection(refusals[obstacle.kind], `${where(at)}: ${obstacle.explanation}`, ["toVersion"]);
}

const refusals: Readonly<Record<Exclude<Obstacle["kind"], "notProvedGood">, RejectionCode>> = {
  notOlder: "INVALID_INPUT",
  faulty: "RELEASE_FAULTY",
  noArtifact: "NO_ARTIFACT",
  notRollbackSafe: "RELEASE_NOT_ROLLBACK_SAFE",
};

function leaving(lane: OpenLane, { movingReleaseId }: LaneSituation): NamedRelease | null {
  if (movingReleaseId === null) return lane.serving;
  return lane.lock?.releaseId === movingReleaseId ? lane.lock : lane.exposure;
}

const where = ({ service, environment }: Pick<RollbackPress, "service" | "environment">): string => `${service} ${environment}`;

const nowhere = (press: RollbackPress, why: string): Rejection => new Rejection("NO_ROLLBACK_TARGET", `${where(press)} has no release to go back to: ${why}`, ["toVersion"]);
