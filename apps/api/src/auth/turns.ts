import { Rejection } from "@ballast/domain";

/** So much work at a time, and so much that waits for it. */
export interface Turns {
  /** @throws Rejection RATE_LIMITED where too much waits already */
  take<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Bounds work that is costly and that anybody may cause: what waits has its turn in order, what is too much is refused. */
export function turns({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Turns {
  let running = 0;
  const queue: (() => void)[] = [];
  return {
    async take(work) {
      if (running >= atOnce) {
        if (queue.length >= waiting)
          throw new Rejection("RATE_LIMITED", "Too many people sign in at this moment: try again in a few seconds.");
        await new Promise<void>((resolve) => queue.push(resolve));
      } else running += 1;
      try {
        return await work();
      } finally {
        // who waited takes this one's place
        const next = queue.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
