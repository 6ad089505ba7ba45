import type { RampStep, Verdict } from "@ballast/schema";
import type { LostRun, RampFlagInput } from "@ballast/schema/workflows";

/** A ramp as its activities know it. */
export type RampRef = Omit<RampFlagInput, "replaces">;

/** Where a ramp stands, from the log. */
export interface RampStanding {
  /** It has ended, or another one has its place. */
  readonly over: boolean;
  /** Somebody, the judge or an incident holds it. */
  readonly held: boolean;
  /** The flag is off for everyone: nothing can be seen of the step. */
  readonly killed: boolean;
  /** The step it is in; −1 before the first. */
  readonly step: number;
  /** The last step that has passed; −1 while none has. */
  readonly passed: number;
}

/** A step that bakes. */
export interface WatchedRampStep {
  readonly ramp: RampRef;
  readonly step: number;
  /** Since when it is as it is, ISO. */
  readonly since: string;
  /** A person has let it go on in spite of a signal. */
  readonly accepted: boolean;
}

/** What ended a watch: a guardrail that failed, a signal that did, or an incident on one of the flag's services. */
export interface RampWord {
  readonly word: "fail" | "signal" | "incident";
  readonly reason: string;
  readonly incidentId: string | null;
}

/** The end of a step's bake: the worst verdict, and what was seen in a sentence. `signal` where only a signal failed. */
export interface RampVerdict {
  readonly verdict: Verdict | "signal";
  readonly sentence: string;
}

/** The activities of `rampFlag`; each may be repeated. */
export interface RampActivities {
  /** Decides "exactly once" in the log. */
  startRamp(input: {
    readonly ramp: RampRef;
    readonly workflowId: string;
    readonly runId: string;
    readonly replaces: LostRun | null;
  }): Promise<"taken" | RampStanding>;
  /** Looks where it stands; holds of incidents that have ended are lifted first. */
  rampStanding(input: { readonly ramp: RampRef }): Promise<RampStanding>;
  /** Moves the share. `killed`, `held`: the flag was killed, the ramp held, meanwhile. `incident`: one is open, and holds it now. */
  stepRamp(input: { readonly ramp: RampRef; readonly step: number }): Promise<"moved" | "killed" | "held" | "incident">;
  /** Looks again and again; ends with a word of the judge, with an incident, or when it is cancelled. */
  watchRampStep(input: WatchedRampStep): Promise<RampWord>;
  concludeRampStep(input: WatchedRampStep): Promise<RampVerdict>;
  passRampStep(input: { readonly ramp: RampRef; readonly step: number; readonly sentence: string }): Promise<void>;
  /** Holds it and tells the flag's owner. `round` counts the holds of a step. */
  holdRamp(input: {
    readonly ramp: RampRef;
    readonly step: number;
    readonly round: number;
    readonly reason: string;
    readonly incidentId: string | null;
  }): Promise<void>;
  /** Ends it; going back takes the share to where it began, and the owner hears why. */
  endRamp(input: { readonly ramp: RampRef; readonly outcome: "completed" | "wentBack"; readonly reason: string }): Promise<void>;
}

/** Of a plan's step: what the judge is told. */
export const stepOf = ({ plan }: Pick<RampRef, "plan">, step: number): RampStep | undefined => plan.steps[step];
