import { on } from "node:events";
import { Worker } from "node:worker_threads";
import type { Decoder } from "../recordedEvent.ts";
import type { SubscribeAllOptions } from "../subscribeAll.ts";
import { delivered, eventsIn, type HistoryData, type HistoryMessage } from "./messages.ts";

/** Whose history is read, and what is told of what could not be read. */
export interface HistorySource {
  readonly address: string;
  readonly decoder: Pick<Decoder, "add">;
}

/**
 * Delivers the history from a place on as `subscribeAll` does, read and decoded by a thread meanwhile. Resolves when the thread has reached
 * the end, or is no more: whoever subscribes from the last position delivered misses nothing either way.
 * @throws what `onBatch` throws, and what the thread failed with
 */
export async function readAside(
  { address, decoder }: HistorySource, { from, filter, batchSize = 1_000, onBatch, signal }: SubscribeAllOptions,
  onDelivered: (position: string) => void,
): Promise<void> {
  const data: HistoryData = { address, from, filter, batchSize };
  const thread = new Worker(new URL("./thread.ts", import.meta.url), { workerData: data });
  thread.unref();
  let last: HistoryMessage | undefined;
  try {
    for await (const [message] of on(thread, "message", { signal, close: ["exit"] }) as AsyncIterable<[HistoryMessage]>) {
      // The end of what the thread has read is not the end of the log for whoever goes on behind it.
      await onBatch({ events: eventsIn(message.text), position: message.position, caughtUp: false });
      onDelivered(message.position);
      last = message;
      if (message.over) return;
      thread.postMessage(delivered);
    }
  } finally {
    if (last !== undefined) decoder.add(last.unknown);
    await thread.terminate();
  }
}
