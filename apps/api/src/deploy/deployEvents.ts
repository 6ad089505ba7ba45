import type { DeployEvent } from "@ballast/schema";
import { duration, inPercent, share } from "@ballast/schema/words";
import { because, type Sentences, type Telling } from "../events/saying.ts";

/** How the events of deploys read. */
export const deploySentences: Sentences<DeployEvent> = {
  DeployRequested: ({ kind, version, fromVersion, serviceId, environment, automatic, direct }, { by, service }) => {
    const where = `${service(serviceId)} ${environment}`;
    if (kind === "deploy") return `${by} asked for ${version} in ${where}`;
    return `${automatic ? "Ballast" : by} asked to roll ${where} back${fromVersion === null ? "" : ` from ${fromVersion}`} to ${version}${direct ? ", directly" : ""}`;
  },
  DeployGateOverridden: ({ deployId, gate, reason }, { by, deploy }) =>
    `${by} let ${deploy(deployId)} go all the same. ${gate} Why: ${reason}`,
  DeployObserved: ({ version, serviceId, environment, state, observedFrom }, { service }) =>
    `${observedFrom} reported ${version} → ${service(serviceId)} ${environment}: ${state}`,
  DeployObservationChanged: ({ deployId, state }, { deploy }) => `${deploy(deployId)} is reported as ${state}`,
  DeployStarted: ({ deployId }, { deploy }) => `${deploy(deployId)} began`,
  DeployRunReplaced: ({ deployId, reason }, { deploy }) => `${deploy(deployId)} was taken up again where it stood${because(reason)}`,
  DeployPrepared: ({ deployId, durationMs }, { deploy }) => `${deploy(deployId)} was prepared in ${duration(durationMs)}`,
  StepStarted: ({ deployId, step, percent }, { deploy }) =>
    `${deploy(deployId)} went to step ${step + 1}, ${inPercent(percent)} of customers`,
  TrafficShifted: ({ deployId, percent, measuredPercent }, { deploy }) =>
    percent === 0
      ? `${deploy(deployId)}: everyone is on the stable release`
      : `${deploy(deployId)} serves ${inPercent(percent)} of customers${measuredPercent === null ? "" : `, measured ${share(1_000 * measuredPercent)} of requests`}`,
  VerdictReached: ({ deployId, verdict, step, reason }, { deploy }) =>
    `${deploy(deployId)}, step ${step + 1}: ${verdict === "error" ? "no verdict" : verdict}${because(reason)}`,
  BakeExtended: ({ deployId, step, bakeMs }, { deploy }) => `${deploy(deployId)} bakes step ${step + 1} longer, ${duration(bakeMs)} in all`,
  StepPassed: ({ deployId, step }, { deploy }) => `${deploy(deployId)} passed step ${step + 1}`,
  DeployPaused: ({ deployId, reason, byJudge }, { by, deploy }) =>
    `${byJudge ? "The judge" : by} paused ${deploy(deployId)}${because(reason)}`,
  DeployResumed: ({ deployId, reason, byJudge }, { by, deploy }) =>
    `${byJudge ? "The judge" : by} resumed ${deploy(deployId)}${because(reason)}`,
  DeployHeld: ({ deployId, incidentId }, { deploy, incident }) => `${incident(incidentId)} holds ${deploy(deployId)}`,
  DeployHoldLifted: ({ deployId, reason }, { deploy }) => `${deploy(deployId)} is no longer held${because(reason)}`,
  StepPromoted: ({ deployId, step, full, reason }, { by, deploy }) =>
    `${by} promoted ${deploy(deployId)} ${full ? "to everyone" : `beyond step ${step + 1}`}${because(reason)}`,
  DeployAbortRequested: ({ deployId, reason }, { by, deploy }) => `${by} aborted ${deploy(deployId)}${because(reason)}`,
  DeployPreempted: ({ deployId }, { deploy }) => `A rollback took over from ${deploy(deployId)}`,
  SoakStarted: ({ deployId, soakMs }, { deploy }) => `${deploy(deployId)} soaks for ${duration(soakMs)}`,
  DeploySucceeded: ({ deployId, durationMs }, { deploy }) => `${deploy(deployId)} succeeded after ${duration(durationMs)}`,
  RollbackBegan: ({ deployId, reason, automatic }, { deploy }) =>
    `${deploy(deployId)} goes back${automatic ? " by itself" : ""}${because(reason)}`,
  CompensationFailed: ({ deployId, compensation, error }, { deploy }) => `${deploy(deployId)}: ${compensation} failed${because(error)}`,
  DeployRolledBack: ({ deployId, toVersion, durationMs }, { deploy }) =>
    `${deploy(deployId)} was rolled back${toVersion === null ? "" : ` to ${toVersion}`} after ${duration(durationMs)}`,
  DeployAborted: ({ deployId, reason }, { deploy }) => `${deploy(deployId)} is aborted${because(reason)}`,
  DeployCancelled: ({ deployId, reason }, { by, deploy }) => `${by} cancelled ${deploy(deployId)}${because(reason)}`,
  DeployFailed: ({ deployId, error }, { deploy }) => `${deploy(deployId)} failed before it reached anybody${because(error)}`,
  RollbackFailed: ({ deployId, error }, { deploy }) =>
    `${deploy(deployId)} could not be taken back, and may still serve customers${because(error)}`,
  RollbackTargetFailed: ({ deployId, version, error }, { deploy }) =>
    `Rollback ${deploy(deployId)}: ${version} does not start${because(error)}`,
  RollbackRedirected: ({ deployId, version, reason }, { deploy }) => `Rollback ${deploy(deployId)} goes on to ${version}${because(reason)}`,
  RollbackEscalated: ({ deployId, reason }, { deploy }) => `Rollback ${deploy(deployId)} was escalated to a person${because(reason)}`,
  RollbackCompleted: ({ deployId, durationMs }, { deploy }) => `Rollback ${deploy(deployId)} was done in ${duration(durationMs)}`,
  EffectMeasured: ({ deployId, sentence }, { deploy }) => `${deploy(deployId)}: ${sentence}`,
  DeployerNotified: ({ deployId, personId }, { person, deploy }) => `${person(personId)} was told about ${deploy(deployId)}`,
};

/** Whom they concern. */
export const deployTelling: Telling<DeployEvent> = {
  DeployRequested: "everybody",
  DeployGateOverridden: "everybody",
  DeployObserved: "everybody",
  DeployObservationChanged: "followers",
  DeployStarted: { silent: "a step of the engine" },
  DeployRunReplaced: "everybody",
  DeployPrepared: "followers",
  StepStarted: "followers",
  TrafficShifted: "followers",
  VerdictReached: "followers",
  BakeExtended: "followers",
  StepPassed: "followers",
  DeployPaused: "everybody",
  DeployResumed: "everybody",
  DeployHeld: "everybody",
  DeployHoldLifted: "followers",
  StepPromoted: "everybody",
  DeployAbortRequested: "everybody",
  DeployPreempted: "followers",
  SoakStarted: "followers",
  DeploySucceeded: "everybody",
  RollbackBegan: "everybody",
  CompensationFailed: "followers",
  DeployRolledBack: "everybody",
  DeployAborted: "everybody",
  DeployCancelled: "everybody",
  DeployFailed: "everybody",
  RollbackFailed: "everybody",
  RollbackTargetFailed: "followers",
  RollbackRedirected: "followers",
  RollbackEscalated: "everybody",
  RollbackCompleted: "everybody",
  EffectMeasured: "everybody",
  DeployerNotified: "followers",
};
