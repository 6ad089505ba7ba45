import type { DeployEvent } from "@ballast/schema";
import { begunCourse, evolveCourse, type DeployCourse } from "./course.ts";
import { isElsewhere, type Deploy, type DeployFacts, type Driven, type StepProgress } from "./deploy.ts";

type Fact<Type extends DeployEvent["type"]> = Extract<DeployEvent, { type: Type }>;
type DrivenCourse = Exclude<DeployCourse, { status: "observed" }>;

/** Folds one fact: the course by its own rule, and what decisions rest on besides. Total: a fact that does not fit changes nothing. */
export function evolveDeploy(deploy: Deploy, event: DeployEvent): Deploy {
  if (deploy.status === "absent") return begun(event) ?? deploy;
  const course = evolveCourse(deploy, event);
  if (deploy.status === "observed") return course.status === "observed" ? { ...deploy, ...course } : deploy;
  if (course.status === "observed") return deploy;
  return driven(deploy, course, event);
}

/** Folds the facts that begin a deploy; null for every other one. */
function begun(event: DeployEvent): Deploy | null {
  const course = begunCourse(event);
  if (course?.status === "observed" && event.type === "DeployObserved") {
    const { state, url, ...observation } = event.data;
    return { ...course, observation };
  }
  if (course?.status !== "going" || event.type !== "DeployRequested") return null;
  return { ...course, ...untold, request: event.data };
}

const untold = {
  step: null, failedTargets: [], start: null, prepared: false, traffic: null, lifted: new Set(), failedCompensations: new Set(),
  effect: null, notified: new Set(),
} as const satisfies Omit<DeployFacts, "request">;

/** The course brings its own step; what was said of the one before goes with that. */
function driven(deploy: Driven, course: DrivenCourse, event: DeployEvent): Driven {
  const facts = deploy.status === "ended" ? afterwards(deploy, event) : meanwhile(deploy, event);
  const step = course.step && { ...course.step, verdicts: verdictsAfter(deploy.step, course.step.index, event) };
  return { ...factsOf(deploy), ...course, ...facts, step };
}

const factsOf = ({
  request, failedTargets, start, prepared, traffic, lifted, failedCompensations, effect, notified,
}: Driven): Omit<DeployFacts, "step"> => ({
  request, failedTargets, start, prepared, traffic, lifted, failedCompensations, effect, notified,
});

function verdictsAfter(step: StepProgress | null, index: number, event: DeployEvent): StepProgress["verdicts"] {
  if (step === null || event.type === "StepStarted") return new Map();
  if (event.type !== "VerdictReached" || event.data.step < index) return step.verdicts;
  const { judge, look, final, verdict } = event.data;
  return new Map([...step.verdicts, [judge, { step: event.data.step, look, final, verdict, elsewhere: isElsewhere(event.data) }]]);
}

/** What is still learnt about a deploy when it is over. */
function afterwards(deploy: Driven, event: DeployEvent): Partial<DeployFacts> {
  switch (event.type) {
    case "EffectMeasured":
      return { effect: event.data };
    case "DeployRunReplaced":
      return { start: startOf(event) };
    case "DeployerNotified":
      return { notified: new Set([...deploy.notified, event.data.text]) };
    default:
      return {};
  }
}

/** What is learnt until then. */
function meanwhile(deploy: Driven, event: DeployEvent): Partial<DeployFacts> {
  switch (event.type) {
    case "DeployStarted": {
      const { requestEventId, workflowId, runId } = event.data;
      return { start: { requestEventId, workflowId, runId } };
    }
    case "DeployPrepared":
      return { prepared: true };
    case "TrafficShifted": {
      const { step, percent, customers } = event.data;
      return { traffic: { step, percent, customers } };
    }
    case "DeployHoldLifted":
      return { lifted: new Set([...deploy.lifted, event.data.incidentId]) };
    case "CompensationFailed":
      return { failedCompensations: new Set([...deploy.failedCompensations, event.data.compensation]) };
    case "RollbackTargetFailed":
      return { failedTargets: [...deploy.failedTargets, event.data] };
    default:
      return afterwards(deploy, event);
  }
}

const startOf = ({ data: { requestEventId, workflowId, toRunId } }: Fact<"DeployRunReplaced">): DeployFacts["start"] => ({
  requestEventId, workflowId, runId: toRunId,
});
