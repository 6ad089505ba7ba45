import type { DeployEvent, LaneEvent, ReleaseEvent, ServiceEvent } from "@ballast/schema";
import { duration, inPercent } from "@ballast/schema/words";
import { count } from "../words.ts";
import { because, type Sentences } from "./saying.ts";

/** Sentences about services, releases, lanes and deploys. */
export const deliverySentences: Sentences<ServiceEvent | ReleaseEvent | LaneEvent | DeployEvent> = {
  ServiceRegistered: ({ name }, { by }) => `${by} registered ${name}`,
  ServiceDescribed: ({ name }, { by }) => `${by} described ${name}`,
  EnvironmentDefined: ({ serviceId, environment, kind }, { by, service }) => `${by} defined ${environment} (${kind}) of ${service(serviceId)}`,
  EnvironmentRemoved: ({ serviceId, environment, reason }, { by, service }) => `${by} removed ${environment} of ${service(serviceId)}${because(reason)}`,
  DeployPlanSet: ({ serviceId, environment, plan }, { by, service }) => `${by} set the deploy plan of ${service(serviceId)} ${environment}: ${plan.steps.map(({ percent }) => inPercent(percent)).join(" → ")}`,
  ThresholdsSet: ({ serviceId, thresholds }, { by, service }) =>
    `${by} set when ${service(serviceId)} pages: above ${inPercent(thresholds.pageErrorsPer100k / 1_000)} of requests or ${count(thresholds.pageCustomers, "customer")}`,
  RotationAssigned: ({ serviceId, purpose, rotationId }, { by, service, rotation }) =>
    rotationId === null ? `${by} took away who is called (${purpose}) for ${service(serviceId)}` : `${by} made ${rotation(rotationId)} answer (${purpose}) for ${service(serviceId)}`,

  ReleaseCommitsListed: ({ releaseId }, { release }) => `Commits of ${release(releaseId)} listed`,
  ReleaseRecorded: ({ version, serviceId, commitCount, partial }, { by, service }) => `${by} recorded ${version} of ${service(serviceId)} with ${count(commitCount, "commit")}${partial === true ? ", some may be missing" : ""}`,
  ReleaseCompleted: ({ releaseId, commitCount }, { by, release }) => `${by} completed ${release(releaseId)}: it has ${count(commitCount, "commit")}`,

  LaneOpened: ({ serviceId, environment }, { service }) => `${service(serviceId)} ${environment} was opened for deploys`,
  LaneLocked: ({ laneId, version, kind }, { lane }) => `${kind === "rollback" ? "A rollback to" : "A deploy of"} ${version} took ${lane(laneId)}`,
  LaneUnlocked: ({ laneId, reason }, { lane }) => `${lane(laneId)} is free again${because(reason)}`,
  ExposureShifted: ({ laneId, version, percent, customers }, { lane }) =>
    percent === 0 && customers.length === 0 ? `Nobody is on ${version} in ${lane(laneId)} any more` : `${version} serves ${inPercent(percent)} of customers in ${lane(laneId)}${customers.length === 0 ? "" : ` and ${customers.length} by name`}`,
  ReleaseServedEveryone: ({ laneId, version }, { lane }) => `${version} serves everyone in ${lane(laneId)}`,
  ReleaseProvedGood: ({ laneId, version }, { lane }) => `${version} proved good in ${lane(laneId)}`,
  ReleaseFoundFaulty: ({ laneId, version, reason }, { lane }) => `${version} counts as faulty in ${lane(laneId)}${because(reason)}`,
  LaneHeld: ({ laneId, reason }, { lane }) => `Deploys to ${lane(laneId)} are held${because(reason)}`,
  HoldReleased: ({ laneId, reason }, { by, lane }) => `${by} released the hold on ${lane(laneId)}${because(reason)}`,

  DeployRequested: ({ kind, version, fromVersion, serviceId, environment, automatic, direct }, { by, service }) => {
    const where = `${service(serviceId)} ${environment}`;
    if (kind === "deploy") return `${by} asked for ${version} in ${where}`;
    return `${automatic ? "Ballast" : by} asked to roll ${where} back${fromVersion === null ? "" : ` from ${fromVersion}`} to ${version}${direct ? ", directly" : ""}`;
  },
  DeployObserved: ({ version, serviceId, environment, state, observedFrom }, { service }) => `${observedFrom} reported ${version} → ${service(serviceId)} ${environment}: ${state}`,
  DeployObservationChanged: ({ deployId, state }, { deploy }) => `${deploy(deployId)} is reported as ${state}`,
  DeployStarted: ({ deployId }, { deploy }) => `${deploy(deployId)} began`,
  DeployRunReplaced: ({ deployId, reason }, { deploy }) => `${deploy(deployId)} was taken up again where it stood${because(reason)}`,
  DeployPrepared: ({ deployId, durationMs }, { deploy }) => `${deploy(deployId)} was prepared in ${duration(durationMs)}`,
  StepStarted: ({ deployId, step, percent }, { deploy }) => `${deploy(deployId)} went to step ${step + 1}, ${inPercent(percent)} of customers`,
  TrafficShifted: ({ deployId, percent, measuredPercent }, { deploy }) =>
    percent === 0 ? `${deploy(deployId)}: everyone is on the stable release` : `${deploy(deployId)} serves ${inPercent(percent)} of customers${measuredPercent === null ? "" : `, measured ${Number(measuredPercent.toFixed(1))} % of requests`}`,
  VerdictReached: ({ deployId, verdict, step, reason }, { deploy }) => `${deploy(deployId)}, step ${step + 1}: ${verdict === "error" ? "no verdict" : verdict}${because(reason)}`,
  BakeExtended: ({ deployId, step, bakeMs }, { deploy }) => `${deploy(deployId)} bakes step ${step + 1} longer, ${duration(bakeMs)} in all`,
  StepPassed: ({ deployId, step }, { deploy }) => `${deploy(deployId)} passed step ${step + 1}`,
  DeployPaused: ({ deployId, reason, byJudge }, { by, deploy }) => `${byJudge ? "The judge" : by} paused ${deploy(deployId)}${because(reason)}`,
  DeployResumed: ({ deployId, reason, byJudge }, { by, deploy }) => `${byJudge ? "The judge" : by} resumed ${deploy(deployId)}${because(reason)}`,
  DeployHeld: ({ deployId, incidentId }, { deploy, incident }) => `${incident(incidentId)} holds ${deploy(deployId)}`,
  DeployHoldLifted: ({ deployId, reason }, { deploy }) => `${deploy(deployId)} is no longer held${because(reason)}`,
  StepPromoted: ({ deployId, step, full, reason }, { by, deploy }) => `${by} promoted ${deploy(deployId)} ${full ? "to everyone" : `beyond step ${step + 1}`}${because(reason)}`,
  DeployAbortRequested: ({ deployId, reason }, { by, deploy }) => `${by} aborted ${deploy(deployId)}${because(reason)}`,
  DeployPreempted: ({ deployId }, { deploy }) => `A rollback took over from ${deploy(deployId)}`,
  SoakStarted: ({ deployId, soakMs }, { deploy }) => `${deploy(deployId)} soaks for ${duration(soakMs)}`,
  DeploySucceeded: ({ deployId, durationMs }, { deploy }) => `${deploy(deployId)} succeeded after ${duration(durationMs)}`,
  RollbackBegan: ({ deployId, reason, automatic }, { deploy }) => `${deploy(deployId)} goes back${automatic ? " by itself" : ""}${because(reason)}`,
  CompensationFailed: ({ deployId, compensation, error }, { deploy }) => `${deploy(deployId)}: ${compensation} failed${because(error)}`,
  DeployRolledBack: ({ deployId, toVersion, durationMs }, { deploy }) => `${deploy(deployId)} was rolled back${toVersion === null ? "" : ` to ${toVersion}`} after ${duration(durationMs)}`,
  DeployAborted: ({ deployId, reason }, { deploy }) => `${deploy(deployId)} is aborted${because(reason)}`,
  DeployCancelled: ({ deployId, reason }, { by, deploy }) => `${by} cancelled ${deploy(deployId)}${because(reason)}`,
  DeployFailed: ({ deployId, error }, { deploy }) => `${deploy(deployId)} failed before it reached anybody${because(error)}`,
  RollbackFailed: ({ deployId, error }, { deploy }) => `${deploy(deployId)} could not be taken back, and may still serve customers${because(error)}`,
  RollbackTargetFailed: ({ deployId, version, error }, { deploy }) => `Rollback ${deploy(deployId)}: ${version} does not start${because(error)}`,
  RollbackRedirected: ({ deployId, version, reason }, { deploy }) => `Rollback ${deploy(deployId)} goes on to ${version}${because(reason)}`,
  RollbackEscalated: ({ deployId, reason }, { deploy }) => `Rollback ${deploy(deployId)} was escalated to a person${because(reason)}`,
  RollbackCompleted: ({ deployId, durationMs }, { deploy }) => `Rollback ${deploy(deployId)} was done in ${duration(durationMs)}`,
  EffectMeasured: ({ deployId, sentence }, { deploy }) => `${deploy(deployId)}: ${sentence}`,
  DeployerNotified: ({ deployId, personId }, { person, deploy }) => `${person(personId)} was told about ${deploy(deployId)}`,
};
