import type { DataOf, DeployEvent } from "@ballast/schema";
import { begun } from "./deploy.ts";
import type { Deploy, DeployOutcome, Driven, EndedDeploy, GoingDeploy, ObservedDeploy, RollingBackDeploy, StepProgress } from "./deploy.ts";

/** A deploy that has not ended. */
type OpenDeploy = GoingDeploy | RollingBackDeploy;
type Fact<Type extends DeployEvent["type"]> = Extract<DeployEvent, { type: Type }>;

/** Folds one fact. Total: a fact that does not fit where the deploy stands changes nothing. */
export function evolveDeploy(deploy: Deploy, event: DeployEvent): Deploy {
  switch (deploy.status) {
    case "absent":
      return begun(event) ?? deploy;
    case "observed":
      return observed(deploy, event);
    case "going":
    case "rollingBack":
      return open(deploy, event);
    case "ended":
      return afterwards(deploy, event);
  }
}

/** What is still learnt about a deploy when it is over. */
function afterwards(deploy: EndedDeploy, event: DeployEvent): EndedDeploy {
  if (event.type === "EffectMeasured") return { ...deploy, effect: event.data };
  if (event.type === "DeployRunReplaced") return { ...deploy, start: startOf(event.data) };
  return event.type === "DeployerNotified" ? { ...deploy, notified: new Set([...deploy.notified, event.data.text]) } : deploy;
}

function observed(deploy: ObservedDeploy, event: DeployEvent): ObservedDeploy {
  if (event.type !== "DeployObservationChanged") return deploy;
  const { state, url, description } = event.data;
  return { ...deploy, state, url: url ?? deploy.url, description };
}

function open(deploy: OpenDeploy, event: DeployEvent): Deploy {
  switch (event.type) {
    case "DeployRequested":
    case "DeployObserved":
    case "DeployObservationChanged":
      return deploy;
    case "DeployPrepared":
    case "DeployPaused":
    case "DeployResumed":
    case "DeployHeld":
    case "DeployHoldLifted":
    case "StepPromoted":
    case "StepStarted":
    case "VerdictReached":
    case "BakeExtended":
    case "StepPassed":
    case "SoakStarted":
      return deploy.status === "going" ? forward(deploy, event) : deploy;
    case "DeployStarted": case "DeployRunReplaced":
    case "TrafficShifted":
    case "DeployAbortRequested":
    case "DeployPreempted":
    case "RollbackBegan":
    case "CompensationFailed":
    case "RollbackTargetFailed":
    case "RollbackRedirected":
    case "RollbackEscalated":
    case "EffectMeasured":
    case "DeployerNotified":
      return eitherWay(deploy, event);
    case "DeploySucceeded":
    case "RollbackCompleted":
    case "DeployRolledBack":
    case "RollbackFailed":
    case "DeployAborted":
    case "DeployCancelled":
    case "DeployFailed":
      return { ...deploy, status: "ended", outcome: outcomes[event.type] };
  }
}

type ForwardFact = Fact<
  | "DeployPrepared" | "DeployPaused" | "DeployResumed" | "DeployHeld" | "DeployHoldLifted" | "StepPromoted"
  | "StepStarted" | "VerdictReached" | "BakeExtended" | "StepPassed" | "SoakStarted"
>;

function forward(deploy: GoingDeploy, event: ForwardFact): GoingDeploy {
  switch (event.type) {
    case "DeployPrepared":
      return { ...deploy, prepared: true };
    case "DeployPaused":
      return { ...deploy, paused: { reason: event.data.reason, byJudge: event.data.byJudge } };
    case "DeployResumed":
      return { ...deploy, paused: null };
    case "DeployHeld":
      return { ...deploy, heldBy: new Set([...deploy.heldBy, event.data.incidentId]) };
    case "DeployHoldLifted":
      return lifted(deploy, event.data.incidentId);
    case "StepPromoted":
      return { ...deploy, full: deploy.full || event.data.full, step: deploy.step && { ...deploy.step, promoted: true } };
    case "StepStarted":
      return { ...deploy, phase: "shifting", step: startedStep(event.data) };
    case "VerdictReached":
      return { ...deploy, phase: deploy.phase === "verifying" ? "baking" : deploy.phase, step: deploy.step && withVerdict(deploy.step, event.data) };
    case "BakeExtended":
      return { ...deploy, step: deploy.step && { ...deploy.step, extended: true } };
    case "StepPassed":
      return passed(deploy, event.data.step);
    case "SoakStarted":
      return { ...deploy, phase: "soaking" };
  }
}

function lifted(deploy: GoingDeploy, incidentId: string): GoingDeploy {
  const heldBy = new Set(deploy.heldBy);
  heldBy.delete(incidentId);
  return { ...deploy, heldBy, lifted: new Set([...deploy.lifted, incidentId]) };
}

const startedStep = ({ step, percent }: DataOf<"StepStarted">): StepProgress => ({
  index: step,
  percent,
  extended: false,
  passed: false,
  promoted: false,
  failed: false,
  verdicts: new Map(),
});

function passed(deploy: GoingDeploy, index: number): GoingDeploy {
  if (deploy.step === null || deploy.step.index !== index) return deploy;
  return { ...deploy, phase: deploy.step.percent === 100 ? "promoting" : deploy.phase, step: { ...deploy.step, passed: true } };
}

function withVerdict(step: StepProgress, { judge, verdict, look, final, step: index }: DataOf<"VerdictReached">): StepProgress {
  if (index < step.index) return step;
  return { ...step, failed: step.failed || verdict === "fail", verdicts: new Map([...step.verdicts, [judge, { step: index, look, final, verdict }]]) };
}

type EitherWayFact = Fact<
  | "DeployStarted" | "DeployRunReplaced" | "TrafficShifted" | "DeployAbortRequested" | "DeployPreempted" | "RollbackBegan"
  | "CompensationFailed" | "RollbackTargetFailed" | "RollbackRedirected" | "RollbackEscalated" | "EffectMeasured" | "DeployerNotified"
>;

function eitherWay(deploy: OpenDeploy, event: EitherWayFact): Driven {
  switch (event.type) {
    case "DeployStarted":
      return started(deploy, event.data);
    case "DeployRunReplaced":
      return { ...deploy, start: startOf(event.data) };
    case "TrafficShifted":
      return shifted(deploy, event.data);
    case "DeployAbortRequested":
      return { ...deploy, abort: event.data.reason };
    case "DeployPreempted":
      return preempted(deploy, event.data.byDeployId);
    case "RollbackBegan":
      return { ...deploy, status: "rollingBack", automatic: event.data.automatic };
    case "CompensationFailed":
      return { ...deploy, failedCompensations: new Set([...deploy.failedCompensations, event.data.compensation]) };
    case "RollbackTargetFailed":
      return { ...deploy, failedTargets: [...deploy.failedTargets, event.data] };
    case "RollbackRedirected":
      return { ...deploy, target: { releaseId: event.data.releaseId, version: event.data.version } };
    case "RollbackEscalated":
      return { ...deploy, escalated: true };
    case "EffectMeasured":
      return { ...deploy, effect: event.data };
    case "DeployerNotified":
      return { ...deploy, notified: new Set([...deploy.notified, event.data.text]) };
  }
}

/** A rollback gives way to the next at once; a deploy is over when that one is. */
const preempted = (deploy: OpenDeploy, preemptedBy: string): Driven =>
  deploy.request.kind === "rollback" ? { ...deploy, preemptedBy, status: "ended", outcome: "preempted" } : { ...deploy, preemptedBy };

function started(deploy: OpenDeploy, { requestEventId, workflowId, runId }: DataOf<"DeployStarted">): OpenDeploy {
  const start = { requestEventId, workflowId, runId };
  return deploy.status === "going" && deploy.phase === "waiting" ? { ...deploy, start, phase: "preparing" } : { ...deploy, start };
}

const startOf = ({ requestEventId, workflowId, toRunId }: DataOf<"DeployRunReplaced">): Driven["start"] => ({ requestEventId, workflowId, runId: toRunId });

function shifted(deploy: OpenDeploy, { step, percent, customers, measuredPercent }: DataOf<"TrafficShifted">): OpenDeploy {
  const traffic = { step, percent, customers };
  if (deploy.status === "rollingBack" || deploy.phase === "promoting" || deploy.phase === "soaking") return { ...deploy, traffic };
  // A deploy's shift is recorded with what was measured; where a target cannot measure, the first verdict ends the wait.
  const bakes = deploy.request.kind === "deploy" && measuredPercent !== null;
  return { ...deploy, traffic, phase: bakes ? "baking" : "verifying" };
}

const outcomes = {
  DeploySucceeded: "succeeded",
  RollbackCompleted: "succeeded",
  DeployRolledBack: "rolledBack",
  RollbackFailed: "rollbackFailed",
  DeployAborted: "aborted",
  DeployCancelled: "cancelled",
  DeployFailed: "failed",
} as const satisfies Partial<Record<DeployEvent["type"], DeployOutcome>>;
