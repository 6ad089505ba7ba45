import {
  alternativesTo, deployDecider, laneDecider, mentionedIn, nextTarget, type FactsOf, type NamedRelease, type OpenLane,
} from "@ballast/domain";
import { factsOfReleases, foldRecord } from "@ballast/eventlog";
import type { DeployRef } from "../traffic/deployRef.ts";
import { recorderOf } from "../traffic/recording.ts";
import type { WorkerParts } from "../parts.ts";
import type { LeftTarget, RollbackActivities } from "./rollbackActivities.ts";

type Leaving = Parameters<RollbackActivities["leaveTarget"]>[0];

/**
 * The target does not start: that is recorded with its reason, and the rollback goes on to the next older release that
 * is known to be good, saying so. Where none is left, or a person told it to stay, it goes back to the release it was
 * asked for: `exhausted`, and a person has to help.
 */
export async function leaveTarget(parts: WorkerParts, { deploy, attempt, error, output }: Leaving): Promise<LeftTarget> {
  const { deployId, releaseId, version } = deploy;
  const recorder = recorderOf(parts, deploy);
  await recorder.deploy(["targetFailed", attempt], {
    type: "FailTarget", now: recorder.now(), deployId, releaseId, version, attempt, error, output: [...output],
  });
  const known = await situationFor(parts, deploy);
  if (known === null) return { deploy, exhausted: true };
  const next = known.stay ? null : nextTarget(known.lane, known.factsOf, known.tried);
  const reason =
    next === null
      ? `no other release is known to be good: ${known.asked.version} is tried again`
      : `${version} does not start; ${next.version} is the next older release known to be good`;
  const target = next ?? known.asked;
  await redirect(parts, deploy, { target, reason, attempt });
  return { deploy: { ...deploy, releaseId: target.releaseId, version: target.version }, exhausted: next === null };
}

async function redirect(
  parts: WorkerParts,
  deploy: DeployRef,
  { target, reason, attempt }: { target: NamedRelease; reason: string; attempt: number },
): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  const { releaseId, version } = target;
  await recorder.lane(["redirect", attempt], {
    type: "RedirectRollback", now: recorder.now(), laneId: deploy.laneId, deployId: deploy.deployId, releaseId, version,
  });
  await recorder.deploy(["redirect", attempt], {
    type: "Redirect", now: recorder.now(), deployId: deploy.deployId, releaseId, version, reason,
  });
}

interface Situation {
  readonly lane: OpenLane;
  readonly factsOf: FactsOf;
  /** Releases that this rollback found not to start. */
  readonly tried: ReadonlySet<string>;
  readonly asked: NamedRelease;
  /** Where it goes now: naming that again changes nothing. */
  readonly target: NamedRelease;
  readonly stay: boolean;
  /** What went wrong last, for people; null when nothing did so far. */
  readonly cause: string | null;
}

async function situationFor(parts: WorkerParts, { deployId, laneId }: DeployRef): Promise<Situation | null> {
  const state = await foldRecord(parts.log, deployDecider, deployId);
  const lane = await foldRecord(parts.log, laneDecider, laneId);
  if (state.status === "absent" || state.status === "observed" || lane.status === "absent") return null;
  const { releaseId, version, stay } = state.request;
  const last = state.failedTargets.at(-1);
  return {
    lane,
    factsOf: await factsOfReleases(parts.log, mentionedIn(lane)),
    tried: new Set(state.failedTargets.map((failed) => failed.releaseId)),
    asked: { releaseId, version },
    target: state.target,
    stay,
    cause:
      last === undefined
        ? null
        : `${last.version} does not start: ${last.error}${last.output.length === 0 ? "" : ` (it wrote: ${last.output.slice(-3).join(" / ")})`}`,
  };
}

/** Why a rollback is not done, and what a person could name instead: for whoever is called. */
export async function explainDelay(parts: WorkerParts, deploy: DeployRef): Promise<string> {
  const known = await situationFor(parts, deploy);
  if (known === null) return "";
  const others = alternativesTo(known.lane, known.factsOf, new Set([...known.tried, known.target.releaseId]));
  const names = others.map(
    ({ version, provedGood, faulty }) =>
      `${version} (${faulty ? "was rolled back here" : provedGood ? "proved good" : "never proved good"})`,
  );
  const help =
    others[0] === undefined
      ? "No other release with an artifact is known here: record a mended one and roll back to it by name"
      : `Could go to ${names.join(", ")}: ballast rollback ${deploy.service} --environment ${deploy.environment} --to ${others[0].version}`;
  return [known.cause ?? "the target does not answer", help].join(". ");
}
