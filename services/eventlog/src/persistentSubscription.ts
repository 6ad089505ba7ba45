import { Duplex } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { PersistentSubscriptionDoesNotExistError, type PersistentSubscriptionBase, type ResolvedEvent } from "@eventstore/db-client";
import type { StreamName } from "@ballast/schema";
import { endCall } from "./endCall.ts";
import type { LogFilter } from "./filter.ts";
import { createGroup, groupName } from "./persistentGroup.ts";
import type { RecordedEvent } from "./recordedEvent.ts";
import { backoffMs, pause } from "./retry.ts";
import type { Subscriber, SubscriptionState } from "./subscribeAll.ts";

/** A subscription whose place the server remembers for the whole group; at least once. */
export interface PersistentSubscriptionOptions {
  /** Created if missing, at the beginning of the log; with another filter than before, where it stood. */
  readonly group: string;
  /** Of the whole log; ignored when `stream` is given. */
  readonly filter?: LogFilter | undefined;
  readonly stream?: StreamName | undefined;
  /** Acknowledged when it resolves. Events of one stream are handled one after the other. */
  readonly handler: (event: RecordedEvent, attempt: number) => Promise<void> | void;
  /** Whether to set an event aside instead of trying again; by default after ten attempts. */
  readonly shouldPark?: ((error: unknown, attempt: number) => boolean) | undefined;
  /** How many events may be in the handler at once; 8 unless told. */
  readonly concurrency?: number | undefined;
  readonly signal: AbortSignal;
  readonly onState?: ((state: SubscriptionState) => void) | undefined;
  /** Hears of every failure of the handler, with what was done about it. */
  readonly onFailure?: ((failure: HandlerFailure) => void) | undefined;
}

/** A handler failed on an event. */
export interface HandlerFailure {
  readonly event: RecordedEvent;
  readonly attempt: number;
  readonly error: unknown;
  readonly action: "retry" | "park";
}

type Delivered = ResolvedEvent & { readonly retryCount: number };
type GroupSubscription = PersistentSubscriptionBase<Delivered>;

const PARK_AFTER = 10;

/** Handles the group's events until the signal aborts; connects again whenever the connection is lost. */
export async function subscribePersistently(subscriber: Subscriber, options: PersistentSubscriptionOptions): Promise<void> {
  const { signal, onState } = options;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    onState?.({ state: "connecting" });
    try {
      await runOnce(subscriber, options, () => {
        attempt = -1;
        onState?.({ state: "live" });
      });
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof PersistentSubscriptionDoesNotExistError)
        await createGroup(subscriber.connection.client(), options).catch((cause: unknown) => onState?.(lost(attempt, cause)));
      onState?.(lost(attempt, error));
      if (attempt % 4 === 3) subscriber.connection.renew();
      await pause(backoffMs(Math.max(attempt, 0), { firstMs: 100, longestMs: 3_000 }), signal);
    }
  }
  onState?.({ state: "ended" });
}

const lost = (attempt: number, error: unknown): SubscriptionState =>
  ({ state: "reconnecting", attempt: attempt + 1, error: error instanceof Error ? error.message : String(error) });

/** One connection; ends by an error or the signal. */
async function runOnce(subscriber: Subscriber, options: PersistentSubscriptionOptions, confirmed: () => void): Promise<void> {
  const bufferSize = options.concurrency ?? 8;
  const client = subscriber.connection.client();
  const subscription: GroupSubscription =
    options.stream === undefined
      ? client.subscribeToPersistentSubscriptionToAll(groupName(options), { bufferSize })
      : client.subscribeToPersistentSubscriptionToStream(options.stream, options.group, { bufferSize });
  const delivery = createDelivery(subscriber, options, subscription);
  let call: Duplex | undefined;
  // The call itself is private to the client; it shows itself when it is piped in.
  subscription.once("pipe", (source: unknown) => {
    if (source instanceof Duplex) call = source;
  });
  try {
    await new Promise<void>((resolve, reject) => {
      options.signal.addEventListener("abort", () => resolve(), { once: true });
      if (options.signal.aborted) resolve();
      subscription.on("confirmation", confirmed);
      subscription.on("data", (resolved: Delivered) => delivery.take(resolved).catch(reject));
      subscription.on("error", reject);
      for (const ending of ["end", "close"] as const) subscription.on(ending, () => reject(new Error("the log ended the subscription")));
    });
    await delivery.settled();
    if (call !== undefined) await endCall(call);
  } finally {
    await delivery.settled();
    await subscription.unsubscribe().catch(() => subscription.destroy());
  }
}

/** Hands events to the handler: one after the other within a stream, side by side across streams. */
function createDelivery({ decoder }: Subscriber, options: PersistentSubscriptionOptions, subscription: GroupSubscription) {
  const queues = new Map<string, Promise<void>>();
  const running = new Set<string>();
  const acknowledge = acknowledgingOf(subscription);
  const handle = async (resolved: Delivered): Promise<void> => {
    // What is not begun when it stops is somebody else's, or its own the next time.
    if (options.signal.aborted) return;
    const record = resolved.link ?? resolved.event;
    const event = record === undefined ? null : decoder.decodeRecord(record, resolved.commitPosition);
    if (event === null) return acknowledge(resolved);
    try {
      await options.handler(event, resolved.retryCount);
    } catch (error) {
      return answerFailure(options, subscription, { resolved, event, error });
    }
    await acknowledge(resolved);
  };
  return {
    /** An event that is delivered again while it is still in the handler is answered by the first. */
    async take(resolved: Delivered): Promise<void> {
      const record = resolved.link ?? resolved.event;
      if (record === undefined || running.has(record.id)) return;
      running.add(record.id);
      const queue = (queues.get(record.streamId) ?? Promise.resolve()).then(() => handle(resolved));
      const tail = queue.catch(() => undefined);
      queues.set(record.streamId, tail);
      try {
        await queue;
      } finally {
        running.delete(record.id);
        if (queues.get(record.streamId) === tail) queues.delete(record.streamId);
      }
    },
    settled: () => Promise.allSettled(queues.values()),
  };
}

/** What is done in the same turn is acknowledged with one message: in a storm each of its own would cost as much as what it is about. */
function acknowledgingOf(subscription: GroupSubscription): (resolved: Delivered) => Promise<void> {
  let done: Delivered[] = [];
  let sent: Promise<void> | undefined;
  return (resolved) => {
    done.push(resolved);
    sent ??= nextTurn().then(async () => {
      const together = done;
      [done, sent] = [[], undefined];
      await subscription.ack(...together);
    });
    return sent;
  };
}

/** Waits a little before asking for a repetition: the server would repeat at once. */
async function answerFailure(
  { shouldPark, onFailure, signal }: PersistentSubscriptionOptions,
  subscription: GroupSubscription,
  { resolved, event, error }: { resolved: Delivered; event: RecordedEvent; error: unknown },
): Promise<void> {
  const attempt = resolved.retryCount;
  const park = shouldPark?.(error, attempt) ?? attempt >= PARK_AFTER;
  onFailure?.({ event, attempt, error, action: park ? "park" : "retry" });
  if (!park) await pause(backoffMs(attempt, { firstMs: 50, longestMs: 5_000 }), signal);
  const reason = error instanceof Error ? error.message : String(error);
  await subscription.nack(park ? "park" : "retry", reason.slice(0, 500), resolved);
}
