import type { LogBatch, RecordedEvent, SubscribeAllOptions } from "@ballast/eventlog";
import { contextOf, followFlags } from "@ballast/flags";
import type { BallastEvent, Cohort, TargetingRules } from "@ballast/schema";

/** What so many flags cost a node, each with so many rules: measured in a process of its own, which tells its parent. */
export interface Cost {
  readonly readyMs: number;
  /** The longest that the process answered nobody while it read, ms. */
  readonly stoodStillMs: number;
  /** What the flags need beside what the process had before, MB. */
  readonly heldMb: number;
  readonly changesMs: readonly number[];
  readonly coldMs: readonly number[];
  readonly hotMs: readonly number[];
}

const [flags = 10, rulesEach = 200] = process.argv.slice(2).map(Number);
const batchSize = 1_000;
const uuidOf = (kind: string, number: number): string => `00000000-0000-4000-8${kind}00-${String(number).padStart(12, "0")}`;
const flagId = (index: number): string => uuidOf("1", index);
const targetingId = (index: number): string => uuidOf("2", index);
const actor = { personId: null, name: "Bench", means: "system" } as const;
const nobody: Cohort = {
  known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
  position: "0", compiler: "1", engine: "1",
};

let position = 0;
/** Through text, as events come from the log: nothing in one is shared with another. */
function recorded(id: string, event: BallastEvent): RecordedEvent {
  position += 1;
  const metadata: RecordedEvent["metadata"] = {
    schemaVersion: 1, actor, occurredAt: "2026-03-01T10:00:00Z", recordedAt: "2026-03-01T10:00:00Z", commandId: uuidOf("3", position),
    $correlationId: "bench", $causationId: "bench",
  };
  return {
    event: JSON.parse(JSON.stringify(event)) as BallastEvent, id, position: String(position), stream: id, category: "targeting",
    eventId: uuidOf("4", position), revision: 0n, metadata,
  };
}

const rulesOf = (turn: number): TargetingRules => ({
  prerequisites: [],
  rules: Array.from({ length: rulesEach }, (_, index) => ({
    ruleId: `rule-${String(index)}`, name: `Rule ${String(index)}`, serve: { kind: "variant", variant: "on" },
    conditions: [
      { kind: "attribute", attribute: "plan", operator: "is", values: [`plan-${String(index)}`] },
      { kind: "attribute", attribute: "region", operator: "is", values: ["eu", `region-${String(index)}`] },
    ],
  })),
  rollout: { parts: 25_000 + turn, variants: [{ variant: "on", weight: 1 }] },
  defaultVariant: "off",
});

const registered = (index: number): RecordedEvent =>
  recorded(flagId(index), {
    type: "FlagRegistered",
    data: {
      flagId: flagId(index),
      key: `flag-${String(index)}`,
      kind: "release",
      valueType: "boolean",
      offVariant: "off",
      seed: `s-${String(index)}`,
      variants: [
        { name: "on", value: true },
        { name: "off", value: false },
      ],
      bucketBy: "targetingKey",
      description: "",
      ownerId: uuidOf("5", 1),
      expiresAt: null,
      serviceIds: [],
      metrics: [], metadata: {}, engine: "flagd-core@4.0.1+compiler.1",
    },
  });
const opened = (index: number): RecordedEvent =>
  recorded(targetingId(index), {
    type: "TargetingOpened",
    data: { targetingId: targetingId(index), flagId: flagId(index), environment: "production", offVariant: "off", rules: rulesOf(0) },
  });
const changed = (index: number, turn: number): RecordedEvent =>
  recorded(targetingId(index), {
    type: "FlagRulesSet",
    data: {
      targetingId: targetingId(index), rules: rulesOf(turn), reason: null, cohort: nobody, changeId: null, rampId: null, deployId: null,
      incidentId: null,
    },
  });

const timed = async (work: () => unknown): Promise<number> => {
  const at = performance.now();
  await work();
  return performance.now() - at;
};
/** The longest between two turns of the process while something is done, ms. */
async function stillWhile(work: () => unknown): Promise<number> {
  let [longest, last, going] = [0, performance.now(), true];
  const turn = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (going) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  going = false;
  turn();
  return longest;
}
const settled = (): number => {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 1e6;
};

let subscriber: SubscribeAllOptions | undefined;
const follower = followFlags({
  now: () => new Date(),
  log: {
    lastPosition: async () => "0",
    subscribeAll: async (options) => {
      subscriber = options;
      await new Promise<void>((resolve) => options.signal.addEventListener("abort", () => resolve()));
    },
  },
});
const deliver = (events: readonly RecordedEvent[], caughtUp: boolean): Promise<void> | void => {
  const batch: LogBatch = { events, position: String(position), caughtUp };
  return subscriber?.onBatch(batch);
};

const beforeMb = settled();
let [readyMs, stoodStillMs] = [0, 0];
for (let from = 0; from < flags; from += batchSize / 2) {
  const indices = Array.from({ length: Math.min(batchSize / 2, flags - from) }, (_, index) => from + index);
  // Writing the bench's own events is not what is measured.
  const events = indices.flatMap((index) => [registered(index), opened(index)]);
  const still = stillWhile(async () => {
    readyMs += await timed(() => deliver(events, from + batchSize / 2 >= flags));
  });
  stoodStillMs = Math.max(stoodStillMs, await still);
}
await follower.ready;
const context = contextOf({ targetingKey: "ann", plan: "none", region: "eu" });
const all = [...(follower.environment("production")?.flags.values() ?? [])];
const [coldMs, hotMs, changesMs]: [number[], number[], number[]] = [[], [], []];
for (const flag of all) coldMs.push(await timed(() => flag.evaluate(context)));
for (const flag of all) flag.evaluate(context);
for (const flag of all) hotMs.push(await timed(() => flag.evaluate(context)));
for (let turn = 1; turn <= 20; turn += 1) {
  const event = changed(0, turn);
  changesMs.push(await timed(() => deliver([event], true)));
}
const cost: Cost = { readyMs, stoodStillMs, heldMb: settled() - beforeMb, coldMs, hotMs, changesMs };
process.send?.(cost, () => void follower.close());
