import type { Duty } from "../slice.ts";

/** Looks every so often, ms, until it is stopped; not again while a look is under way. A look says itself what failed. */
export function everySoOften(everyMs: number, look: () => Promise<void>): Duty {
  let underWay: Promise<void> | null = null;
  const timer = setInterval(() => {
    underWay ??= look().finally(() => { underWay = null; });
  }, everyMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
