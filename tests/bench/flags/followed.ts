import type { LogBatch, RecordedEvent, SubscribeAllOptions } from "@ballast/eventlog";
import { cohortProofInPieces, compileFlag, contextOf, followFlags, inPieces } from "@ballast/flags";
import type { BallastEvent } from "@ballast/schema";
import { changeOf, flagOf, metadataOf, uuidOf, type Told } from "./manyFlags.ts";

/** What so many flags cost a server, each with so many rules: measured in a process of its own, which tells its parent. */
export interface Cost {
  readonly readyMs: number;
  /** The longest that the process answered nobody while it read, ms. */
  readonly stoodStillMs: number;
  /** What the flags need beside what the process had before, MB. */
  readonly heldMb: number;
  readonly changesMs: readonly number[];
  readonly coldMs: readonly number[];
  readonly hotMs: readonly number[];
  /** The longest that it answered nobody while a step of one flag was proved over 20,000 customers, ms; and how long that took. */
  readonly proving: Stood;
  /** The same while all flags were written in flagd's format for the first time. */
  readonly writing: Stood;
}

/** How long something took, ms, and the longest in which nobody else had a turn. */
interface Stood {
  readonly tookMs: number;
  readonly stillMs: number;
}

const [flags = 10, rulesEach = 200] = process.argv.slice(2).map(Number);
const batchSize = 1_000;
let position = 0;
/** Through text, as events come from the log: nothing in one is shared with another. */
function recorded({ id, category, event }: Told): RecordedEvent {
  position += 1;
  return {
    event: JSON.parse(JSON.stringify(event)) as BallastEvent, id, position: String(position), stream: id, category,
    eventId: uuidOf("4", position), revision: 0n, metadata: metadataOf(position),
  };
}

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
  const events = indices.flatMap((index) => flagOf(index, rulesEach)).map(recorded);
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
  const event = recorded(changeOf(0, turn, rulesEach));
  changesMs.push(await timed(() => deliver([event], true)));
}
const heldMb = settled() - beforeMb;
async function stood(work: () => Promise<unknown>): Promise<Stood> {
  let tookMs = 0;
  const stillMs = await stillWhile(async () => (tookMs = await timed(work)));
  return { tookMs, stillMs };
}
const customers = Array.from({ length: 20_000 }, (_, index) => {
  const id = `customer-${String(index)}`;
  return { id, context: contextOf({ targetingKey: id, plan: "none", region: "eu" }) };
});
async function proveStep(): Promise<Stood> {
  const [flag] = all;
  if (flag === undefined) return { tookMs: 0, stillMs: 0 };
  const world = { flag: () => undefined, segment: () => undefined };
  const { subject } = flag;
  const { rules } = subject.targeting;
  const rollout = { parts: 50_000, variants: [{ variant: "on", weight: 1 }] };
  const after = { ...subject, targeting: { ...subject.targeting, rules: { ...rules, rollout } } };
  const question = { before: compileFlag(subject, world), after: compileFlag(after, world), customers, position: String(position) };
  return stood(() => cohortProofInPieces(question));
}
const proving = await proveStep();
const writing = await stood(() => inPieces(all, (flag) => JSON.stringify(flag.flagd())));
const cost: Cost = { readyMs, stoodStillMs, heldMb, coldMs, hotMs, changesMs, proving, writing };
process.send?.(cost, () => void follower.close());
