import { sameContent } from "@ballast/domain";
import { targetingDecider, type OpenTargeting, type Targeting } from "@ballast/domain/targeting";
import { flagDecider, type Flag, type ManagedFlag } from "@ballast/domain/flag";
import { segmentDecider, type DefinedSegment, type Segment } from "@ballast/domain/segment";
import { comparePositions, type RecordedEvent } from "@ballast/eventlog";
import { segmentEvents, targetingEvents, type EventType, type SegmentEvent, type TargetingEvent } from "@ballast/schema";
import { contextOfCustomer, type FlagContext } from "../context.ts";
import type { ProvenCustomer } from "../cohort.ts";
import type { FlagInEnvironment, FlagWorld } from "../steps.ts";

/** What has to be compiled anew, and since which position of the log. */
export interface Changed {
  readonly targetings: Map<string, string>;
  readonly flags: Map<string, string>;
  readonly segments: Map<string, string>;
}
export const nothingChanged = (): Changed => ({ targetings: new Map(), flags: new Map(), segments: new Map() });

const isTargetingEvent = (event: RecordedEvent["event"]): event is TargetingEvent => Object.hasOwn(targetingEvents, event.type);
const isSegmentEvent = (event: RecordedEvent["event"]): event is SegmentEvent => Object.hasOwn(segmentEvents, event.type);

/** Whether two states of a targeting are the same to the compiler: requests, ramps and reasons change nobody's variant. */
const givesTheSame = (one: Targeting, other: Targeting): boolean =>
  one.status === "open" && other.status === "open" && one.rules === other.rules && one.overrides === other.overrides &&
  one.kills.length > 0 === other.kills.length > 0;

/** Whether a flag that was described anew tells applications something else beside its value. */
const tellsOther = (one: Flag, other: Flag): boolean =>
  one.status === "managed" && other.status === "managed" && !sameContent(one.metadata, other.metadata);

/** Flags of other systems are not evaluated here, and have long histories. */
const flagTypes = ["FlagRegistered", "FlagDescribed", "FlagArchived", "EngineChanged"] as const;
type FlagFact = Extract<RecordedEvent["event"], { readonly type: (typeof flagTypes)[number] }>;
const isFlagFact = (event: RecordedEvent["event"]): event is FlagFact => flagTypes.some((type) => type === event.type);

/** The types of events that these are folded from; no other changes anything. */
export const heldTypes: readonly EventType[] = [
  ...flagTypes, "CustomerDescribed", "CustomerSeen",
  ...[targetingEvents, segmentEvents].flatMap((events) => Object.keys(events) as EventType[]),
];

/** Flags, targetings, segments and customers, folded from the log: what compiling, proving and explaining ask for. */
export class HeldFlags {
  readonly #flags = new Map<string, Flag>();
  readonly #targetings = new Map<string, Targeting>();
  readonly #segments = new Map<string, Segment>();
  /** Targeting ids by environment and flag. */
  readonly #opened = new Map<string, Map<string, string>>();
  readonly #customers = new Map<string, ProvenCustomer>();
  /** Targeting ids by the deploy that they were changed for. */
  readonly #changedFor = new Map<string, Set<string>>();

  /** Folds one event, and notes what it changed. Those of other records change nothing. */
  apply({ event, id, position }: RecordedEvent, changed: Changed): void {
    if (isTargetingEvent(event)) this.#targeting(id, event, { position, changed });
    else if (isSegmentEvent(event)) {
      this.#segments.set(id, segmentDecider.evolve(this.#segments.get(id) ?? segmentDecider.initialState, event));
      later(changed.segments, id, position);
    } else if (isFlagFact(event)) {
      const before = this.#flags.get(id) ?? flagDecider.initialState;
      const after = flagDecider.evolve(before, event);
      this.#flags.set(id, after);
      if (event.type !== "FlagDescribed" || tellsOther(before, after)) later(changed.flags, id, position);
    } else if (event.type === "CustomerDescribed") this.#customer(event.data.id, contextOfCustomer(event.data));
    else if (event.type === "CustomerSeen" && !this.#customers.has(event.data.id)) {
      this.#customer(event.data.id, contextOfCustomer({ ...event.data, plan: null, region: null, attributes: {} }));
    }
  }

  #customer(id: string, context: FlagContext): void {
    this.#customers.set(id, { id, context });
  }

  #targeting(id: string, event: TargetingEvent, { position, changed }: { readonly position: string; readonly changed: Changed }): void {
    const before = this.#targetings.get(id) ?? targetingDecider.initialState;
    const after = targetingDecider.evolve(before, event);
    this.#targetings.set(id, after);
    if ("deployId" in event.data && typeof event.data.deployId === "string") this.#noteFor(event.data.deployId, id);
    if (after.status === "absent" || givesTheSame(before, after)) return;
    const here = this.#opened.get(after.environment) ?? new Map<string, string>();
    this.#opened.set(after.environment, here.set(after.flagId, id));
    later(changed.targetings, id, position);
  }

  #noteFor(deployId: string, targetingId: string): void {
    const known = this.#changedFor.get(deployId);
    if (known === undefined) this.#changedFor.set(deployId, new Set([targetingId]));
    else known.add(targetingId);
  }

  /** Flags in their environments that were changed by a deploy, or for it, in the order in which they were first. */
  changedFor(deployId: string): readonly string[] {
    return [...(this.#changedFor.get(deployId) ?? [])];
  }

  /** Everybody who is known, whatever the environment. */
  customers(): Iterable<ProvenCustomer> {
    return this.#customers.values();
  }

  customer(id: string): ProvenCustomer | undefined {
    return this.#customers.get(id);
  }

  flag(flagId: string): ManagedFlag | undefined {
    const flag = this.#flags.get(flagId);
    return flag?.status === "managed" ? flag : undefined;
  }

  targeting(targetingId: string): OpenTargeting | undefined {
    const targeting = this.#targetings.get(targetingId);
    return targeting?.status === "open" ? targeting : undefined;
  }

  /** A targeting with its flag; undefined where one of them is not there. */
  subject(targetingId: string): FlagInEnvironment | undefined {
    const targeting = this.targeting(targetingId);
    const flag = targeting === undefined ? undefined : this.flag(targeting.flagId);
    return targeting === undefined || flag === undefined ? undefined : { flag, targeting };
  }

  /** What rules in an environment can ask for. */
  world(environment: string): FlagWorld {
    const here = this.#opened.get(environment);
    return {
      flag: (flagId) => {
        const targetingId = here?.get(flagId);
        return targetingId === undefined ? undefined : this.subject(targetingId);
      },
      segment: (segmentId) => this.segment(segmentId),
    };
  }

  segment(segmentId: string): DefinedSegment | undefined {
    const segment = this.#segments.get(segmentId);
    return segment?.status === "defined" ? segment : undefined;
  }

  /** Targetings of a flag, in all environments. */
  targetingsOf(flagId: string): readonly string[] {
    return [...this.#opened.values()].flatMap((here) => here.get(flagId) ?? []);
  }
}

/** Notes the latest position of each. */
export function later(positions: Map<string, string>, id: string, position: string): void {
  const known = positions.get(id);
  if (known === undefined || comparePositions(known, position) < 0) positions.set(id, position);
}
