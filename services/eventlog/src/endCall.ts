import type { Duplex } from "node:stream";

/** How long the other side may take to end its part. The embedded store does at once, a cluster not at all. */
const LONGEST_MS = 2_000;

/**
 * Says on a call that nothing more follows, and waits until the other side has taken what was said: cancelling alone
 * throws away what is written and not yet sent, so that acknowledged events would come again.
 */
export function endCall(call: Duplex): Promise<void> {
  if (call.destroyed || call.readableEnded) return Promise.resolve();
  const endings = ["end", "close", "error", "status"] as const;
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      for (const ending of endings) call.off(ending, settle);
      resolve();
    };
    const timer = setTimeout(settle, LONGEST_MS);
    for (const ending of endings) call.once(ending, settle);
    call.end();
  });
}
