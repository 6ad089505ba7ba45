import type { ChangeContext, Cohort, DataOf, FlagPolicy, RampPlan, TargetingChange, TargetingEvent } from "@ballast/schema";

interface At {
  /** The moment of the command, ISO in UTC. */
  readonly now: string;
}
type Writes<Type extends TargetingEvent["type"]> = At & DataOf<Type>;

/** What a change is decided on that stands elsewhere: the flag, and what the environment asks for. */
export interface FlagFacts {
  readonly key: string;
  /** Names of its variants. */
  readonly variants: readonly string[];
  /** Why it was archived; null while it is in use. */
  readonly archived: string | null;
  readonly policy: FlagPolicy;
}

/** Whoever changes a flag has compiled the change and worked out its cohort before: the engine's no comes from there. */
interface Changing extends At {
  readonly targetingId: string;
  readonly facts: FlagFacts;
  readonly cohort: Cohort;
  /** The flag's key where somebody wants customers to be divided anew; null else. */
  readonly rebucket: string | null;
}

export type ChangeCommand =
  | ({ readonly type: "OpenTargeting" } & Writes<"TargetingOpened"> & { readonly facts: Omit<FlagFacts, "policy"> })
  /** Made at once. Refused with APPROVAL_REQUIRED where the environment asks for a second person. */
  | ({
      readonly type: "ChangeFlag";
      readonly change: Exclude<TargetingChange, { readonly kind: "ramp" }>;
      /** It goes back with a deploy that it was made for: nobody's word is waited for, as for the rollback's. */
      readonly withRollback?: boolean;
    } & Changing & Omit<ChangeContext, "cohort" | "changeId" | "rampId">)
  /** Its time has come. What somebody has set anew meanwhile stays. */
  | ({
      readonly type: "ExpireOverride";
      readonly targetingId: string;
      readonly customer: string;
      readonly expiresAt: string;
      readonly cohort: Cohort;
    } & At);

export type RequestCommand =
  | ({ readonly type: "ProposeChange" } & Changing & Omit<DataOf<"FlagChangeProposed">, "base" | "cohort" | "needsApproval">)
  /** Without a later moment, the change is made with it. */
  | ({ readonly type: "ApproveChange"; readonly changeId: string; readonly byPersonId: string } & Changing)
  /** The moment it was approved for. A toggle that has moved declines it. */
  | ({ readonly type: "ApplyChange"; readonly changeId: string } & Changing)
  | ({ readonly type: "DeclineChange"; readonly byPersonId: string } & Omit<Writes<"FlagChangeDeclined">, "why">);

/** Kills hold on every state and ask for nothing; `handleRegardless` appends them. */
export type KillCommand =
  | ({ readonly type: "Kill" } & Writes<"KillEngaged">)
  | ({ readonly type: "ExplainKill" } & Writes<"KillExplained">)
  | ({ readonly type: "ReleaseKills" } & Writes<"KillsReleased">);

export type RampCommand =
  | ({
      readonly type: "PlanRamp";
      readonly rampId: string;
      readonly plan: RampPlan;
      readonly reason: string | null;
      readonly byPersonId: string | null;
    } & Changing)
  /** Exactly once: a second run gets `StartedByAnotherRun`, unless it names the run it replaces. */
  | ({ readonly type: "StartRamp"; readonly replaces: string | null } & Writes<"RampStarted">)
  /** Moves the share to the step's. Refused while the flag is killed. */
  | ({
      readonly type: "StepRamp";
      readonly targetingId: string;
      readonly rampId: string;
      readonly step: number;
      readonly cohort: Cohort;
    } & At)
  | ({ readonly type: "PassRampStep" } & Writes<"RampStepPassed">)
  | ({ readonly type: "HoldRamp" } & Writes<"RampHeld">)
  | ({ readonly type: "ResumeRamp" } & Writes<"RampResumed">)
  /** `wentBack` takes the share to where the ramp began; the cohort is of that. */
  | ({ readonly type: "EndRamp"; readonly cohort: Cohort; readonly incidentId: string | null } & Writes<"RampEnded">);

/** What was found out of one by looking at it. */
export type FindingCommand = { readonly type: "FindStale" } & Writes<"FlagFoundStale">;

export type TargetingCommand = ChangeCommand | RequestCommand | KillCommand | RampCommand | FindingCommand;
