import { deployStateOf, isOverAsTold, type DeployCourse } from "@ballast/domain";
import type { DeployEvent, StepState } from "@ballast/schema";
import type { HappenedAs } from "../engine/projection.ts";
import type { DeployRow, DeployStepRow } from "./deployRow.ts";

type Recorded = HappenedAs<DeployEvent>;
type OwnCourse = Exclude<DeployCourse, { status: "observed" }>;
type GoingCourse = Extract<DeployCourse, { status: "going" }>;

const when = ({ metadata }: Recorded): string => metadata.occurredAt;

/** The row told anew where its course has moved: what follows from the course, with the time and the name of who moved it. */
export function followed(row: DeployRow, former: DeployRow, recorded: Recorded): DeployRow {
  const { course } = row;
  if (course.status === "observed") return observedAs({ ...row, state: deployStateOf(course) }, course, when(recorded));
  const stopped = course.status === "going" && course.preemptedBy === null ? course : null;
  const told: DeployRow = {
    ...row, ...course.target, state: deployStateOf(course), currentStep: course.step?.index ?? null,
    paused: pauseOf(row, stopped, recorded), holds: holdsOf(row, stopped, recorded), steps: stepsOf(row, course),
  };
  return course.status === "ended" && former.course.status !== "ended" ? ended(told, course.outcome === "succeeded", when(recorded)) : told;
}

/** What stops it on its way stops it no more where it goes back, or is over. */
function pauseOf({ paused }: DeployRow, course: GoingCourse | null, recorded: Recorded): DeployRow["paused"] {
  if (course === null || course.paused === null) return null;
  return recorded.event.type === "DeployPaused" ? { ...course.paused, at: when(recorded), by: recorded.metadata.actor.name } : paused;
}

function holdsOf({ holds }: DeployRow, course: GoingCourse | null, { event, metadata }: Recorded): DeployRow["holds"] {
  const reason = event.type === "DeployHeld" ? event.data.reason : "";
  return (course?.heldBy ?? []).map(
    (incidentId) => holds.find((hold) => hold.incidentId === incidentId) ?? { at: metadata.occurredAt, reason, incidentId },
  );
}

/**
 * The step it is in stands as the course has it; the others as they were left, those between it and the last passed over where a person
 * skips them.
 */
function stepsOf({ steps }: DeployRow, course: OwnCourse): readonly DeployStepRow[] {
  const { step: mark } = course;
  if (mark === null) return steps;
  const skips = course.status === "going" && course.full;
  return steps.map((step) => {
    if (step.index === mark.index) return { ...step, extended: mark.extended, state: stepState(step.state, course, mark) };
    return skips && step.index > mark.index && step.index < steps.length - 1
      ? { ...step, state: "skipped" }
      : step;
  });
}

function stepState(known: StepState, course: OwnCourse, mark: NonNullable<OwnCourse["step"]>): StepState {
  if (mark.failed) return "failed";
  if (mark.passed) return "passed";
  if (course.status !== "going") return known;
  if (course.phase === "shifting") return "shifting";
  return course.paused === null ? "baking" : "paused";
}

/** What it never came to is skipped; what it was in ends with it. */
function ended(row: DeployRow, well: boolean, endedAt: string): DeployRow {
  const steps = row.steps.map((step): DeployStepRow => {
    if (step.state === "next") return { ...step, state: "skipped" };
    return step.state === "passed" || step.state === "skipped"
      ? step
      : { ...step, state: well ? "passed" : "failed", endedAt: step.endedAt ?? endedAt };
  });
  return { ...row, steps, endedAt, durationMs: row.durationMs ?? Math.max(0, Date.parse(endedAt) - Date.parse(row.requestedAt)) };
}

/** What another system says of its deploy. */
function observedAs(row: DeployRow, course: Extract<DeployCourse, { status: "observed" }>, at: string): DeployRow {
  const { state, url } = course;
  const over = isOverAsTold(course);
  const liveAt = row.liveAt ?? (state === "succeeded" ? at : null);
  return {
    ...row, observedState: state, url, liveAt,
    startedAt: row.startedAt ?? (state === "pending" ? null : at),
    endedAt: over ? (row.endedAt ?? at) : null,
    durationMs: over ? Math.max(0, Date.parse(row.endedAt ?? at) - Date.parse(row.requestedAt)) : null,
    exposedAt: row.exposedAt ?? liveAt,
    percent: state === "succeeded" ? 100 : row.percent,
  };
}
