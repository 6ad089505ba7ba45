import type { RecordedEvent } from "@ballast/eventlog";
import type { ReadModel } from "@ballast/readmodel";

/** What somebody wants to be told. */
export interface Telling<Value> {
  readonly readModel: Pick<ReadModel, "onApplied">;
  /** Whether an event that can be read now gives reason to read again. */
  readonly touches: (recorded: RecordedEvent) => boolean;
  /** What there is to tell; nothing is fine. Asked again only after what it answered was taken. */
  readonly read: () => readonly Value[];
  /** Whether there is more to read after these were taken. */
  readonly goesOn?: (values: readonly Value[]) => boolean;
  /** Reads at once, before anything happens. */
  readonly atOnce?: boolean;
  /** Reads no more often than this, ms; the last of a burst is always told. */
  readonly everyMs?: number;
  /** Reads again after this time even where nothing happened, ms. */
  readonly tickMs?: number;
}

/**
 * Values that are read whenever something happened, for as long as somebody listens. Nothing is queued: a slow reader
 * reads later and gets what holds then. Ends the moment its reader goes, also in the middle of waiting.
 */
export function told<Value>({
  readModel, touches, read, goesOn, atOnce = false, everyMs = 0, tickMs,
}: Telling<Value>): AsyncIterableIterator<Value> {
  const bell = openBell(atOnce);
  const stop = readModel.onApplied(({ events }) => {
    // All of them are looked at: `touches` may note what it saw.
    if (events.filter(touches).length > 0) bell.ring();
  });
  const ticking = tickMs === undefined ? undefined : setInterval(() => bell.ring(), tickMs);
  const waiting: Value[] = [];
  let quietUntil = 0;
  const end = (): void => {
    stop();
    clearInterval(ticking);
    bell.end();
  };
  const next = async (): Promise<IteratorResult<Value>> => {
    while (waiting.length === 0) {
      if (!(await bell.heard(quietUntil - Date.now()))) return { done: true, value: undefined };
      quietUntil = Date.now() + everyMs;
      try {
        waiting.push(...read());
        if (goesOn?.(waiting) === true) bell.ring();
      } catch (error) {
        end();
        throw error;
      }
    }
    const [value] = waiting.splice(0, 1);
    return value === undefined ? next() : { done: false, value };
  };
  return {
    next,
    return: async () => {
      end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

interface Bell {
  ring(): void;
  end(): void;
  /** Waits for a ring, and at least so long; false when it has ended. */
  heard(notBeforeMs: number): Promise<boolean>;
}

function openBell(rung: boolean): Bell {
  let pending = rung;
  let ended = false;
  let wake: () => void = () => undefined;
  const woken = (): Promise<void> => new Promise((resolve) => (wake = resolve));
  return {
    ring() {
      pending = true;
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async heard(notBeforeMs) {
      if (notBeforeMs > 0) await pause(notBeforeMs, () => ended, woken);
      while (!pending && !ended) await woken();
      pending = false;
      return !ended;
    },
  };
}

/** Lets time pass; an end cuts it short. */
async function pause(ms: number, isOver: () => boolean, woken: () => Promise<void>): Promise<void> {
  let over = isOver();
  const timer = Promise.withResolvers<void>();
  const timeout = setTimeout(() => {
    over = true;
    timer.resolve();
  }, ms);
  while (!over && !isOver()) await Promise.race([timer.promise, woken()]);
  clearTimeout(timeout);
}
