import type { DataOf, DeployEvent, DeployPlan } from "@ballast/schema";

interface At {
  /** The moment of the command, ISO in UTC. */
  readonly now: string;
}
type Writes<Type extends DeployEvent["type"]> = At & DataOf<Type>;

/** Commands that begin a deploy, or take it back before it has begun. */
export type RequestCommand =
  /** `overridden`: gates that are closed, and why it goes all the same. */
  | ({
      readonly type: "RequestDeploy";
      readonly plan: DeployPlan;
      readonly overridden?: readonly Omit<DataOf<"DeployGateOverridden">, "deployId">[];
    } & Omit<Writes<"DeployRequested">, "kind" | "plan" | "preempts" | "deadlineAt" | "direct" | "stay">)
  /** `now` is the recorded press: the deadline counts from it. `from…` is what is left, `release…` where it goes. */
  | ({ readonly type: "RequestRollback" } & Omit<Writes<"DeployRequested">, "kind" | "plan" | "deadlineAt">)
  /** A deploy that another system makes. Told again, it changes nothing: later news come by `ChangeObservation`. */
  | ({ readonly type: "ObserveDeploy" } & Writes<"DeployObserved">)
  | ({ readonly type: "ChangeObservation" } & Writes<"DeployObservationChanged">)
  /** Only before a run has started it; the caller gives the lane free. */
  | ({ readonly type: "Cancel" } & Writes<"DeployCancelled">);

/** What people, incidents and rollbacks tell a running deploy. */
export type SteerCommand =
  | ({ readonly type: "Pause" } & Writes<"DeployPaused">)
  | ({ readonly type: "Resume" } & Writes<"DeployResumed">)
  /**
   * Ends the step, with `full` and a reason all further ones and the soak. `step` is what the person saw (null = the
   * current one): a step that has passed meanwhile is not taken for the next.
   */
  | ({ readonly type: "Promote"; readonly step: number | null } & Omit<Writes<"StepPromoted">, "step">)
  | ({ readonly type: "Abort" } & Writes<"DeployAbortRequested">)
  /** An incident on the service holds its deploys; rollbacks are not held. */
  | ({ readonly type: "Hold" } & Writes<"DeployHeld">)
  | ({ readonly type: "LiftHold" } & Writes<"DeployHoldLifted">)
  /** A rollback of the lane takes over. A deploy that nobody has started yet is cancelled with it; a rollback ends. */
  | ({ readonly type: "Preempt" } & Writes<"DeployPreempted">);

/** What a workflow records on the way forward. Late, after an abort or a pre-emption, it decides nothing. */
export type ProgressCommand =
  /** Exactly once: a second run gets `StartedByAnotherRun`. */
  | ({ readonly type: "Start" } & Writes<"DeployStarted">)
  /** Takes up what a lost run carried, also what was left undone after the end; exactly once by the run it names. */
  | ({ readonly type: "ReplaceRun" } & Writes<"DeployRunReplaced">)
  | ({ readonly type: "RecordPrepared" } & Writes<"DeployPrepared">)
  | ({ readonly type: "StartStep" } & Writes<"StepStarted">)
  | ({ readonly type: "ShiftTraffic" } & Writes<"TrafficShifted">)
  /**
   * Each look may be told: what is no news, the same word of the same judge before the end of the bake, or comes late, after the last look,
   * is dropped.
   */
  | ({ readonly type: "ReachVerdict" } & Writes<"VerdictReached">)
  | ({ readonly type: "ExtendBake" } & Writes<"BakeExtended">)
  /** Refused unless every judge's newest word is a pass, or a person promoted the step. */
  | ({ readonly type: "PassStep" } & Writes<"StepPassed">)
  | ({ readonly type: "StartSoak" } & Writes<"SoakStarted">)
  /** Refused, not ignored, when the deploy is to go back: whoever gets that must not call the release good. */
  | ({ readonly type: "Succeed" } & Writes<"DeploySucceeded">);

/** The way back and every end but success. */
export type EndCommand =
  | ({ readonly type: "BeginRollback" } & Writes<"RollbackBegan">)
  | ({ readonly type: "FailCompensation" } & Writes<"CompensationFailed">)
  | ({ readonly type: "RecordRolledBack" } & Writes<"DeployRolledBack">)
  | ({ readonly type: "RecordAborted" } & Writes<"DeployAborted">)
  /** It never reached anybody. */
  | ({ readonly type: "Fail" } & Writes<"DeployFailed">)
  | ({ readonly type: "FailRollback" } & Writes<"RollbackFailed">)
  /** The target of a rollback does not start. */
  | ({ readonly type: "FailTarget" } & Writes<"RollbackTargetFailed">)
  /** A rollback goes on to another release. */
  | ({ readonly type: "Redirect" } & Writes<"RollbackRedirected">)
  | ({ readonly type: "Escalate" } & Writes<"RollbackEscalated">)
  /** A rollback is done: all traffic is on its target. */
  | ({ readonly type: "CompleteRollback" } & Writes<"RollbackCompleted">)
  | ({ readonly type: "RecordEffect" } & Writes<"EffectMeasured">)
  | ({ readonly type: "NotifyDeployer" } & Writes<"DeployerNotified">);

export type DeployCommand = RequestCommand | SteerCommand | ProgressCommand | EndCommand;

/** One command by its name. */
export type DeployCommandOf<Type extends DeployCommand["type"]> = Extract<DeployCommand, { type: Type }>;
