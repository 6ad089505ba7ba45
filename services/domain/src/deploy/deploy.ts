import type { DataOf, DeployEvent, Verdict } from "@ballast/schema";
import type { NamedRelease } from "../delivery/resolveRollback.ts";

/** Where a deploy stands on its way forward. */
export type DeployPhase = "waiting" | "preparing" | "shifting" | "verifying" | "baking" | "promoting" | "soaking";
/** How it ended. A rollback that was carried out `succeeded`, one that gave way to another is `preempted`; a deploy that was undone is `rolledBack`. */
export type DeployOutcome = "succeeded" | "preempted" | "rolledBack" | "rollbackFailed" | "aborted" | "cancelled" | "failed";
/** What lists and messages show: the phase, or what stands above it. */
export type DeployStatus = DeployPhase | DeployOutcome | "absent" | "observed" | "paused" | "held" | "rollingBack";

export type DeployRequest = DataOf<"DeployRequested">;
export type ObservedDeployState = DataOf<"DeployObserved">["state"];

/** The step a deploy is in, or has just passed. */
export interface StepProgress {
  readonly index: number;
  readonly percent: number;
  readonly extended: boolean;
  readonly passed: boolean;
  readonly promoted: boolean;
  /** A judge said fail. It stays so: a later look does not undo what customers saw. */
  readonly failed: boolean;
  /** The newest verdict of each judge, by the judge's name. */
  readonly verdicts: ReadonlyMap<string, { readonly step: number; readonly look: number; readonly final: boolean; readonly verdict: Verdict }>;
}

/** What every deploy that Ballast drives is made of. */
interface DrivenDeploy {
  readonly request: DeployRequest;
  /** What it brings now: another release than was asked for, where a rollback's target did not start. */
  readonly target: NamedRelease;
  /** Releases that a rollback found not to start, in order; one that was tried again stands there again. */
  readonly failedTargets: readonly Omit<DataOf<"RollbackTargetFailed">, "deployId">[];
  readonly start: Omit<DataOf<"DeployStarted">, "deployId"> | null;
  readonly step: StepProgress | null;
  /** The newest shift of traffic; null while nothing ever moved. */
  readonly traffic: Pick<DataOf<"TrafficShifted">, "step" | "percent" | "customers"> | null;
  /** Why a person wants it to end. */
  readonly abort: string | null;
  /** The rollback that took over. */
  readonly preemptedBy: string | null;
  readonly failedCompensations: ReadonlySet<string>;
  readonly escalated: boolean;
  readonly effect: DataOf<"EffectMeasured"> | null;
  /** What its deployer was told so far. */
  readonly notified: ReadonlySet<string>;
}

/** On its way forward. */
export interface GoingDeploy extends DrivenDeploy {
  readonly status: "going";
  readonly phase: DeployPhase;
  readonly prepared: boolean;
  /** All further steps are skipped. */
  readonly full: boolean;
  readonly paused: { readonly reason: string; readonly byJudge: boolean } | null;
  /** Incidents that hold it, and those that did. */
  readonly heldBy: ReadonlySet<string>;
  readonly lifted: ReadonlySet<string>;
}

/** Its compensations run. */
export interface RollingBackDeploy extends DrivenDeploy {
  readonly status: "rollingBack";
  readonly automatic: boolean;
}

export interface EndedDeploy extends DrivenDeploy {
  readonly status: "ended";
  readonly outcome: DeployOutcome;
}

/** Driven by another system: history and figures, no workflow. */
export interface ObservedDeploy {
  readonly status: "observed";
  readonly observation: Omit<DataOf<"DeployObserved">, "state" | "url">;
  readonly state: ObservedDeployState;
  readonly url: string | null;
  readonly description: string;
}

export type Driven = GoingDeploy | RollingBackDeploy | EndedDeploy;
export type Deploy = { readonly status: "absent" } | ObservedDeploy | Driven;

export const absentDeploy: Deploy = { status: "absent" };

/** Folds the facts that begin a deploy; `null` for every other one. */
export function begun(event: DeployEvent): Deploy | null {
  if (event.type === "DeployRequested") return requested(event.data);
  if (event.type !== "DeployObserved") return null;
  const { state, url, ...observation } = event.data;
  return { status: "observed", observation, state, url, description: "" };
}

const requested = (request: DeployRequest): GoingDeploy => ({
  status: "going",
  request,
  target: { releaseId: request.releaseId, version: request.version },
  failedTargets: [],
  start: null,
  step: null,
  traffic: null,
  abort: null,
  preemptedBy: null,
  failedCompensations: new Set(),
  escalated: false,
  effect: null,
  notified: new Set(),
  phase: "waiting",
  prepared: false,
  full: false,
  paused: null,
  heldBy: new Set(),
  lifted: new Set(),
});

/** The one word for where a deploy stands: a hold stands above a pause, both above the phase. */
export function deployStatusOf(deploy: Deploy): DeployStatus {
  switch (deploy.status) {
    case "absent":
    case "observed":
    case "rollingBack":
      return deploy.status;
    case "ended":
      return deploy.outcome;
    case "going":
      if (deploy.preemptedBy !== null) return "rollingBack";
      if (deploy.heldBy.size > 0) return "held";
      return deploy.paused === null ? deploy.phase : "paused";
  }
}

/** Whether it goes back, or is to: what its workflow still does forward counts no more. */
export const isEnding = (deploy: Driven): boolean => deploy.status !== "going" || deploy.abort !== null || deploy.preemptedBy !== null;

/** Whether a judge failed the current step. No person overrides that. */
export const isFailing = ({ step }: Driven): boolean => step?.failed ?? false;

/** How messages name it. */
export const nameOf = ({ request, target }: Driven): string =>
  request.kind === "rollback" ? `the rollback to ${target.version} in ${request.environment}` : `the deploy of ${request.version} to ${request.environment}`;
