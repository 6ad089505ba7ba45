import type { DataOf, DeployEvent, DeployPhase, DeployState } from "@ballast/schema";
import type { NamedRelease } from "../namedRelease.ts";

/**
 * How it ended. A rollback that was carried out `succeeded`, one that gave way to another is `preempted`; a deploy that was undone is
 * `rolledBack`.
 */
export type DeployOutcome = "succeeded" | "preempted" | "rolledBack" | "rollbackFailed" | "aborted" | "cancelled" | "failed";

export type ObservedDeployState = DataOf<"DeployObserved">["state"];

/** The step a deploy is in, or has just passed. */
export interface StepMark {
  readonly index: number;
  readonly percent: number;
  readonly extended: boolean;
  readonly passed: boolean;
  readonly promoted: boolean;
  /** A judge said fail. It stays so: a later look does not undo what customers saw. */
  readonly failed: boolean;
}

/** Of every deploy that Ballast drives. */
interface DrivenCourse {
  readonly kind: "deploy" | "rollback";
  /** What it brings now: another release than was asked for, where a rollback's target did not start. */
  readonly target: NamedRelease;
  readonly step: StepMark | null;
  /** Why a person wants it to end. */
  readonly abort: string | null;
  /** The rollback that took over. */
  readonly preemptedBy: string | null;
  readonly escalated: boolean;
}

/** On its way forward. */
export interface GoingCourse extends DrivenCourse {
  readonly status: "going";
  readonly phase: DeployPhase;
  /** All further steps are skipped. */
  readonly full: boolean;
  readonly paused: { readonly reason: string; readonly byJudge: boolean } | null;
  /** Incidents that hold it, in the order in which they came. */
  readonly heldBy: readonly string[];
}

/** Its compensations run. */
export interface RollingBackCourse extends DrivenCourse {
  readonly status: "rollingBack";
  readonly automatic: boolean;
}

export interface EndedCourse extends DrivenCourse {
  readonly status: "ended";
  readonly outcome: DeployOutcome;
}

/** Driven by another system: what that says of it. */
export interface ObservedCourse {
  readonly status: "observed";
  readonly state: ObservedDeployState;
  readonly url: string | null;
  readonly description: string;
}

/**
 * Where a deploy is at a moment, and where it goes: small, and made of what JSON knows, so that it is kept wherever
 * deploys are shown. `evolveCourse` is the only rule that says how a fact changes it.
 */
export type DeployCourse = GoingCourse | RollingBackCourse | EndedCourse | ObservedCourse;

type OpenCourse = GoingCourse | RollingBackCourse;
type Fact<Type extends DeployEvent["type"]> = Extract<DeployEvent, { type: Type }>;

/** The course that a fact begins; null for every other one. */
export function begunCourse(event: DeployEvent): DeployCourse | null {
  if (event.type === "DeployObserved") return { status: "observed", state: event.data.state, url: event.data.url, description: "" };
  if (event.type !== "DeployRequested") return null;
  const { kind, releaseId, version } = event.data;
  return {
    status: "going", kind, target: { releaseId, version }, step: null, abort: null, preemptedBy: null, escalated: false,
    phase: "waiting", full: false, paused: null, heldBy: [],
  };
}

/** Folds one fact. Total: what does not fit where the deploy stands changes nothing. */
export function evolveCourse(course: DeployCourse, event: DeployEvent): DeployCourse {
  switch (course.status) {
    case "observed":
      return event.type === "DeployObservationChanged"
        ? { ...course, state: event.data.state, url: event.data.url ?? course.url, description: event.data.description }
        : course;
    case "going":
      return eitherWay(forward(course, event), event);
    case "rollingBack":
      return eitherWay(course, event);
    case "ended":
      return course;
  }
}

/** What only counts on the way forward. */
function forward(course: GoingCourse, event: DeployEvent): GoingCourse {
  switch (event.type) {
    case "DeployStarted":
      return course.phase === "waiting" ? { ...course, phase: "preparing" } : course;
    case "DeployPaused":
      return { ...course, paused: { reason: event.data.reason, byJudge: event.data.byJudge } };
    case "DeployResumed":
      return { ...course, paused: null };
    case "DeployHeld":
      return {
        ...course, heldBy: course.heldBy.includes(event.data.incidentId) ? course.heldBy : [...course.heldBy, event.data.incidentId],
      };
    case "DeployHoldLifted":
      return { ...course, heldBy: course.heldBy.filter((id) => id !== event.data.incidentId) };
    case "StepPromoted":
      return { ...course, full: course.full || event.data.full, step: course.step && { ...course.step, promoted: true } };
    case "StepStarted":
      return {
        ...course, phase: "shifting",
        step: { index: event.data.step, percent: event.data.percent, extended: false, passed: false, promoted: false, failed: false },
      };
    case "TrafficShifted":
      return { ...course, phase: shiftedPhase(course, event) };
    case "VerdictReached":
      return { ...course, phase: course.phase === "verifying" ? "baking" : course.phase, step: course.step && judged(course.step, event) };
    case "BakeExtended":
      return { ...course, step: course.step && { ...course.step, extended: true } };
    case "StepPassed":
      return passed(course, event.data.step);
    case "SoakStarted":
      return { ...course, phase: "soaking" };
    default:
      return course;
  }
}

/** A deploy's shift is recorded with what was measured; where a target cannot measure, the first verdict ends the wait. */
function shiftedPhase({ kind, phase }: GoingCourse, { data: { measuredPercent } }: Fact<"TrafficShifted">): DeployPhase {
  if (phase === "promoting" || phase === "soaking") return phase;
  return kind === "deploy" && measuredPercent !== null ? "baking" : "verifying";
}

const judged = (step: StepMark, { data }: Fact<"VerdictReached">): StepMark =>
  data.step < step.index ? step : { ...step, failed: step.failed || data.verdict === "fail" };

function passed(course: GoingCourse, index: number): GoingCourse {
  if (course.step === null || course.step.index !== index) return course;
  return { ...course, phase: course.step.percent === 100 ? "promoting" : course.phase, step: { ...course.step, passed: true } };
}

/** What counts as long as it has not ended. */
function eitherWay(course: OpenCourse, event: DeployEvent): DeployCourse {
  switch (event.type) {
    case "DeployAbortRequested":
      return { ...course, abort: event.data.reason };
    case "DeployPreempted":
      return preempted(course, event.data.byDeployId);
    case "RollbackBegan":
      return { ...always(course), status: "rollingBack", automatic: event.data.automatic };
    case "RollbackRedirected":
      return { ...course, target: { releaseId: event.data.releaseId, version: event.data.version } };
    case "RollbackEscalated":
      return { ...course, escalated: true };
    case "DeploySucceeded":
    case "RollbackCompleted":
    case "DeployRolledBack":
    case "RollbackFailed":
    case "DeployAborted":
    case "DeployCancelled":
    case "DeployFailed":
      return { ...always(course), status: "ended", outcome: outcomes[event.type] };
    default:
      return course;
  }
}

/** A rollback gives way to the next at once; a deploy is over when that one is. */
const preempted = (course: OpenCourse, preemptedBy: string): OpenCourse | EndedCourse =>
  course.kind === "rollback" ? { ...always(course), preemptedBy, status: "ended", outcome: "preempted" } : { ...course, preemptedBy };

/** What is said of it however it stands: on another way, what held it up on the first counts no more. */
const always = ({ kind, target, step, abort, preemptedBy, escalated }: OpenCourse): DrivenCourse => ({
  kind, target, step, abort, preemptedBy, escalated,
});

const outcomes = {
  DeploySucceeded: "succeeded",
  RollbackCompleted: "succeeded",
  DeployRolledBack: "rolledBack",
  RollbackFailed: "rollbackFailed",
  DeployAborted: "aborted",
  DeployCancelled: "cancelled",
  DeployFailed: "failed",
} as const satisfies Partial<Record<DeployEvent["type"], DeployOutcome>>;

/** Whether nothing more will come. A rollback that was escalated goes on until it is done; an undo that failed is for people. */
export const isOverAsTold = (course: DeployCourse): boolean =>
  course.status === "ended" || (course.status === "observed" && !isUnderWay(course.state));

/** Whether another system's deploy still goes on. */
export const isUnderWay = (state: ObservedDeployState): boolean => state === "pending" || state === "running";

/** The one word for where a deploy stands: a hold stands above a pause, both above the phase. */
export function statusOf(course: DeployCourse): Exclude<DeployState, "escalated" | "done"> {
  switch (course.status) {
    case "observed":
    case "rollingBack":
      return course.status;
    case "ended":
      return course.outcome;
    case "going":
      if (course.preemptedBy !== null) return "rollingBack";
      if (course.heldBy.length > 0) return "held";
      return course.paused === null ? course.phase : "paused";
  }
}

/**
 * The word that people see. A rollback shifts from its start to its end, and is done then; who is called for it, or for an undo, stands
 * above.
 */
export function deployStateOf(course: DeployCourse): DeployState {
  const status = statusOf(course);
  if (course.status === "observed") return status;
  if (course.escalated && course.status !== "ended") return "escalated";
  if (course.kind === "deploy") return status;
  if (course.status === "ended") return status === "succeeded" ? "done" : status;
  return status === "waiting" ? "waiting" : "shifting";
}
