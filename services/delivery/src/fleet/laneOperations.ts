import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { DeliveryError } from "../error.ts";
import type { Outcome, TargetRelease } from "../target.ts";
import type { Lane } from "./lane.ts";
import * as change from "./laneState.ts";
import type { LaneState, RunnableRelease } from "./laneState.ts";
import { Operations, reusedId } from "./operations.ts";
import type { PrepareRequest, PromoteRequest, RestoreRequest, RetireRequest, VerifyRequest, WeightRequest } from "./protocol.ts";
import type { ReleaseProcesses } from "./releaseProcesses.ts";

const startWithinMs = 30_000;
/** A prepared release may just be starting again; longer than that it is not fit for customers. */
const readyWithinMs = 10_000;

interface Requested {
  readonly operationId: string;
  readonly deployId?: string | undefined;
  readonly fence?: number | undefined;
  readonly timeoutMs?: number | undefined;
}

/** The operations of one lane, with their rules. Each resolves once its effect is in force and on disk. */
export class LaneOperations {
  private readonly lane: Lane;
  private readonly operations = new Operations();

  constructor(lane: Lane) {
    this.lane = lane;
  }

  stop(): Promise<void> {
    return this.operations.stop();
  }

  prepare(request: PrepareRequest, caller: AbortSignal): Promise<Outcome> {
    return this.perform({ kind: "prepare", request, caller }, async (signal, done) => {
      const release = this.runnable(request.release);
      const warm = this.lane.pool(release.version) !== undefined;
      await this.ready(release, { timeoutMs: request.timeoutMs ?? startWithinMs, signal });
      return done(change.prepared(this.lane.state, release), !warm);
    });
  }

  setWeight(request: WeightRequest, caller: AbortSignal): Promise<Outcome> {
    return this.perform({ kind: "setWeight", request, caller }, async (signal, done) => {
      const { state } = this.lane;
      if (state.stable?.release === request.release && state.canary === null) return done(this.everybodys(request), false);
      this.refuseOtherCanary(request.release);
      const pool = this.preparedPool(request.release);
      if (!change.addsNobody(state.canary, request)) await pool.whenReady({ timeoutMs: readyWithinMs, signal });
      return done(change.weighted(state, request, new Date()), !change.sameWeight(state.canary, request));
    });
  }

  promote(request: PromoteRequest, caller: AbortSignal): Promise<Outcome> {
    return this.perform({ kind: "promote", request, caller }, async (signal, done) => {
      const { state } = this.lane;
      if (state.stable?.release === request.release && state.canary === null) return done(state, false);
      this.refuseOtherCanary(request.release);
      await this.preparedPool(request.release).whenReady({ timeoutMs: readyWithinMs, signal });
      return done(change.promoted(state, request.release, new Date()), true);
    });
  }

  restore(request: RestoreRequest, caller: AbortSignal): Promise<Outcome> {
    return this.perform({ kind: "restore", request, caller }, async (signal, done) => {
      const version = request.release?.version ?? this.lane.state.stable?.release ?? null;
      // what runs already is what the way back leads to: a differing artifact is no reason to refuse it
      const running = version === null ? undefined : this.lane.pool(version);
      const asked = { instances: request.release?.instances, artifact: running === undefined ? request.release?.artifact : undefined };
      const release = version === null ? null : this.runnable({ version, ...asked });
      // traffic stays where it is until there is somewhere to go
      if (release !== null) await this.ready(release, { timeoutMs: request.timeoutMs ?? startWithinMs, signal });
      const { state } = this.lane;
      const known = release === null ? state : change.prepared(state, release);
      const changed =
        state.stable?.release !== release?.version || state.canary !== null || state.running.some((other) => other !== version);
      return done(change.closed(change.restored(known, version, new Date()), request.deployId), changed);
    });
  }

  retire(request: RetireRequest, caller: AbortSignal): Promise<Outcome> {
    return this.perform({ kind: "retire", request, caller }, async (_signal, done) => {
      const { state } = this.lane;
      const serving = [state.stable?.release, change.exposesAnybody(state.canary) ? state.canary?.release : undefined];
      if (request.release !== undefined && serving.includes(request.release)) {
        throw new DeliveryError(
          "RELEASE_IN_USE",
          `${request.release} serves customers of ${this.lane.name}`,
          "Restore or promote another release first.",
        );
      }
      const idle = state.running.filter((version) => !serving.includes(version));
      const versions = request.release === undefined ? idle : idle.filter((version) => version === request.release);
      return done(change.retired(state, versions), versions.length > 0);
    });
  }

  /** Whether the weight is in force with healthy processes behind it, and if not, why. */
  verify(request: VerifyRequest): { verified: boolean; reason: string } {
    const { stable, canary } = this.lane.state;
    const everybody = canary === null && stable?.release === request.release;
    const inForce = everybody ? request.percent === 100 : change.sameWeight(canary, request);
    if (!inForce) {
      const nobody = request.percent === 0 && (request.customers ?? []).length === 0;
      const serves = everybody || canary?.release === request.release;
      if (nobody && !serves) return { verified: true, reason: `${request.release} serves nobody` };
      const now = canary === null ? `${stable?.release ?? "nothing"} serves everybody` : `${canary.release} is at ${canary.percent} %`;
      return { verified: false, reason: now };
    }
    if (this.lane.pool(request.release)?.ready !== true) return { verified: false, reason: `${request.release} is not healthy` };
    return { verified: true, reason: "in force" };
  }

  private perform(
    { kind, request, caller }: { kind: string; request: Requested; caller: AbortSignal },
    work: (signal: AbortSignal, done: (next: LaneState, changed: boolean) => Promise<Outcome>) => Promise<Outcome>,
  ): Promise<Outcome> {
    const { operationId } = request;
    // at the door, before it waits for its turn: what the former holder of the lane still has running ends by it
    const lost = this.refusal(request.fence);
    if (lost !== null) return Promise.reject(lost);
    const fingerprint = fingerprintOf(kind, request);
    const finished = this.lane.state.operations.find((operation) => operation.outcome.operationId === operationId);
    if (finished !== undefined) {
      return finished.fingerprint === fingerprint ? Promise.resolve(finished.outcome) : Promise.reject(reusedId(operationId));
    }
    const restoring = kind === "restore";
    const ticket = { operationId, fingerprint, restoresTo: restoring ? restoreTarget(request) : undefined };
    return this.operations.submit(ticket, caller, async (signal) => {
      // asked in its turn, not at the door: the restore that closes the deploy may have been in the queue before it
      if (!restoring && kind !== "retire") this.refuseClosedDeploy(request.deployId);
      this.lane.admit(request.fence ?? this.lane.state.fence);
      return work(signal, async (next, changed) => {
        signal.throwIfAborted();
        this.lane.admit(request.fence ?? this.lane.state.fence);
        this.lane.apply(next);
        await this.lane.inForce();
        const outcome = { operationId, appliedAt: new Date().toISOString(), changed, stable: next.stable?.release ?? null };
        await this.lane.remember(outcome, { kind, fingerprint });
        return outcome;
      });
    });
  }

  private refusal(fence: number | undefined): unknown {
    try {
      if (fence !== undefined) this.lane.admit(fence);
      return null;
    } catch (error) {
      return error;
    }
  }

  /** Starts what is not running. What this call started is stopped again where it does not become healthy. */
  private async ready(release: RunnableRelease, request: { timeoutMs: number; signal: AbortSignal }): Promise<void> {
    const running = this.lane.pool(release.version);
    const pool = running ?? this.lane.start(release);
    pool.grow(release.instances);
    try {
      await pool.whenReady(request);
      request.signal.throwIfAborted();
    } catch (error) {
      if (running === undefined) this.lane.discard(release.version);
      throw error;
    }
  }

  private runnable({ version, artifact, instances }: TargetRelease): RunnableRelease {
    const known = this.lane.state.releases.find((release) => release.version === version);
    const running = this.lane.pool(version)?.release.artifact;
    if (running !== undefined && artifact !== undefined && !isDeepStrictEqual(running, artifact)) {
      throw new DeliveryError(
        "RELEASE_CHANGED",
        `${version} runs in ${this.lane.name} with another artifact`,
        "A release never changes: record a new version.",
      );
    }
    const what = running ?? artifact ?? known?.artifact;
    if (what === undefined) {
      throw new DeliveryError(
        "RELEASE_UNKNOWN",
        `${this.lane.name} has never seen ${version}`,
        "Name its artifact with the call. Customers stay where they are.",
      );
    }
    return { version, artifact: what, instances: Math.max(instances ?? 1, known?.instances ?? 1) };
  }

  /** A stable release has everybody; only that can be asked of it. */
  private everybodys({ release, percent }: WeightRequest): LaneState {
    if (percent === 100) return this.lane.state;
    throw new DeliveryError(
      "RELEASE_IN_USE",
      `${release} already serves everybody of ${this.lane.name}`,
      "There is nothing to expose; to take it away from customers, restore or promote another release.",
    );
  }

  private preparedPool(version: string): ReleaseProcesses {
    const pool = this.lane.pool(version);
    if (pool !== undefined && this.lane.state.running.includes(version)) return pool;
    throw new DeliveryError("RELEASE_UNKNOWN", `${version} is not prepared in ${this.lane.name}`, "Prepare it first.");
  }

  private refuseOtherCanary(version: string): void {
    const { canary, stable } = this.lane.state;
    const other = stable?.release === version || canary?.release !== version;
    if (canary === null || !other || (!change.exposesAnybody(canary) && stable?.release !== version)) return;
    throw new DeliveryError(
      "OTHER_CANARY",
      `${canary.release} is exposed to ${canary.percent} % of ${this.lane.name}`,
      "Promote it, or restore the stable release, before another one is exposed.",
    );
  }

  private refuseClosedDeploy(deployId: string | undefined): void {
    if (deployId === undefined || !this.lane.state.closedDeploys.includes(deployId)) return;
    throw new DeliveryError("DEPLOY_CLOSED", `deploy ${deployId} was ended by a restore of ${this.lane.name}`, "Start a new deploy.");
  }
}

function restoreTarget(request: Requested): string | null {
  const release = "release" in request ? request.release : undefined;
  return typeof release === "object" && release !== null && "version" in release ? String(release.version) : null;
}

/** How long something may take, and by which lock, is no part of what it is: a retry may have less time left. */
function fingerprintOf(kind: string, request: Requested): string {
  const { timeoutMs: _timeoutMs, fence: _fence, ...contents } = request;
  return createHash("sha256").update(JSON.stringify([kind, contents])).digest("base64url");
}
