import { on, once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Decoder } from "../recordedEvent.ts";
import type { SubscribeAllOptions } from "../subscribeAll.ts";
import { delivered, eventsIn, type HistoryData, type HistoryMessage, type HistoryStart } from "./messages.ts";

/** Whose history is read, and what is told of what could not be read. */
export interface HistorySource {
  readonly address: string;
  readonly decoder: Pick<Decoder, "add">;
}

/** A thread that reads and decodes history for whoever delivers it. */
export interface Aside {
  /** Whether it can begin: until then it starts, and whoever started it does well to read on by itself. @throws what it failed with */
  isReady(): boolean;
  /**
   * Delivers the history from a place on as `subscribeAll` does, read and decoded by the thread meanwhile. Resolves when the thread has
   * reached the end, or is no more: whoever subscribes from the last position delivered misses nothing either way.
   * @throws what `onBatch` throws, and what the thread failed with
   */
  deliver(from: string | undefined, onDelivered: (position: string) => void): Promise<void>;
  /** The thread is needed no more. */
  end(): Promise<void>;
}

/** So much of the heap is for what is young, MB: batches pass through, and V8 would let garbage grow to several times that. */
const YOUNG_MB = 8;

/** Starts the thread. */
export function startAside(
  { address, decoder }: HistorySource, { filter, batchSize = 1_000, onBatch, signal }: SubscribeAllOptions,
): Aside {
  const data: HistoryData = { address, filter, batchSize };
  const thread = new Worker(new URL("./thread.ts", import.meta.url), {
    workerData: data, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  thread.unref();
  let state: "starting" | "ready" | { readonly failure: unknown } = "starting";
  once(thread, "message").then(() => { state = "ready"; }, (failure: unknown) => { state = { failure }; });
  // After it was ready it tells its failures to whoever delivers.
  thread.on("error", () => undefined);
  return {
    isReady() {
      if (typeof state === "object") throw state.failure;
      return state === "ready";
    },
    async deliver(from, onDelivered) {
      let last: HistoryMessage | undefined;
      const messages = on(thread, "message", { signal, close: ["exit"] }) as AsyncIterable<[HistoryMessage]>;
      thread.postMessage({ from } satisfies HistoryStart);
      try {
        for await (const [message] of messages) {
          // The end of what the thread has read is not the end of the log for whoever goes on behind it.
          await onBatch({ events: eventsIn(message.text), position: message.position, caughtUp: false });
          onDelivered(message.position);
          last = message;
          if (message.over) return;
          thread.postMessage(delivered);
        }
      } finally {
        if (last !== undefined) decoder.add(last.unknown);
      }
    },
    end: async () => void (await thread.terminate()),
  };
}
