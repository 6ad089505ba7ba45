import {
  allHandlersFinished, CancellationScope, condition, isCancellation, patched, proxyActivities, setWorkflowOptions, workflowInfo,
} from "@temporalio/workflow";
import type { DeployStanding, StandingForward } from "@ballast/domain";
import type { DeployPlan } from "@ballast/schema";
import type { DeployReleaseInput } from "@ballast/schema/workflows";
import { failureType, messageOf, Saga, type FailedCompensation } from "../saga.ts";
import { bakeStep, soakRelease, type BegunBake } from "./bakeStep.ts";
import { DeployControl } from "./control.ts";
import type { DeployActivities } from "./deployActivities.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { compensationOptions, deployOptions } from "../traffic/options.ts";

const act = proxyActivities<DeployActivities>(deployOptions);
const undo = proxyActivities<DeployActivities>(compensationOptions);

/** How a deploy ended. `taken`: another run carries the request out. */
export type DeployOutcome = "succeeded" | "rolledBack" | "aborted" | "failed" | "preempted" | "taken";

/** Why the forward part ended. */
type Ending =
  | { readonly kind: "done" }
  | { readonly kind: "verdict"; readonly reason: string }
  | { readonly kind: "error"; readonly error: string; readonly exposed: boolean; readonly laneLost: boolean };

/** Carries one release to everybody in one environment, step by step, and back again when a step fails. */
export async function deployRelease(input: DeployReleaseInput): Promise<DeployOutcome> {
  const control = new DeployControl();
  const forwardScope = new CancellationScope();
  control.listen(() => forwardScope.cancel());
  const standing = await begin(input);
  if (standing === "taken") return "taken";
  const running: Running = { control, saga: new Saga(), input };
  const outcome = standing?.kind === "ended" ? await tidyUp(input, standing) : await carry(running, forwardScope, standing);
  await condition(allHandlersFinished);
  return outcome;
}

/** Its history is long and its code changes: the version that begins a deploy finishes it. */
setWorkflowOptions({ versioningBehavior: "PINNED" }, deployRelease);

/** Takes the request on, or what a lost run left of it: then where that stands. */
async function begin(input: DeployReleaseInput): Promise<"taken" | DeployStanding | null> {
  const deploy: DeployRef = input;
  const { workflowId, runId } = workflowInfo();
  if (input.replaces !== undefined) return act.takeUpDeploy({ deploy, workflowId, runId, replaces: input.replaces });
  return (await act.startDeploy({ deploy, workflowId, runId })) === "taken" ? "taken" : null;
}

interface Running {
  readonly control: DeployControl;
  readonly saga: Saga;
  readonly input: DeployReleaseInput;
}

async function carry(
  running: Running,
  scope: CancellationScope,
  standing: Exclude<DeployStanding, { kind: "ended" }> | null,
): Promise<DeployOutcome> {
  if (standing === null) return conclude(running, await forward(running, scope, null));
  const deploy: DeployRef = running.input;
  if (standing.kind === "preempted") return conclude(running, { kind: "error", error: "interrupted", exposed: true, laneLost: true });
  if (standing.kind === "forward") return conclude(running, await forward(running, scope, standing));
  // What the lost run may have done is undone.
  running.saga.register("retireCanary", () => undo.retireCanary({ deploy }));
  if (standing.exposed) running.saga.register("restoreTraffic", () => undo.restoreTraffic({ deploy }));
  if (standing.by === "verdict") return conclude(running, { kind: "verdict", reason: standing.reason });
  running.control.interruption ??= { kind: "abort", reason: standing.reason };
  return conclude(running, { kind: "error", error: "interrupted", exposed: standing.exposed, laneLost: false });
}

async function forward(running: Running, scope: CancellationScope, standing: StandingForward | null): Promise<Ending> {
  const progress = { exposed: standing?.exposed ?? false };
  try {
    return await scope.run(() => goForward(running, progress, standing));
  } catch (error) {
    // Whether an abort came is looked up in the control afterwards: an activity may have ignored the cancellation.
    return {
      kind: "error", error: isCancellation(error) ? "interrupted" : messageOf(error), exposed: progress.exposed,
      laneLost: isLaneLost(error),
    };
  }
}

/** The log or the target says that a rollback has the lane: its signal may come later, or never. */
const isLaneLost = (error: unknown): boolean => failureType(error) === "LANE_LOST";

async function goForward(
  { control, saga, input }: Running,
  progress: { exposed: boolean },
  standing: StandingForward | null,
): Promise<Ending> {
  const deploy: DeployRef = input;
  control.phase = "preparing";
  if (standing !== null) control.restore(standing);
  await saga.step("retireCanary", () => act.prepareRelease({ deploy }), () => undo.retireCanary({ deploy }));
  if (standing?.exposed === true) saga.register("restoreTraffic", () => undo.restoreTraffic({ deploy }));
  const steps = stepsOf(input.plan, input.fromReleaseId);
  const stretches = steps.length + 1;
  let everybodySince: string | null = standing?.everybodySince ?? null;
  for (const [step, plan] of steps.entries()) {
    if (step < (standing?.step ?? 0) || (control.full && plan.percent < 100 && !isIn(standing, step))) continue;
    control.phase = "shifting";
    control.step = step;
    // A step that has begun is only moved to where it is.
    if (!isIn(standing, step)) await condition(() => !control.frozen);
    progress.exposed = true;
    const shift = { deploy, step, percent: plan.percent, customers: plan.customers, bakeMs: plan.bakeMs };
    await saga.step("restoreTraffic", () => act.shiftTraffic(shift), () => undo.restoreTraffic({ deploy }));
    control.phase = "baking";
    if (plan.percent >= 100) everybodySince ??= new Date().toISOString();
    if (
      (await bakeStep(control, { deploy, step, plan, stretches, stableUntil: everybodySince, begun: begunIn(standing, step) })) === "fail"
    )
      return { kind: "verdict", reason: `verdict failed at ${plan.percent} %` };
    await act.passStep({ deploy, step });
  }
  return soak({ control, saga, input }, everybodySince, begunIn(standing, steps.length));
}

/** Whether the lost run had begun this step. */
const isIn = (standing: StandingForward | null, step: number): boolean =>
  standing !== null && standing.step === step && standing.since !== null;

const begunIn = (standing: StandingForward | null, step: number): BegunBake | undefined =>
  standing === null || standing.since === null || standing.step !== step
    ? undefined
    : { ...standing, since: standing.since, pausedByJudge: standing.paused === "judge" };

async function soak({ control, input }: Running, everybodySince: string | null, begun: BegunBake | undefined): Promise<Ending> {
  const deploy: DeployRef = input;
  control.phase = "promoting";
  await act.promoteRelease({ deploy });
  control.phase = "soaking";
  await act.startSoak({ deploy, soakMs: input.plan.soakMs });
  const steps = stepsOf(input.plan, input.fromReleaseId).length;
  const last = input.plan.steps.at(-1);
  if (last !== undefined && input.plan.soakMs > 0) {
    // During the soak nothing is left to compare with but what the release before did before it.
    const plan = { ...last, percent: 100, bakeMs: input.plan.soakMs };
    if ((await soakRelease(control, { deploy, step: steps, plan, stretches: steps + 1, stableUntil: everybodySince, begun })) === "fail")
      return { kind: "verdict", reason: "verdict failed while soaking" };
  }
  // A person who skipped the rest has seen enough to serve everybody, not that it is good.
  await act.concludeDeploy({ deploy, soaked: !control.full });
  return { kind: "done" };
}

/** The first release of a lane has nobody to compare with and nobody to protect: it goes to everybody at once. */
const stepsOf = (plan: DeployPlan, fromReleaseId: string | null): DeployPlan["steps"] =>
  fromReleaseId === null ? plan.steps.slice(-1) : plan.steps;

async function conclude(running: Running, ending: Ending): Promise<DeployOutcome> {
  if (ending.kind === "done") return "succeeded";
  return CancellationScope.nonCancellable(() => endWithoutSuccess(running, ending));
}

async function endWithoutSuccess({ control, saga, input }: Running, ending: Exclude<Ending, { kind: "done" }>): Promise<DeployOutcome> {
  const deploy: DeployRef = input;
  control.phase = "rollingBack";
  // What a person decided is recorded before its signal comes: a refusal by the log may be ahead of the reason for it.
  const laneLost = ending.kind === "error" && ending.laneLost;
  if (ending.kind === "error" && !laneLost) await condition(() => control.interruption !== null, "1 second");
  const interruption = control.interruption;
  if (laneLost || interruption?.kind === "preempt") {
    // The rollback that takes over moves the traffic and the lock; two hands on one router would only fight. It also
    // fences: what this run still sent to the target, or sends, is refused there by the number of its lock.
    await undo.recordRolledBack({ deploy, failures: [] });
    return "preempted";
  }
  if (ending.kind === "verdict") return rollBack({ control, saga, input }, { reason: ending.reason, automatic: true });
  if (interruption?.kind === "abort") {
    await undo.beginRollback({ deploy, reason: interruption.reason, automatic: false });
    const failures = await saga.compensate();
    await undo.recordAborted({ deploy, reason: interruption.reason, failures });
    await undo.unlockLane({ deploy, reason: "the deploy was aborted" });
    await reportIfFailed(input, failures);
    return "aborted";
  }
  if (ending.exposed) return rollBack({ control, saga, input }, { reason: `could not go on: ${ending.error}`, automatic: true });
  const failures = await saga.compensate();
  await undo.recordFailed({ deploy, error: ending.error, failures });
  await undo.unlockLane({ deploy, reason: "the deploy failed before it reached anybody" });
  if (failures.length > 0 && patched("an undo that fails before anybody was reached pages")) await reportIfFailed(input, failures);
  return "failed";
}

async function rollBack({ saga, input }: Running, why: { reason: string; automatic: boolean }): Promise<DeployOutcome> {
  const deploy: DeployRef = input;
  await undo.beginRollback({ deploy, ...why });
  const failures = await saga.compensate();
  await undo.holdLane({ deploy, reason: why.reason });
  // A rollback took the lane meanwhile: it measures, holds and reports.
  if ((await undo.recordRolledBack({ deploy, failures })) === "preempted") return "preempted";
  return afterRollback(input, failures);
}

/** What follows a deploy's way back: the lane is free, what it did is measured and told. */
async function afterRollback(input: DeployReleaseInput, failures: readonly FailedCompensation[]): Promise<DeployOutcome> {
  const deploy: DeployRef = input;
  await undo.unlockLane({ deploy, reason: "rolled back" });
  const { recovered } = await undo.measureEffect({ deploy });
  await undo.reportImpact({ deploy, thresholds: input.thresholds, recovered, rollbackFailed: trafficFailed(failures), failures });
  return "rolledBack";
}

/** The record of a lost run has its end; what comes after that is done, each part again that may have been done. */
async function tidyUp(
  input: DeployReleaseInput,
  { outcome, reason, soaked, failures }: Extract<DeployStanding, { kind: "ended" }>,
): Promise<DeployOutcome> {
  const deploy: DeployRef = input;
  switch (outcome) {
    case "succeeded":
      await act.concludeDeploy({ deploy, soaked });
      return "succeeded";
    case "rolledBack":
    case "rollbackFailed":
      await undo.holdLane({ deploy, reason });
      return afterRollback(input, failures);
    case "preempted":
      return "preempted";
    case "aborted":
    case "cancelled":
    case "failed":
      await undo.unlockLane({ deploy, reason: `the deploy ${outcome === "aborted" ? "was aborted" : "failed before it reached anybody"}` });
      await reportIfFailed(input, failures);
      return outcome === "failed" ? "failed" : "aborted";
  }
}

const trafficFailed = (failures: readonly FailedCompensation[]): boolean => failures.some(({ name }) => name === "restoreTraffic");

/** A failed undo always pages somebody. */
async function reportIfFailed(input: DeployReleaseInput, failures: readonly FailedCompensation[]): Promise<void> {
  if (failures.length > 0)
    await undo.reportImpact({
      deploy: input, thresholds: input.thresholds, recovered: null, rollbackFailed: trafficFailed(failures), failures,
    });
}
