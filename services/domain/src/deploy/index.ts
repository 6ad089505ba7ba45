export { begunCourse, deployStateOf, evolveCourse, isOverAsTold, type DeployCourse, type DeployOutcome } from "./course.ts";
export { deployStatusOf, isEnding, isFailing } from "./deploy.ts";
export type {
  Deploy,
  DeployRequest,
  DeployStatus,
  Driven,
  EndedDeploy,
  GoingDeploy,
  ObservedDeploy,
  RollingBackDeploy,
  StepProgress,
} from "./deploy.ts";
export type { DeployCommand, DeployCommandOf } from "./deployCommands.ts";
export { deployDecider } from "./deployDecider.ts";
export { reasonToPage, type Aftermath } from "./reasonToPage.ts";
export { ROLLBACK_DEADLINE_MS } from "./requesting.ts";
export { standingOf, type DeployStanding, type StandingForward, type TimedFact, type UndoFailure } from "./resuming.ts";
