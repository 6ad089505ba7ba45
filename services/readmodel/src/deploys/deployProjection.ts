import type { DataOf, DeployPlan } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import { defineProjection, existing } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";
import { hasEnded, type DeployRow, type DeployState, type DeployStepRow } from "./deployRow.ts";

const when = ({ metadata }: RecordedEvent): string => metadata.occurredAt;

const blank = {
  plan: null, reason: "", automatic: false, direct: false, incidentId: null, preempts: null, preemptedBy: null, warnings: [], stay: false, askedVersion: null, failedTargets: [], startedAt: null, endedAt: null, durationMs: null,
  deadlineAt: null, escalatedAt: null, escalatedReason: null, steps: [], currentStep: null, percent: null, customers: [], measuredPercent: null, exposedAt: null, liveAt: null,
  soakStartedAt: null, paused: null, holds: [], abortRequested: null, rollback: null, rolledBackAt: null, lastVerdict: null, verdictCount: 0, effect: null, failures: [], notified: [], takenUp: [],
  observedState: null, observedFrom: null, url: null, fromReleaseId: null, fromVersion: null, phase: "waiting",
} as const;

const stepsOf = (plan: DeployPlan | null): readonly DeployStepRow[] =>
  (plan?.steps ?? []).map(({ percent, customers, bakeMs }, index) => ({
    index, percent, customers, bakeMs, state: "next", startedAt: null, endedAt: null, extended: false, verdict: null,
  }));

const requested = (_: DeployRow | null, data: DataOf<"DeployRequested">, recorded: RecordedEvent): DeployRow => ({
  ...blank, ...data, id: data.deployId, state: "waiting", steps: stepsOf(data.plan),
  requestedBy: recorded.metadata.actor, requestedAt: when(recorded), requestEventId: recorded.eventId,
});

/** A rollback that tries a release again and again is told by its newest failures. */
const keptFailures = 20;

const inStep = (row: DeployRow, index: number | null, change: (step: DeployStepRow) => DeployStepRow): DeployRow =>
  ({ ...row, steps: row.steps.map((step) => (step.index === index ? change(step) : step)) });

/** What is shown: a hold stands above a pause, both above the phase, as the domain has it; an end and the way back above all. */
const shown = (row: DeployRow): DeployRow => {
  if (hasEnded(row) || row.state === "rollingBack" || row.state === "escalated") return row;
  return { ...row, state: row.holds.length > 0 ? "held" : row.paused === null ? row.phase : "paused" };
};

/** Moves on, whatever stops it there. */
const moved = (row: DeployRow, phase: DeployState): DeployRow => shown({ ...row, phase });

/** What stops it on its way stops it no more: it goes back, or is over. */
const unstopped = { paused: null, holds: [] } as const;

const goesBack = (row: DeployRow): DeployRow => ({ ...row, ...unstopped, state: row.escalatedAt === null ? "rollingBack" : "escalated", phase: "rollingBack" });

const ended = (row: DeployRow, state: DeployState, { recorded, durationMs }: { recorded: RecordedEvent; durationMs?: number }): DeployRow => ({
  ...row, ...unstopped, state, phase: state, endedAt: when(recorded),
  durationMs: durationMs ?? Math.max(0, Date.parse(when(recorded)) - Date.parse(row.requestedAt)),
  steps: row.steps.map((step) => (step.state === "next" ? { ...step, state: "skipped" } : step.state === "passed" ? step : { ...step, state: state === "succeeded" ? "passed" : "failed", endedAt: step.endedAt ?? when(recorded) })),
});

const shifted = (row: DeployRow, data: DataOf<"TrafficShifted">, recorded: RecordedEvent): DeployRow => {
  const exposed = data.percent > 0 || data.customers.length > 0;
  const next = inStep(row, data.step, (step) => ({ ...step, state: step.state === "shifting" ? "baking" : step.state }));
  const onward = row.kind === "rollback" || row.phase === "promoting" || row.phase === "soaking" ? next : moved(next, data.measuredPercent === null ? "verifying" : "baking");
  return {
    ...onward, percent: data.percent, customers: data.customers, measuredPercent: data.measuredPercent,
    exposedAt: row.exposedAt ?? (exposed ? when(recorded) : null),
    liveAt: row.liveAt ?? (data.percent === 100 ? when(recorded) : null),
  };
};

const unpaused = (row: DeployRow): DeployRow =>
  shown({ ...inStep(row, row.currentStep, (step) => (step.state === "paused" ? { ...step, state: "baking" } : step)), paused: null });

/** Deploys and rollbacks by id. */
export const deployProjection = defineProjection({
  kind: "deploy",
  columns: {
    laneId: { type: "text", of: (row: DeployRow) => row.laneId },
    serviceId: { type: "text", of: (row) => row.serviceId },
    environment: { type: "text", of: (row) => row.environment },
    releaseId: { type: "text", of: (row) => row.releaseId ?? "", index: true },
    kind: { type: "text", of: (row) => row.kind },
    state: { type: "text", of: (row) => row.state, index: true },
    ended: { type: "integer", of: hasEnded },
    automatic: { type: "integer", of: (row) => row.automatic },
    personId: { type: "text", of: (row) => row.requestedBy.onBehalfOf?.personId ?? row.requestedBy.personId ?? "", index: true },
    incidentId: { type: "text", of: (row) => row.incidentId ?? "", index: true },
    notified: { type: "text", of: (row) => keyList(row.notified.map(({ personId }) => personId)) },
    preempts: { type: "text", of: (row) => row.preempts ?? "" },
    requestedMs: { type: "integer", of: (row) => Date.parse(row.requestedAt), index: true },
    durationMs: { type: "integer", of: (row) => row.durationMs ?? -1, index: true },
  },
  indexes: [["laneId", "requestedMs"], ["serviceId", "requestedMs"], ["serviceId", "environment", "durationMs"], ["ended", "requestedMs"]],
  handlers: {
    DeployRequested: requested,
    DeployObserved: (_, data, recorded): DeployRow => ({
      ...blank, id: data.deployId, kind: "observed", state: "observed", phase: "observed", laneId: data.laneId, serviceId: data.serviceId, environment: data.environment,
      releaseId: data.releaseId, version: data.version, requestedBy: recorded.metadata.actor, requestedAt: when(recorded), requestEventId: recorded.eventId,
      ...observation(null, data.state, recorded), observedFrom: data.observedFrom, url: data.url,
    }),
    DeployObservationChanged: existing((row, data, recorded) => ({ ...row, ...observation(row, data.state, recorded), reason: data.description || row.reason, url: data.url ?? row.url })),
    DeployStarted: existing((row, _, recorded) => moved({ ...row, startedAt: when(recorded) }, row.phase === "waiting" ? (row.kind === "rollback" ? "shifting" : "preparing") : row.phase)),
    DeployRunReplaced: existing((row, { reason }, recorded) => ({ ...row, takenUp: [...row.takenUp, { at: when(recorded), reason }].slice(-keptFailures) })),
    DeployPrepared: existing((row) => row),
    StepStarted: existing((row, { step, percent, customers, bakeMs }, recorded) =>
      moved(inStep({ ...row, currentStep: step }, step, (known) => ({ ...known, percent, customers, bakeMs, state: "shifting", startedAt: when(recorded) })), "shifting")),
    TrafficShifted: existing(shifted),
    VerdictReached: existing((row, { deployId: _, ...verdict }, recorded) =>
      inStep({ ...moved(row, row.phase === "verifying" ? "baking" : row.phase), lastVerdict: verdict.verdict, verdictCount: row.verdictCount + 1 }, verdict.step, (step) => ({
        ...step, verdict: { ...verdict, at: when(recorded) }, ...(verdict.verdict === "fail" && { state: "failed" as const }),
      }))),
    BakeExtended: existing((row, { step, bakeMs }) => inStep(row, step, (known) => ({ ...known, bakeMs, extended: true }))),
    StepPassed: existing((row, { step }, recorded) => moved(inStep(row, step, (known) => ({ ...known, state: "passed", endedAt: when(recorded) })), row.steps[step]?.percent === 100 ? "promoting" : row.phase)),
    DeployPaused: existing((row, { reason, byJudge }, recorded) => shown({
      ...inStep(row, row.currentStep, (step) => (step.state === "baking" ? { ...step, state: "paused" } : step)),
      paused: { at: when(recorded), reason, byJudge, by: recorded.metadata.actor.name },
    })),
    DeployResumed: existing(unpaused),
    DeployHeld: existing((row, { incidentId, reason }, recorded) => shown({ ...row, holds: [...row.holds, { at: when(recorded), reason, incidentId }] })),
    DeployHoldLifted: existing((row, { incidentId }) => shown({ ...row, holds: row.holds.filter((hold) => hold.incidentId !== incidentId) })),
    StepPromoted: existing((row, { full, step }) => {
      const open = row.paused === null ? row : unpaused(row);
      return full ? { ...open, steps: open.steps.map((known) => (known.state === "next" && known.index > step && known.index < open.steps.length - 1 ? { ...known, state: "skipped" } : known)) } : open;
    }),
    DeployAbortRequested: existing((row, { reason }, recorded) => ({ ...row, abortRequested: { at: when(recorded), reason, by: recorded.metadata.actor.name } })),
    // A rollback that gives way is over; a deploy is when the rollback that took over from it is.
    DeployPreempted: existing((row, { byDeployId }, recorded) =>
      row.kind === "rollback"
        ? ended({ ...row, preemptedBy: byDeployId }, "preempted", { recorded })
        : { ...goesBack(row), preemptedBy: byDeployId }),
    SoakStarted: existing((row, _, recorded) => moved({ ...row, soakStartedAt: when(recorded) }, "soaking")),
    DeploySucceeded: existing((row, { durationMs }, recorded) => ended(row, "succeeded", { recorded, durationMs })),
    RollbackBegan: existing((row, { reason, automatic, toReleaseId, toVersion }, recorded) => ({
      ...goesBack(row), rollback: { at: when(recorded), reason, automatic, toReleaseId, toVersion },
    })),
    CompensationFailed: existing((row, { compensation, error }) => ({ ...row, failures: [...row.failures, `${compensation}: ${error}`] })),
    DeployRolledBack: existing((row, { durationMs, toReleaseId, toVersion }, recorded) => {
      const rollback = { at: when(recorded), reason: row.preemptedBy === null ? "" : "a rollback took over", automatic: false, ...row.rollback, toReleaseId, toVersion };
      return ended({ ...row, rolledBackAt: when(recorded), rollback }, "rolledBack", { recorded, durationMs });
    }),
    DeployAborted: existing((row, { durationMs }, recorded) => ended({ ...row, rolledBackAt: row.exposedAt === null ? null : when(recorded) }, "aborted", { recorded, durationMs })),
    DeployCancelled: existing((row, { reason }, recorded) => ended({ ...row, reason: row.reason || reason }, "cancelled", { recorded })),
    DeployFailed: existing((row, { error }, recorded) => ended({ ...row, failures: [...row.failures, error] }, "failed", { recorded })),
    RollbackFailed: existing((row, { error }, recorded) => ended({ ...row, failures: [...row.failures, error] }, "rollbackFailed", { recorded })),
    RollbackTargetFailed: existing((row, { deployId: _, ...failed }, recorded) => ({
      ...row, failedTargets: [...row.failedTargets, { ...failed, at: when(recorded) }].slice(-keptFailures), failures: [...row.failures, `${failed.version} does not start: ${failed.error}`].slice(-keptFailures),
    })),
    RollbackRedirected: existing((row, { releaseId, version }) => ({ ...row, releaseId, version, askedVersion: row.askedVersion ?? row.version })),
    RollbackEscalated: existing((row, { reason }, recorded) => ({ ...row, state: "escalated", escalatedAt: when(recorded), escalatedReason: reason })),
    RollbackCompleted: existing((row, { durationMs }, recorded) => ended({ ...row, exposedAt: row.exposedAt ?? when(recorded), liveAt: row.liveAt ?? when(recorded) }, "done", { recorded, durationMs })),
    DeployerNotified: existing((row, { personId, text }, recorded) => ({ ...row, notified: [...row.notified, { personId, text, at: when(recorded) }] })),
    EffectMeasured: existing((row, { deployId: _, ...effect }, recorded) => ({ ...row, effect: { ...effect, at: when(recorded) } })),
  },
  search: (row) => ({ title: `${row.version} → ${row.environment}`, detail: row.effect?.sentence ?? "", body: row.reason, at: row.requestedAt }),
});

/** What another system says of its deploy. */
function observation(row: DeployRow | null, state: string, recorded: RecordedEvent) {
  const over = state !== "pending" && state !== "running";
  const live = state === "succeeded" ? (row?.liveAt ?? when(recorded)) : (row?.liveAt ?? null);
  const first = row?.requestedAt ?? when(recorded);
  return {
    observedState: state,
    startedAt: row?.startedAt ?? (state === "pending" ? null : when(recorded)),
    endedAt: over ? (row?.endedAt ?? when(recorded)) : null,
    durationMs: over ? Math.max(0, Date.parse(row?.endedAt ?? when(recorded)) - Date.parse(first)) : null,
    liveAt: live,
    exposedAt: row?.exposedAt ?? live,
    percent: state === "succeeded" ? 100 : (row?.percent ?? null),
  };
}
