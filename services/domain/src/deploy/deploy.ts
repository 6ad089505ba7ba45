import type { DataOf, DeployState, Verdict } from "@ballast/schema";
import { statusOf, type EndedCourse, type GoingCourse, type ObservedCourse, type RollingBackCourse, type StepMark } from "./course.ts";

/** What lists and messages show: the phase, or what stands above it. */
export type DeployStatus = Exclude<DeployState, "escalated" | "done"> | "absent";

export type DeployRequest = DataOf<"DeployRequested">;

/** The step a deploy is in, or has just passed, with what was said of it. */
export interface StepProgress extends StepMark {
  /** The newest verdict of each judge, by the judge's name. */
  readonly verdicts: ReadonlyMap<string, SaidVerdict>;
}

/** What a judge said last. */
export interface SaidVerdict {
  readonly step: number;
  readonly look: number;
  readonly final: boolean;
  readonly verdict: Verdict;
  /** It named other services that got worse at the same time. */
  readonly elsewhere: boolean;
}

/** Whether a verdict names other services that got worse too. */
export const isElsewhere = ({ evidence }: Pick<DataOf<"VerdictReached">, "evidence">): boolean => (evidence?.witnesses.length ?? 0) > 0;

/** What decisions about a deploy that Ballast drives rest on besides its course. */
export interface DeployFacts {
  readonly request: DeployRequest;
  readonly step: StepProgress | null;
  /** Releases that a rollback found not to start, in order; one that was tried again stands there again. */
  readonly failedTargets: readonly Omit<DataOf<"RollbackTargetFailed">, "deployId">[];
  readonly start: Omit<DataOf<"DeployStarted">, "deployId"> | null;
  readonly prepared: boolean;
  /** The newest shift of traffic; null while nothing ever moved. */
  readonly traffic: Pick<DataOf<"TrafficShifted">, "step" | "percent" | "customers"> | null;
  /** Incidents that held it once. */
  readonly lifted: ReadonlySet<string>;
  readonly failedCompensations: ReadonlySet<string>;
  readonly effect: DataOf<"EffectMeasured"> | null;
  /** What its deployer was told so far. */
  readonly notified: ReadonlySet<string>;
}

/** On its way forward. */
export interface GoingDeploy extends DeployFacts, Omit<GoingCourse, "step"> {}

/** Its compensations run. */
export interface RollingBackDeploy extends DeployFacts, Omit<RollingBackCourse, "step"> {}

export interface EndedDeploy extends DeployFacts, Omit<EndedCourse, "step"> {}

/** Driven by another system: history and figures, no workflow. */
export interface ObservedDeploy extends ObservedCourse {
  readonly observation: Omit<DataOf<"DeployObserved">, "state" | "url">;
}

export type Driven = GoingDeploy | RollingBackDeploy | EndedDeploy;
export type Deploy = { readonly status: "absent" } | ObservedDeploy | Driven;

export const absentDeploy: Deploy = { status: "absent" };

/** The one word for where a deploy stands: a hold stands above a pause, both above the phase. */
export const deployStatusOf = (deploy: Deploy): DeployStatus => (deploy.status === "absent" ? "absent" : statusOf(deploy));

/** Whether it goes back, or is to: what its workflow still does forward counts no more. */
export const isEnding = (deploy: Driven): boolean => deploy.status !== "going" || deploy.abort !== null || deploy.preemptedBy !== null;

/** Whether a judge failed the current step. No person overrides that. */
export const isFailing = ({ step }: Driven): boolean => step?.failed ?? false;

/** How messages name it. */
export const nameOf = ({ request, target }: Driven): string =>
  request.kind === "rollback"
    ? `the rollback to ${target.version} in ${request.environment}`
    : `the deploy of ${request.version} to ${request.environment}`;
