/** Those who wait for the read model to pass a position. */
export interface Waiters {
  /** Whether it was passed in time. */
  wait(position: string, timeoutMs: number): Promise<boolean>;
  /** The first position that somebody waits for; null: nobody waits. */
  waited(): string | null;
  /** The read model stands here now. */
  passed(position: string): void;
  /** Lets everybody go: nothing more will come. */
  end(): void;
}

/** A queue of waiters over a position that only grows. */
export function createWaiters(current: () => string): Waiters {
  const waiting = new Set<{ position: number; settle: (reached: boolean) => void }>();
  return {
    wait(position, timeoutMs) {
      if (Number(current()) >= Number(position)) return Promise.resolve(true);
      return new Promise((resolve) => {
        const waiter = { position: Number(position), settle: (reached: boolean) => {
          clearTimeout(timer);
          waiting.delete(waiter);
          resolve(reached);
        } };
        const timer = setTimeout(() => waiter.settle(false), timeoutMs);
        waiting.add(waiter);
      });
    },
    waited: () => (waiting.size === 0 ? null : String(Math.min(...[...waiting].map(({ position }) => position)))),
    passed(position) {
      const reached = Number(position);
      for (const waiter of [...waiting]) if (waiter.position <= reached) waiter.settle(true);
    },
    end() {
      for (const waiter of [...waiting]) waiter.settle(false);
    },
  };
}
