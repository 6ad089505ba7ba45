/** What a coalesced task needs of the world; another one in specifications. */
export interface Pauses {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

const real: Pauses = { now: () => performance.now(), wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
const leastPauseMs = 1_000;
/** The task takes at most a quarter of the time, however long it takes. */
const pauseShare = 3;

/**
 * Does the task when asked, at once the first time. Whatever is asked while it runs, or in the pause after it, is one
 * more run: a thousand askings in a second cost two.
 */
export function coalesced(task: () => Promise<unknown>, { now, wait }: Pauses = real): () => void {
  let busy = false;
  let again = false;
  const run = async (): Promise<void> => {
    busy = true;
    do {
      again = false;
      const began = now();
      // Whoever reads shows what went wrong; here it only matters that it is over.
      await task().catch(() => undefined);
      await wait(Math.max(leastPauseMs, pauseShare * (now() - began)));
    } while (again);
    busy = false;
  };
  return () => {
    if (busy) again = true;
    else void run();
  };
}
