import type { DeployRow } from "@ballast/readmodel";
import { duration, inPercent } from "@ballast/schema/words";
import { sentence } from "../words.ts";

type Facts = Pick<
  DeployRow,
  | "kind"
  | "state"
  | "environment"
  | "version"
  | "fromVersion"
  | "automatic"
  | "requestedBy"
  | "reason"
  | "durationMs"
  | "percent"
  | "steps"
  | "currentStep"
  | "paused"
  | "holds"
  | "lastVerdict"
  | "rollback"
  | "abortRequested"
  | "askedVersion"
  | "failedTargets"
  | "effect"
  | "failures"
  | "observedState"
  | "observedFrom"
  | "escalatedReason"
>;

/** What matters about a deploy now, in a sentence or two. */
export function deploySentence(deploy: Facts, service: string): string {
  if (deploy.kind === "observed") return observed(deploy, service);
  return deploy.kind === "rollback" ? ofRollback(deploy, service) : ofDeploy(deploy, service);
}

function observed({ version, environment, observedFrom, observedState }: Facts, service: string): string {
  const state =
    { pending: "waits", running: "runs", succeeded: "succeeded", failed: "failed", inactive: "was replaced" }[observedState ?? ""]
    ?? "was seen";
  return `${observedFrom ?? "Another system"} says: its deploy of ${version} to ${service} ${environment} ${state}.`;
}

function ofRollback(deploy: Facts, service: string): string {
  const { version, fromVersion, environment, durationMs } = deploy;
  const way = `${service} ${environment}${fromVersion === null ? "" : ` from ${fromVersion}`} to ${version}`;
  const instead = deploy.askedVersion === null || deploy.askedVersion === version ? "" : `, as ${deploy.askedVersion} does not start`;
  if (deploy.state === "done")
    return sentence(`Went back in ${way}${durationMs === null ? "" : ` in ${duration(durationMs)}`}${instead}${effectOf(deploy)}`);
  if (deploy.state === "preempted") return `Going back in ${way} ended: a rollback to another release took over.`;
  if (deploy.state === "escalated")
    return sentence(`Going back in ${way} is not done and a person was called; Ballast goes on trying: ${deploy.escalatedReason ?? ""}`);
  const failed = deploy.failedTargets.at(-1);
  if (failed === undefined) return `Going back in ${way}.`;
  return sentence(`Going back in ${way}${failed.version === version ? ", again" : ""}: ${failed.version} does not start: ${failed.error}`);
}

function ofDeploy(deploy: Facts, service: string): string {
  const { version, environment, durationMs } = deploy;
  const where = `${service} ${environment}`;
  const took = durationMs === null ? "" : ` after ${duration(durationMs)}`;
  switch (deploy.state) {
    case "waiting":
      return `${version} waits to go to ${where}.`;
    case "preparing":
      return `${version} is being prepared for ${where}; nobody is served by it yet.`;
    case "paused":
      return sentence(
        `Paused${reach(deploy)} by ${deploy.paused?.byJudge === true ? "its judge" : (deploy.paused?.by ?? "somebody")}: ${deploy.paused?.reason ?? ""}`,
      );
    case "held":
      return sentence(`Held${reach(deploy)} by an incident: ${deploy.holds[0]?.reason ?? ""}`);
    case "promoting":
    case "soaking":
      return `${version} serves everyone in ${where} and is watched for a while before it counts as good.`;
    case "succeeded":
      return `${version} serves everyone in ${where}; it was proved good${took}.`;
    case "rollingBack":
      return sentence(`${version} goes back in ${where}${reach(deploy)}: ${deploy.rollback?.reason ?? ""}`);
    case "rolledBack":
      return sentence(
        `${version} was rolled back in ${where}${deploy.rollback?.automatic === true ? " by itself" : ""}${wentTo(deploy)}${reach(deploy)}${effectOf(deploy)}`,
      );
    case "aborted":
      return sentence(`Aborted by ${deploy.abortRequested?.by ?? "somebody"}${reach(deploy)}: ${deploy.abortRequested?.reason ?? ""}`);
    case "cancelled":
      return sentence(`Cancelled before it began${deploy.reason === "" ? "" : `: ${deploy.reason}`}`);
    case "rollbackFailed":
      return sentence(
        `${version} could not be taken back in ${where}${reach(deploy)}, and may still serve them: ${deploy.failures.at(-1) ?? "no reason given"}`,
      );
    case "failed":
      return sentence(`${version} never reached anybody in ${where}: ${deploy.failures.at(-1) ?? "no reason given"}`);
    default:
      return moving(deploy, where);
  }
}

const verdicts = {
  pass: "; the judge is content so far", fail: "; the judge says it fails", inconclusive: "; the numbers do not tell yet",
  error: "; the judge cannot get numbers",
} as const;

function moving({ version, percent, steps, currentStep, lastVerdict }: Facts, where: string): string {
  const step = currentStep === null ? "" : `, step ${currentStep + 1} of ${steps.length}`;
  return `${version} serves ${inPercent(percent ?? 0)} of customers in ${where}${step}${lastVerdict === null ? "" : verdicts[lastVerdict]}.`;
}

const wentTo = ({ rollback }: Facts): string => (rollback === null || rollback.toVersion === null ? "" : ` to ${rollback.toVersion}`);

/** How far it got. */
function reach({ steps }: Facts): string {
  const shown = steps.filter(({ startedAt }) => startedAt !== null).map(({ percent }) => percent);
  return shown.length === 0 ? " before anybody was served by it" : ` at ${inPercent(Math.max(...shown))} of customers`;
}

const effectOf = ({ effect, reason }: Facts): string =>
  effect !== null && effect.sentence !== "" ? `: ${effect.sentence}` : reason === "" ? "" : `: ${reason}`;
