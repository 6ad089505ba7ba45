import type { RecordedEvent } from "@ballast/eventlog";
import type { ReadModel } from "@ballast/readmodel";

/** More batches than this waiting means the reader is too slow; it gets the newest and misses no batch's position. */
const mostWaiting = 1_000;

/** Batches of events as this node can read them, until the reader stops. A slow reader holds back nobody. */
export async function* appliedBatches(readModel: ReadModel): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  const waiting: (readonly RecordedEvent[])[] = [];
  let wake: () => void = () => undefined;
  const stop = readModel.onApplied(({ events }) => {
    if (waiting.length >= mostWaiting) waiting.shift();
    waiting.push(events);
    wake();
  });
  try {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stop();
  }
}

/** At most one answer in so many milliseconds: the last of each burst is always given. */
export async function* calmly<Value>(source: AsyncGenerator<unknown, void, undefined>, { everyMs, read }: { everyMs: number; read: () => Value }): AsyncGenerator<Value, void, undefined> {
  let pending: Promise<unknown> | null = null;
  try {
    for await (const _ of source) {
      yield read();
      pending = new Promise((resolve) => setTimeout(resolve, everyMs));
      await pending;
    }
  } finally {
    await source.return();
  }
}
