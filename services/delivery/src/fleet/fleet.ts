import { messageOf, DeliveryError } from "../error.ts";
import { Lane, type LaneContext } from "./lane.ts";
import { LaneOperations } from "./laneOperations.ts";
import { emptyLane, type LaneState } from "./laneState.ts";
import { LaneStore } from "./laneStore.ts";

/** A lane and what may be done to it. */
export interface OpenLane {
  readonly lane: Lane;
  readonly operations: LaneOperations;
}

/** All lanes of a daemon. */
export class Fleet {
  private readonly lanes = new Map<string, Promise<OpenLane>>();
  private readonly context: LaneContext;
  /** Resolves once the lanes of before are known; a call that comes earlier must not take one for new. */
  private readonly loaded = Promise.withResolvers<void>();
  private stopping = false;

  constructor(folder: string, { log, holdMs, data }: Omit<LaneContext, "store">) {
    this.context = { store: new LaneStore(folder), log, holdMs, data };
  }

  /** Brings every lane back to where it was. Waits for their processes as long as the signal lets it. */
  async recover(signal: AbortSignal): Promise<void> {
    const states = await this.context.store.load(this.context.log);
    const opened = states.map((state) => this.open(state));
    this.loaded.resolve();
    const lanes = await Promise.all(opened);
    const healthy = await Promise.all(lanes.map(({ lane }) => lane.recovered(signal)));
    this.context.log.info("lanes recovered", { lanes: lanes.length, healthy: healthy.filter(Boolean).length });
  }

  /** The lane, if there is one. */
  async find(service: string, environment: string): Promise<OpenLane | undefined> {
    await this.loaded.promise;
    return this.lanes.get(`${service}/${environment}`);
  }

  /** The lane, opened where it is new. */
  async lane(service: string, environment: string): Promise<OpenLane> {
    await this.loaded.promise;
    return this.lanes.get(`${service}/${environment}`) ?? this.open(emptyLane(service, environment));
  }

  async all(): Promise<Lane[]> {
    await this.loaded.promise;
    const lanes = await Promise.all(this.lanes.values());
    return lanes.map(({ lane }) => lane).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  /** Ends all processes. What the lanes were is kept for the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    const lanes = await Promise.allSettled(this.lanes.values());
    const open = lanes.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    await Promise.all(open.map(({ operations }) => operations.stop()));
    await Promise.all(open.map(({ lane }) => lane.close()));
    await this.context.data.close();
  }

  private open(state: LaneState): Promise<OpenLane> {
    if (this.stopping) return Promise.reject(new DeliveryError("STOPPING", "the fleet is being stopped", "Try again when it runs."));
    const lane = new Lane(state, this.context);
    const opening = lane.open().then(() => ({ lane, operations: new LaneOperations(lane) }));
    this.lanes.set(lane.name, opening);
    opening.catch((error: unknown) => {
      // not kept: the next call tries again
      this.lanes.delete(lane.name);
      this.context.log.error("lane could not be opened", { lane: lane.name, error: messageOf(error) });
    });
    return opening;
  }
}
