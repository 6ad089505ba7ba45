import { begunCourse, evolveCourse } from "@ballast/domain";
import type { DataOf, DeployEvent, DeployPlan } from "@ballast/schema";
import { defineProjection, existing, type HappenedAs } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";
import { followed } from "./deployCourse.ts";
import { hasEnded, type DeployRow, type DeployStepRow } from "./deployRow.ts";

type Recorded = HappenedAs<DeployEvent>;
type Begun<Type extends DeployEvent["type"]> = HappenedAs<Extract<DeployEvent, { type: Type }>>;

const when = ({ metadata }: Recorded): string => metadata.occurredAt;

const blank = {
  plan: null, reason: "", automatic: false, direct: false, incidentId: null, preempts: null, warnings: [], stay: false, askedVersion: null,
  failedTargets: [], startedAt: null, endedAt: null, durationMs: null, deadlineAt: null, escalatedAt: null, escalatedReason: null,
  steps: [], currentStep: null, percent: null, customers: [], measuredPercent: null, exposedAt: null, liveAt: null, soakStartedAt: null,
  paused: null, holds: [], abortRequested: null, rollback: null, rolledBackAt: null, lastVerdict: null, verdictCount: 0, effect: null,
  failures: [], notified: [], takenUp: [], observedState: null, observedFrom: null, url: null, fromReleaseId: null, fromVersion: null,
} as const;

const stepsOf = (plan: DeployPlan | null): readonly DeployStepRow[] =>
  (plan?.steps ?? []).map(({ percent, customers, bakeMs }, index) => ({
    index, percent, customers, bakeMs, state: "next", startedAt: null, endedAt: null, extended: false, verdict: null,
  }));

function requested(row: DeployRow | null, data: DataOf<"DeployRequested">, recorded: Begun<"DeployRequested">): DeployRow | null {
  const course = begunCourse(recorded.event);
  if (row !== null || course === null) return row;
  return {
    ...blank, ...data, id: data.deployId, course, state: "waiting", steps: stepsOf(data.plan),
    requestedBy: recorded.metadata.actor, requestedAt: when(recorded), requestEventId: recorded.eventId,
  };
}

function observed(row: DeployRow | null, data: DataOf<"DeployObserved">, recorded: Begun<"DeployObserved">): DeployRow | null {
  const course = begunCourse(recorded.event);
  if (row !== null || course === null) return row;
  const { laneId, serviceId, environment, releaseId, version, observedFrom } = data;
  const first: DeployRow = {
    ...blank, id: data.deployId, kind: "observed", course, state: "observed", laneId, serviceId, environment, releaseId, version,
    observedFrom, requestedBy: recorded.metadata.actor, requestedAt: when(recorded), requestEventId: recorded.eventId,
  };
  return followed(first, first, recorded);
}

/** A rollback that tries a release again and again is told by its newest failures. */
const keptFailures = 20;

const inStep = (row: DeployRow, index: number | null, change: (step: DeployStepRow) => DeployStepRow): DeployRow =>
  ({ ...row, steps: row.steps.map((step) => (step.index === index ? change(step) : step)) });

/** What the deploy is after an event, the domain says; `add` only tells when, by whom and in which words. */
const told = <Data>(add: (row: DeployRow, data: Data, recorded: Recorded) => DeployRow = (row) => row) =>
  existing((row: DeployRow, data: Data, recorded: Recorded) =>
    followed(add({ ...row, course: evolveCourse(row.course, recorded.event) }, data, recorded), row, recorded),
  );

const shifted = (row: DeployRow, { percent, customers, measuredPercent }: DataOf<"TrafficShifted">, recorded: Recorded): DeployRow => {
  const exposed = percent > 0 || customers.length > 0;
  return {
    ...row, percent, customers, measuredPercent,
    exposedAt: row.exposedAt ?? (exposed ? when(recorded) : null),
    liveAt: row.liveAt ?? (percent === 100 ? when(recorded) : null),
  };
};

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
    DeployObserved: observed,
    DeployObservationChanged: told((row, { description }: DataOf<"DeployObservationChanged">) => ({
      ...row, reason: description || row.reason,
    })),
    DeployStarted: told((row, _: unknown, recorded) => ({ ...row, startedAt: when(recorded) })),
    DeployRunReplaced: told((row, { reason }: DataOf<"DeployRunReplaced">, recorded) => ({
      ...row, takenUp: [...row.takenUp, { at: when(recorded), reason }].slice(-keptFailures),
    })),
    DeployPrepared: told(),
    StepStarted: told((row, { step, percent, customers, bakeMs }: DataOf<"StepStarted">, recorded) =>
      inStep(row, step, (known) => ({ ...known, percent, customers, bakeMs, startedAt: when(recorded) })),
    ),
    TrafficShifted: told(shifted),
    VerdictReached: told((row, { deployId: _, ...verdict }: DataOf<"VerdictReached">, recorded) =>
      inStep({ ...row, lastVerdict: verdict.verdict, verdictCount: row.verdictCount + 1 }, verdict.step, (step) => ({
        ...step, verdict: { ...verdict, at: when(recorded) },
      })),
    ),
    BakeExtended: told((row, { step, bakeMs }: DataOf<"BakeExtended">) => inStep(row, step, (known) => ({ ...known, bakeMs }))),
    StepPassed: told((row, { step }: DataOf<"StepPassed">, recorded) =>
      inStep(row, step, (known) => ({ ...known, endedAt: when(recorded) })),
    ),
    DeployPaused: told(),
    DeployResumed: told(),
    DeployHeld: told(),
    DeployHoldLifted: told(),
    StepPromoted: told(),
    DeployAbortRequested: told((row, { reason }: DataOf<"DeployAbortRequested">, recorded) => ({
      ...row, abortRequested: { at: when(recorded), reason, by: recorded.metadata.actor.name },
    })),
    DeployPreempted: told(),
    SoakStarted: told((row, _: unknown, recorded) => ({ ...row, soakStartedAt: when(recorded) })),
    DeploySucceeded: told((row, { durationMs }: DataOf<"DeploySucceeded">) => ({ ...row, durationMs })),
    RollbackBegan: told((row, { reason, automatic, toReleaseId, toVersion }: DataOf<"RollbackBegan">, recorded) => ({
      ...row, rollback: { at: when(recorded), reason, automatic, toReleaseId, toVersion },
    })),
    CompensationFailed: told((row, { compensation, error }: DataOf<"CompensationFailed">) => ({
      ...row, failures: [...row.failures, `${compensation}: ${error}`],
    })),
    DeployRolledBack: told((row, { durationMs, toReleaseId, toVersion }: DataOf<"DeployRolledBack">, recorded) => {
      const taken = row.course.status === "ended" && row.course.preemptedBy !== null;
      const rollback = {
        at: when(recorded), reason: taken ? "a rollback took over" : "", automatic: false, ...row.rollback, toReleaseId, toVersion,
      };
      return { ...row, rolledBackAt: when(recorded), rollback, durationMs };
    }),
    DeployAborted: told((row, { durationMs }: DataOf<"DeployAborted">, recorded) => ({
      ...row, rolledBackAt: row.exposedAt === null ? null : when(recorded), durationMs,
    })),
    DeployCancelled: told((row, { reason }: DataOf<"DeployCancelled">) => ({ ...row, reason: row.reason || reason })),
    DeployFailed: told((row, { error }: DataOf<"DeployFailed">) => ({ ...row, failures: [...row.failures, error] })),
    RollbackFailed: told((row, { error }: DataOf<"RollbackFailed">) => ({ ...row, failures: [...row.failures, error] })),
    RollbackTargetFailed: told((row, { deployId: _, ...failed }: DataOf<"RollbackTargetFailed">, recorded) => ({
      ...row, failedTargets: [...row.failedTargets, { ...failed, at: when(recorded) }].slice(-keptFailures),
      failures: [...row.failures, `${failed.version} does not start: ${failed.error}`].slice(-keptFailures),
    })),
    RollbackRedirected: told((row) => ({ ...row, askedVersion: row.askedVersion ?? row.version })),
    RollbackEscalated: told((row, { reason }: DataOf<"RollbackEscalated">, recorded) => ({
      ...row, escalatedAt: when(recorded), escalatedReason: reason,
    })),
    RollbackCompleted: told((row, { durationMs }: DataOf<"RollbackCompleted">, recorded) => ({
      ...row, exposedAt: row.exposedAt ?? when(recorded), liveAt: row.liveAt ?? when(recorded), durationMs,
    })),
    DeployerNotified: told((row, { personId, text }: DataOf<"DeployerNotified">, recorded) => ({
      ...row, notified: [...row.notified, { personId, text, at: when(recorded) }],
    })),
    DeployGateOverridden: told((row, { gate, reason }: DataOf<"DeployGateOverridden">) => ({
      ...row, warnings: [...row.warnings, `${gate} Overridden: ${reason}`],
    })),
    EffectMeasured: told((row, { deployId: _, ...effect }: DataOf<"EffectMeasured">, recorded) => ({
      ...row, effect: { ...effect, at: when(recorded) },
    })),
  },
  search: (row) => ({
    title: `${row.version} → ${row.environment}`, detail: row.effect?.sentence ?? "", body: row.reason, at: row.requestedAt,
  }),
});
