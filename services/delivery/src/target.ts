import type { Artifact } from "@ballast/schema";

/** What a target can do; a workflow plans around what it cannot. */
export interface TargetCapabilities {
  /** Smallest share of customers it can tell apart, in percent. */
  readonly smallestPercent: number;
  /** Whether customers can be exposed by name. */
  readonly customers: boolean;
  /** Whether `verifyWeight` ever answers something else than "unsupported". */
  readonly verifiesWeight: boolean;
  /** Whether it keeps metrics of its own. */
  readonly metrics: boolean;
}

/** A release as a target knows it: by its version. */
export interface TargetRelease {
  readonly version: string;
  /** What to run. May be left out where the target has seen this version before. */
  readonly artifact?: Artifact | undefined;
  /** How many processes serve it, 1 to 8; 1 when left out. */
  readonly instances?: number | undefined;
}

/** Any call that takes time. On abort the call rejects soon, and leaves the target in a state that `restore` can deal with. */
export interface Cancellable {
  readonly signal: AbortSignal;
}

/** A call that changes something. */
export interface Operation extends Cancellable {
  /** The same id again gives the same outcome and does nothing twice; with other contents it is refused. */
  readonly operationId: string;
  /**
   * The deploy on whose behalf this is done. `restore` closes the deploy it names: whatever of it still arrives
   * (a late retry of a timed-out call) is refused with `DEPLOY_CLOSED` instead of exposing the release again.
   */
  readonly deployId?: string | undefined;
  /**
   * The number of the lane's lock under which this is done. A target that has seen a higher one refuses a lower one
   * with `LANE_LOST`, from the moment the higher one arrives: who lost the lane moves nothing any more.
   */
  readonly fence?: number | undefined;
}

export interface Prepare extends Operation {
  readonly release: TargetRelease;
  /** How long it may take to become healthy; 30 s when left out. */
  readonly timeoutMs?: number | undefined;
}

export interface Weight {
  /** Version of the release that is being exposed. */
  readonly release: string;
  /** Share of customers, 0 to 100. */
  readonly percent: number;
  /** Customers exposed by name, on top of the share. */
  readonly customers?: readonly string[] | undefined;
}
export interface SetWeight extends Operation, Weight {}
export interface VerifyWeight extends Cancellable, Weight {}

export interface Promote extends Operation {
  readonly release: string;
}

export interface Restore extends Operation {
  /** Where everybody goes. Left out: to whatever is stable, which also covers "nothing ever happened". */
  readonly release?: TargetRelease | undefined;
  /** How long a release that has to be started may take; 30 s when left out. */
  readonly timeoutMs?: number | undefined;
}

export interface Retire extends Operation {
  /** Version to stop. Left out: everything that serves nobody. */
  readonly release?: string | undefined;
}

/** What an operation did. */
export interface Outcome {
  readonly operationId: string;
  /** When the change was in force, ISO. */
  readonly appliedAt: string;
  /** False where everything was already so. */
  readonly changed: boolean;
  /** Version that serves everybody who is not exposed to a canary; null: none yet. */
  readonly stable: string | null;
}

export type ProcessState = "starting" | "healthy" | "crashed" | "draining" | "stopped";

export interface ProcessObservation {
  readonly release: string;
  readonly pid: number | null;
  readonly state: ProcessState;
  /** How often it was started again after it died. */
  readonly restarts: number;
  /** Why it last died, in a sentence; null: it never did. */
  readonly lastExit: string | null;
}

/** One service in one environment as the target sees it now. */
export interface LaneObservation {
  /** `service/environment`. */
  readonly lane: string;
  readonly service: string;
  readonly environment: string;
  /** Loopback port that serves customers; null before anything was deployed. */
  readonly routerPort: number | null;
  readonly stable?: { readonly release: string; readonly since: string } | undefined;
  readonly canary?:
    { readonly release: string; readonly percent: number; readonly customers: readonly string[]; readonly since: string } | undefined;
  readonly processes: readonly ProcessObservation[];
  /** Share of requests the canary served since its weight last changed, at most the last minute. */
  readonly measuredPercent?: number | undefined;
  readonly traffic?: { readonly requestsPerSecond: number; readonly customers: number } | undefined;
}

/**
 * Where releases run. Every change is idempotent by `operationId`; an abort is safe in any state; `restore`
 * tolerates that nothing ever happened; nothing ever leaves the stable release without processes or traffic.
 * Failures are `DeliveryError`s; an aborted call rejects with the signal's reason.
 */
export interface DeployTarget {
  capabilities(): TargetCapabilities;
  /** What serves whom now. Changes nothing. */
  observe(request: Cancellable): Promise<LaneObservation>;
  /** Starts a release until it is healthy; nobody is served by it yet. */
  prepare(request: Prepare): Promise<Outcome>;
  /** Exposes a prepared release to a share of customers and to those named. */
  setWeight(request: SetWeight): Promise<Outcome>;
  /** Whether that weight is in force, with healthy processes behind it. */
  verifyWeight(request: VerifyWeight): Promise<boolean | "unsupported">;
  /** Makes the release the stable one, for everybody. The one before stays warm until `retire`. */
  promote(request: Promote): Promise<Outcome>;
  /** Everybody to this release, by whatever way; starts it where it is gone, and only then moves the traffic. */
  restore(request: Restore): Promise<Outcome>;
  /** Drains and stops what serves nobody. */
  retire(request: Retire): Promise<Outcome>;
}
