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

type Say = (deploy: Facts, where: string) => string;

const ofDeploy = (deploy: Facts, service: string): string => sayings[deploy.state](deploy, `${service} ${deploy.environment}`);

const onItsWay: Say = ({ version, percent, steps, currentStep, lastVerdict }, where) => {
  const step = currentStep === null ? "" : `, step ${currentStep + 1} of ${steps.length}`;
  return `${version} serves ${inPercent(percent ?? 0)} of customers in ${where}${step}${lastVerdict === null ? "" : verdicts[lastVerdict]}.`;
};

const watched: Say = ({ version }, where) => `${version} serves everyone in ${where} and is watched for a while before it counts as good.`;

const pauser = ({ paused }: Facts): string => (paused?.byJudge === true ? "its judge" : (paused?.by ?? "somebody"));
const lastFailure = ({ failures }: Facts): string => failures.at(-1) ?? "no reason given";
const byItself = ({ rollback }: Facts): string => (rollback?.automatic === true ? " by itself" : "");

/** What each state of a deploy says; a rollback has its own words, and no step. */
const sayings: Readonly<Record<Facts["state"], Say>> = {
  waiting: ({ version }, where) => `${version} waits to go to ${where}.`,
  preparing: ({ version }, where) => `${version} is being prepared for ${where}; nobody is served by it yet.`,
  paused: (deploy) => sentence(`Paused${reach(deploy)} by ${pauser(deploy)}: ${deploy.paused?.reason ?? ""}`),
  held: (deploy) => sentence(`Held${reach(deploy)} by an incident: ${deploy.holds[0]?.reason ?? ""}`),
  promoting: watched,
  soaking: watched,
  succeeded: ({ version, durationMs }, where) =>
    `${version} serves everyone in ${where}; it was proved good${durationMs === null ? "" : ` after ${duration(durationMs)}`}.`,
  rollingBack: (deploy, where) => sentence(`${deploy.version} goes back in ${where}${reach(deploy)}: ${deploy.rollback?.reason ?? ""}`),
  rolledBack: (deploy, where) =>
    sentence(`${deploy.version} was rolled back in ${where}${byItself(deploy)}${wentTo(deploy)}${reach(deploy)}${effectOf(deploy)}`),
  aborted: (deploy) =>
    sentence(`Aborted by ${deploy.abortRequested?.by ?? "somebody"}${reach(deploy)}: ${deploy.abortRequested?.reason ?? ""}`),
  cancelled: ({ reason }) => sentence(`Cancelled before it began${reason === "" ? "" : `: ${reason}`}`),
  rollbackFailed: (deploy, where) =>
    sentence(`${deploy.version} could not be taken back in ${where}${reach(deploy)}, and may still serve them: ${lastFailure(deploy)}`),
  failed: (deploy, where) => sentence(`${deploy.version} never reached anybody in ${where}: ${lastFailure(deploy)}`),
  baking: onItsWay, observed: onItsWay, preempted: onItsWay, escalated: onItsWay, shifting: onItsWay, verifying: onItsWay, done: onItsWay,
};

const verdicts = {
  pass: "; the judge is content so far", fail: "; the judge says it fails", inconclusive: "; the numbers do not tell yet",
  error: "; the judge cannot get numbers",
} as const;

const wentTo = ({ rollback }: Facts): string => (rollback === null || rollback.toVersion === null ? "" : ` to ${rollback.toVersion}`);

/** How far it got. */
function reach({ steps }: Facts): string {
  const shown = steps.filter(({ startedAt }) => startedAt !== null).map(({ percent }) => percent);
  return shown.length === 0 ? " before anybody was served by it" : ` at ${inPercent(Math.max(...shown))} of customers`;
}

const effectOf = ({ effect, reason }: Facts): string =>
  effect !== null && effect.sentence !== "" ? `: ${effect.sentence}` : reason === "" ? "" : `: ${reason}`;
