import { messageOf, DeliveryError } from "../error.ts";
import type { LaneObservation, Outcome } from "../target.ts";
import type { DataThreads, ServedLane } from "./data/dataThreads.ts";
import type { LaneTable } from "./data/messages.ts";
import * as change from "./laneState.ts";
import type { LaneState, RunnableRelease } from "./laneState.ts";
import type { LaneStore } from "./laneStore.ts";
import type { Log } from "./log.ts";
import { LaneMeasurements } from "./measurements.ts";
import type { TrafficRequest } from "./protocol.ts";
import { ReleaseProcesses } from "./releaseProcesses.ts";

const measuredOverMs = 60_000;
const drainMs = 10_000;
/** Numbers are asked for up to now; where customers are served without a pause, those of a moment ago will do. */
const settledWithinMs = 200;

export interface LaneContext {
  readonly store: LaneStore;
  readonly log: Log;
  /** How long a request waits for a process that is being started again, ms. */
  readonly holdMs: number;
  /** Serves the customers. */
  readonly data: DataThreads;
}

/**
 * One service in one environment: its processes, its router, its numbers and what must be known of it after a
 * kill -9. Operations (`laneOperations.ts`) decide; this carries their decisions out.
 */
export class Lane {
  readonly name: string;
  readonly measurements: LaneMeasurements;
  private current: LaneState;
  private readonly context: LaneContext;
  private served: ServedLane | null = null;
  private readonly pools = new Map<string, ReleaseProcesses>();
  private readonly draining = new Set<ReleaseProcesses>();
  private saving: Promise<void> = Promise.resolve();

  constructor(state: LaneState, context: LaneContext) {
    this.current = state;
    this.context = context;
    this.name = `${state.service}/${state.environment}`;
    this.measurements = new LaneMeasurements(this.name, Date.now());
  }

  get state(): LaneState {
    return this.current;
  }

  /** Starts what ought to run, opens the router on the port it had, sends the traffic that was asked for. */
  async open(): Promise<void> {
    for (const version of this.current.running) {
      const known = this.current.releases.find((release) => release.version === version);
      if (known !== undefined) this.start(known);
    }
    this.served = await this.context.data.open({
      port: this.current.routerPort,
      holdMs: this.context.holdMs,
      table: () => this.table(),
      measured: (measurement) => this.measurements.record(measurement),
      doubted: (process, life) => this.doubt(process, life),
    });
    const routerPort = this.served.port;
    if (routerPort !== this.current.routerPort) {
      if (this.current.routerPort !== null)
        this.context.log.warn("router port was taken", { lane: this.name, was: this.current.routerPort, routerPort });
      this.current = { ...this.current, routerPort };
      // a full disk is no reason to serve nobody; the next operation saves it, or says that it could not
      await this.save().catch((error: unknown) =>
        this.context.log.warn("the lane's port was not saved", { lane: this.name, error: messageOf(error) }),
      );
    }
    this.served.tell();
  }

  /** Resolves when what is decided is what the next request is routed by. */
  async inForce(): Promise<void> {
    await this.served?.settle();
  }

  /** Resolves when what was measured until now is known, or soon after where its customers leave no time for that. */
  async settled(): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, settledWithinMs);
    await Promise.race([this.inForce(), late.promise]);
    clearTimeout(timer);
  }

  /** Waits until what serves customers is healthy again, as long as the signal lets it; says whether it is. */
  async recovered(signal: AbortSignal): Promise<boolean> {
    const serving = [this.current.stable?.release, this.current.canary?.release].flatMap((version) => this.pools.get(version ?? "") ?? []);
    try {
      await Promise.all(serving.map((pool) => pool.whenReady({ timeoutMs: 60_000, signal })));
      return true;
    } catch (error) {
      this.context.log.warn("lane is not healthy yet", { lane: this.name, error: messageOf(error) });
      return false;
    }
  }

  async close(): Promise<void> {
    await this.served?.close();
    await Promise.all([...this.pools.values(), ...this.draining].map((pool) => pool.stop()));
    await this.saving;
  }

  pool(version: string): ReleaseProcesses | undefined {
    return this.pools.get(version);
  }

  /** Starts a release beside the others. Part of the lane only once a state that names it is applied. */
  start(release: RunnableRelease): ReleaseProcesses {
    const { service, environment } = this.current;
    const pool = new ReleaseProcesses(release, { service, environment, log: this.context.log, onChange: () => this.served?.tell() });
    this.pools.set(release.version, pool);
    pool.start();
    return pool;
  }

  /** Decides: requests are routed by it from `inForce` on; what it does not name drains and stops. */
  apply(next: LaneState): void {
    // decided on a state of before a later holder of the lane came: that one stays known
    this.current = { ...next, fence: Math.max(next.fence, this.current.fence) };
    for (const version of this.pools.keys()) if (!next.running.includes(version)) this.discard(version);
    this.served?.tell();
  }

  /** Drains and stops a release in the background. */
  discard(version: string): void {
    const pool = this.pools.get(version);
    if (pool === undefined) return;
    this.pools.delete(version);
    this.draining.add(pool);
    void this.drain(pool)
      .catch((error: unknown) => this.context.log.error("a release did not stop", { lane: this.name, version, error: messageOf(error) }))
      .finally(() => this.draining.delete(pool));
  }

  /** Lets what is being answered finish (10 s at most), then stops all. */
  private async drain(pool: ReleaseProcesses): Promise<void> {
    pool.retreat();
    this.served?.tell();
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, drainMs);
    await Promise.race([this.served?.idle(pool.entries().map(({ id }) => id)), late.promise]);
    clearTimeout(timer);
    await pool.stop();
  }

  private doubt(process: number, life: number): void {
    for (const pool of this.pools.values()) pool.doubt(process, life);
  }

  /** Lets in who holds the lane by this lock, and from now on nobody with a lower one. */
  admit(fence: number): void {
    if (fence < this.current.fence) {
      throw new DeliveryError(
        "LANE_LOST",
        `another deploy or rollback has ${this.name} by now (lock ${this.current.fence}, this is ${fence})`,
        "Nothing to do: whoever holds the lane decides where customers go.",
      );
    }
    if (fence === this.current.fence) return;
    this.current = { ...this.current, fence };
    // an operation that is done saves it again; nobody waits for this, as nothing may keep a rollback waiting
    void this.save().catch((error: unknown) =>
      this.context.log.warn("the lane's lock was not saved", { lane: this.name, error: messageOf(error) }),
    );
  }

  /** Remembers a done operation together with the state, on disk. */
  async remember(outcome: Outcome, { kind, fingerprint }: { kind: string; fingerprint: string }): Promise<void> {
    const { stable, canary } = this.current;
    this.context.log.info(kind, {
      lane: this.name, operationId: outcome.operationId, changed: outcome.changed, stable: stable?.release, canary: canary?.release,
      percent: canary?.percent,
    });
    const before = this.current.operations;
    this.current = change.finished(this.current, { fingerprint, outcome });
    try {
      await this.save();
    } catch (error) {
      // in force but not on record: a repeated call must do it again, and then write it down
      this.current = { ...this.current, operations: before };
      throw error;
    }
  }

  /** Somebody judges by its numbers: for now its demonstration traffic is all that was asked for. */
  judged(): void {
    if (this.current.traffic !== null) this.served?.tell();
  }

  async setTraffic(request: TrafficRequest): Promise<void> {
    this.current = { ...this.current, traffic: request.requestsPerSecond > 0 ? request : null };
    this.served?.tell();
    await this.save();
  }

  observe(): LaneObservation {
    const { service, environment, routerPort, stable, canary, traffic } = this.current;
    const processes = [...this.pools.values(), ...this.draining].flatMap((pool) => pool.observe());
    const measuredPercent = canary ? this.measuredPercent(canary) : null;
    return {
      lane: this.name, service, environment, routerPort, processes,
      ...(stable && { stable }),
      ...(canary && { canary }),
      ...(measuredPercent !== null && { measuredPercent }),
      ...(traffic && { traffic }),
    };
  }

  private measuredPercent(canary: { release: string; since: string }): number | null {
    return this.measurements.share(canary.release, Math.max(Date.parse(canary.since), Date.now() - measuredOverMs));
  }

  private table(): LaneTable {
    const { service, stable, canary, traffic } = this.current;
    return {
      service,
      stable,
      canary,
      traffic,
      releases: [...this.pools].map(([version, pool]) => ({ version, processes: pool.entries() })),
    };
  }

  private save(): Promise<void> {
    // one after the other: each writes the newest state, none an older one over it
    const saved = this.saving
      .then(() => this.context.store.save(this.current))
      .catch((error: unknown) => {
        throw new DeliveryError(
          "STATE_NOT_SAVED",
          `${this.name}: in force, but not saved: ${messageOf(error)}`,
          "Free space in the data folder and repeat the call.",
        );
      });
    this.saving = saved.catch(() => undefined);
    return saved;
  }
}
