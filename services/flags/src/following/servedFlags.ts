import { setImmediate as turn } from "node:timers/promises";
import { comparePositions } from "@ballast/eventlog";
import { BuiltFlags } from "./builtFlags.ts";
import { later, type Changed, type HeldFlags } from "./heldFlags.ts";
import { pieces } from "./pieces.ts";
import { ServedFlag } from "./servedFlag.ts";

/** An environment's flags as they were after one position of the log. Never changed: another one takes its place. */
export interface EnvironmentFlags {
  readonly environment: string;
  /** Of the last event that changed what one of its flags gives: its etag. */
  readonly position: string;
  readonly flags: ReadonlyMap<string, ServedFlag>;
}

/** What of these has changed, and where. */
const positionsOf = (needed: ReadonlySet<string>, changed: ReadonlyMap<string, string>): readonly string[] =>
  [...needed].flatMap((id) => changed.get(id) ?? []);

/** All flags, by environment; brought up to date by what has changed. */
export class ServedFlags {
  readonly #held: HeldFlags;
  readonly #elapsedMs: () => number;
  readonly #byTargeting = new Map<string, ServedFlag>();
  readonly #built = new BuiltFlags();
  readonly #environments = new Map<string, EnvironmentFlags>();
  #unbuilt: ServedFlag[] = [];
  #building = false;

  constructor(held: HeldFlags, elapsedMs: () => number) {
    this.#held = held;
    this.#elapsedMs = elapsedMs;
  }

  environment(name: string): EnvironmentFlags | undefined {
    return this.#environments.get(name);
  }

  names(): readonly string[] {
    return [...this.#environments.keys()];
  }

  /** Takes up what has changed, and what asks for it; answers which environments that touches. All of it shows at once. */
  async update(changed: Changed): Promise<readonly EnvironmentFlags[]> {
    const mayRest = pieces(this.#elapsedMs);
    const dirty = await this.#dirty(changed, mayRest);
    if (dirty.size === 0) return [];
    const fresh: (readonly [string, ServedFlag, string])[] = [];
    for (const [targetingId, position] of dirty) {
      const subject = this.#held.subject(targetingId);
      if (subject !== undefined) {
        const world = this.#held.world(subject.targeting.environment);
        fresh.push([targetingId, new ServedFlag(subject, { world, built: this.#built }), position]);
      }
      await mayRest();
    }
    return this.#show(fresh);
  }

  #show(fresh: readonly (readonly [string, ServedFlag, string])[]): readonly EnvironmentFlags[] {
    const touched = new Map<string, { readonly flags: Map<string, ServedFlag>; position: string }>();
    for (const [targetingId, flag, position] of fresh) {
      const { flag: { key }, targeting: { environment } } = flag.subject;
      const before = this.#environments.get(environment);
      const here = touched.get(environment) ?? { flags: new Map(before?.flags), position: before?.position ?? "0" };
      here.flags.set(key, flag);
      if (comparePositions(here.position, position) < 0) here.position = position;
      touched.set(environment, here);
      this.#byTargeting.get(targetingId)?.replaced();
      this.#byTargeting.set(targetingId, flag);
      this.#unbuilt.push(flag);
    }
    const environments = [...touched].map(([environment, { flags, position }]) => ({ environment, flags, position }));
    for (const environment of environments) this.#environments.set(environment.environment, environment);
    void this.#buildLater();
    return environments;
  }

  /** Targetings that changed, or asked for what has changed, with the position since when. */
  async #dirty({ targetings, flags, segments }: Changed, mayRest: () => Promise<void> | undefined): Promise<ReadonlyMap<string, string>> {
    const dirty = new Map(targetings);
    const changedFlags = new Map(flags);
    for (const [targetingId, position] of targetings) {
      const flagId = this.#held.targeting(targetingId)?.flagId;
      if (flagId !== undefined) later(changedFlags, flagId, position);
    }
    for (const [flagId, position] of flags) for (const targetingId of this.#held.targetingsOf(flagId)) later(dirty, targetingId, position);
    if (changedFlags.size === 0 && segments.size === 0) return dirty;
    for (const [targetingId, { needs }] of this.#byTargeting) {
      for (const position of [...positionsOf(needs.flagIds, changedFlags), ...positionsOf(needs.segmentIds, segments)])
        later(dirty, targetingId, position);
      await mayRest();
    }
    return dirty;
  }

  /** While nobody asks, so that nobody waits for it: a flag of 200 rules takes some milliseconds. */
  async #buildLater(): Promise<void> {
    if (this.#building) return;
    this.#building = true;
    for (let next = this.#unbuilt.pop(); next !== undefined; next = this.#unbuilt.pop()) {
      const { flag: { key }, targeting: { environment } } = next.subject;
      // Another one may have taken its place meanwhile.
      if (next.isReady || this.#environments.get(environment)?.flags.get(key) !== next) continue;
      next.prepare();
      await turn();
    }
    this.#building = false;
  }
}
