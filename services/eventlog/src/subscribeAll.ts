import { setImmediate as nextTick } from "node:timers/promises";
import type { AllStreamResolvedEvent, AllStreamSubscription } from "@eventstore/db-client";
import type { Connection } from "./connection.ts";
import { startAside, type Aside } from "./history/readAside.ts";
import { matches, serverFilter, type LogFilter } from "./filter.ts";
import { comparePositions, type Decoder, type RecordedEvent } from "./recordedEvent.ts";
import { backoffMs, pause } from "./retry.ts";

/** Some events in log order, and how far the log has been looked at with them. */
export interface LogBatch {
  readonly events: readonly RecordedEvent[];
  /** Checkpoint: everything up to here has been delivered or does not match. Resume from it. */
  readonly position: string;
  /** The history is over; what comes now is live. */
  readonly caughtUp: boolean;
}

/** How a subscription is doing. */
export type SubscriptionState =
  | { readonly state: "connecting" }
  | { readonly state: "catchingUp" }
  | { readonly state: "live" }
  | { readonly state: "reconnecting"; readonly attempt: number; readonly error: string }
  | { readonly state: "ended" };

/** A subscription to the log that outlives the server. */
export interface SubscribeAllOptions {
  /** Exclusive; undefined starts at the beginning. */
  readonly from?: string | undefined;
  readonly filter?: LogFilter | undefined;
  /** Up to so many events at once; 1,000 unless told. */
  readonly batchSize?: number | undefined;
  /** The first position that somebody waits for; null: nobody waits. Once it has come it is delivered at once, with what came before it. */
  readonly hurry?: (() => string | null) | undefined;
  /** The next batch comes when this has resolved. If it throws, the same events come again after a pause. */
  readonly onBatch: (batch: LogBatch) => Promise<void> | void;
  /** Whether a long history is read and decoded by a thread, while this one is busy with what it delivers. */
  readonly aside?: boolean | undefined;
  readonly signal: AbortSignal;
  readonly onState?: ((state: SubscriptionState) => void) | undefined;
}

/** What subscribing needs. */
export interface Subscriber {
  readonly connection: Connection;
  readonly decoder: Decoder;
}

/** What following the whole log needs. */
export interface LogSubscriber extends Subscriber {
  /** Connection string of the log, for a thread of its own. */
  readonly address: string;
}

/** A thread takes some 60 MB and a third of a second to start: it pays where so many events were history and there are more. */
const LONG_HISTORY = 5_000;

/** Delivers every event once, in order, until the signal aborts; reconnects behind the last delivered batch. */
export async function subscribeLog(subscriber: LogSubscriber, options: SubscribeAllOptions): Promise<void> {
  const { signal, onState } = options;
  let position = options.from;
  // Once: whatever becomes of it, the rest is read here.
  const helper = options.aside === true ? helperOf(subscriber, options) : null;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    onState?.({ state: "connecting" });
    const onDelivered = (delivered: string): void => {
      position = delivered;
      attempt = -1;
    };
    try {
      await runOnce(subscriber, { options: { ...options, from: position }, delivered: onDelivered, helper });
      if (signal.aborted) continue;
      onState?.({ state: "catchingUp" });
      await helper?.deliver(position, onDelivered);
    } catch (error) {
      if (signal.aborted) break;
      onState?.({ state: "reconnecting", attempt: attempt + 1, error: error instanceof Error ? error.message : String(error) });
      if (attempt % 4 === 3) subscriber.connection.renew();
      await pause(backoffMs(Math.max(attempt, 0), { firstMs: 100, longestMs: 3_000 }), signal);
    }
  }
  await helper?.end();
  onState?.({ state: "ended" });
}

/** Who reads the rest of a long history. */
interface Helper extends Pick<Aside, "deliver" | "end"> {
  /** Told how much was history so far, and whether that is all; whether the helper goes on from here. @throws what it failed with */
  takesOver(history: number, caughtUp: boolean): boolean;
}

/** A thread, started where it pays; until it is ready it is not waited for. */
function helperOf(subscriber: LogSubscriber, options: SubscribeAllOptions): Helper {
  let aside: Aside | undefined;
  let over = false;
  const end = async (): Promise<void> => {
    over = true;
    await aside?.end();
    aside = undefined;
  };
  return {
    takesOver(history, caughtUp) {
      if (caughtUp) void end();
      if (over || history < LONG_HISTORY) return false;
      aside ??= startAside(subscriber, options);
      try {
        return aside.isReady();
      } catch (error) {
        void end();
        throw error;
      }
    },
    async deliver(from, onDelivered) {
      try {
        await aside?.deliver(from, onDelivered);
      } finally {
        await end();
      }
    },
    end,
  };
}

/** What has arrived and is not delivered yet. */
interface Inbox {
  events: RecordedEvent[];
  /** Not delivered yet; undefined when there is nothing to say. */
  position: string | undefined;
  /** The furthest that was looked at. */
  reached: string;
  caughtUp: boolean;
  failure: unknown;
  wake: () => void;
}

/** What one connection is for. */
interface Run {
  readonly options: SubscribeAllOptions;
  readonly delivered: (position: string) => void;
  readonly helper: Helper | null;
}

/**
 * One connection: fills the inbox as events arrive, empties it batch by batch. Returns only by an error or the signal, or where the rest of
 * a long history is to be read aside.
 */
async function runOnce(subscriber: Subscriber, { options, delivered, helper }: Run): Promise<void> {
  const inbox: Inbox = {
    events: [], position: undefined, reached: options.from ?? "0", caughtUp: false, failure: undefined, wake: () => undefined,
  };
  const batchSize = options.batchSize ?? 1_000;
  let lastTookMs = 0;
  let lastBegan = performance.now();
  let fast = false;
  let history = 0;
  const subscription = open(subscriber, options, inbox);
  const stop = () => inbox.wake();
  options.signal.addEventListener("abort", stop);
  try {
    while (!options.signal.aborted) {
      // What came while the last batch was delivered comes faster than it is: worth larger batches, not more of them.
      const behind = inbox.position !== undefined;
      const waitMs = Math.max(fast ? FAST_WAIT_MS : 0, behind ? Math.min(WAITED_TIMES * lastTookMs, LONGEST_WAIT_MS) : 0);
      await gather(inbox, { batchSize, hurry: options.hurry, waitMs });
      const batch = take(inbox, batchSize);
      if (batch === undefined) {
        if (inbox.failure !== undefined) throw inbox.failure;
        continue;
      }
      const began = performance.now();
      fast = batch.events.length >= FEW && batch.events.length * 1_000 >= FAST_PER_SECOND * (began - lastBegan);
      lastBegan = began;
      await options.onBatch(batch);
      lastTookMs = performance.now() - began;
      delivered(batch.position);
      history += batch.events.length;
      if (helper?.takesOver(history, inbox.caughtUp) === true) return;
      if (inbox.events.length < batchSize && subscription.isPaused()) subscription.resume();
    }
  } finally {
    options.signal.removeEventListener("abort", stop);
    await subscription.unsubscribe().catch(() => subscription.destroy());
  }
}

/** How long, in ms, a batch of history waits for more: one transaction a batch is what makes a rebuild fast. */
const LINGER_MS = 40;

/** The same of what is live, where it comes faster than it is delivered: a fifth of the time goes into delivering it, at most. */
const WAITED_TIMES = 4;
/** What comes in at so many events a second, an import or a storm, goes on doing so: however fast it is delivered, more is waited for. */
const FAST_PER_SECOND = 500;
/** For so long, ms. */
const FAST_WAIT_MS = 100;
/** So few at once are somebody's command. */
const FEW = 20;
/** And never longer than this: whoever looks, and wrote nothing, sees what happens in a storm so much later. */
const LONGEST_WAIT_MS = 400;

/**
 * Waits for something to deliver: live, for what arrives in the same turn, for what somebody waits for, which is on its way, or within
 * `waitMs` where there is more than can be delivered; in the history, for a full batch.
 */
async function gather(
  inbox: Inbox,
  { batchSize, hurry, waitMs }: Pick<SubscribeAllOptions, "hurry"> & { readonly batchSize: number; readonly waitMs: number },
): Promise<void> {
  if (inbox.position === undefined && inbox.failure === undefined) await new Promise<void>((resolve) => (inbox.wake = resolve));
  await nextTick();
  const began = performance.now();
  const over = (): boolean => {
    const passedMs = performance.now() - began;
    if (!inbox.caughtUp) return passedMs >= LINGER_MS;
    const wanted = hurry?.() ?? null;
    if (wanted === null) return passedMs >= waitMs;
    // What was imported a thousand records at a time comes in many pieces, and is as one for whoever waits for the last of them.
    return comparePositions(wanted, inbox.reached) <= 0 || passedMs >= LINGER_MS;
  };
  while (inbox.failure === undefined && inbox.events.length < batchSize && !over()) await pause(2);
}

/** Takes the next batch; its checkpoint reaches as far as the events in it, or as far as was looked. */
function take(inbox: Inbox, size: number): LogBatch | undefined {
  if (inbox.position === undefined) return undefined;
  const events = inbox.events.splice(0, size);
  const more = inbox.events.length > 0;
  const position = more ? (events.at(-1)?.position ?? inbox.position) : inbox.position;
  if (!more) inbox.position = undefined;
  return { events, position, caughtUp: inbox.caughtUp && !more };
}

function open({ connection, decoder }: Subscriber, options: SubscribeAllOptions, inbox: Inbox): AllStreamSubscription {
  const highWater = (options.batchSize ?? 1_000) * 2;
  const looked = (commit: bigint) => {
    inbox.reached = commit.toString();
    inbox.position = inbox.reached;
    inbox.wake();
  };
  const from = options.from === undefined ? undefined : BigInt(options.from);
  const subscription = connection.client().subscribeToAll({
    fromPosition: from === undefined ? "start" : { commit: from, prepare: from },
    filter: serverFilter(options.filter, looked),
  });
  const fail = (error: unknown) => {
    inbox.failure ??= error;
    inbox.wake();
  };
  subscription.on("confirmation", () => options.onState?.({ state: "catchingUp" }));
  subscription.on("data", (resolved: AllStreamResolvedEvent) => {
    const record = resolved.link ?? resolved.event;
    if (record === undefined) return;
    const decoded = decoder.decodeRecord(record, resolved.commitPosition);
    if (decoded !== null && matches(options.filter, decoded)) inbox.events.push(decoded);
    looked(record.position.commit);
    if (inbox.events.length >= highWater) subscription.pause();
  });
  subscription.on("caughtUp", () => {
    inbox.caughtUp = true;
    options.onState?.({ state: "live" });
    looked(BigInt(inbox.reached));
  });
  subscription.on("error", fail);
  for (const ending of ["end", "close"] as const) subscription.on(ending, () => fail(new Error("the log ended the subscription")));
  return subscription;
}
