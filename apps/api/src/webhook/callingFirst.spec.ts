import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callingFirst } from "./callingFirst.ts";

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** So many notifications that need no incident of their own come at once; answers which of them have been taken. */
function arriving(many: number, called: ReadonlySet<string>) {
  const calls = callingFirst((incidentId) => called.has(incidentId), { clock: () => Date.now(), pause });
  const taken: number[] = [];
  const come = (): void => {
    for (let n = 0; n < many; n += 1)
      void calls.counted(async () => {
        await calls.othersFirst();
        taken.push(n);
        // What is taken is under way for a while.
        await pause(10_000);
      });
  };
  return { calls, taken, come };
}

describe("while people are called", () => {
  it("what comes with many others waits, until they have been", async () => {
    const called = new Set<string>();
    const { calls, taken, come } = arriving(8, called);
    calls.began("one");
    calls.began("two");
    come();
    await vi.advanceTimersByTimeAsync(300);
    expect(taken).toEqual([0, 1, 2]);
    called.add("one");
    await vi.advanceTimersByTimeAsync(100);
    expect(taken).toEqual([0, 1, 2]);
    called.add("two");
    await vi.advanceTimersByTimeAsync(50);
    expect(taken).toHaveLength(8);
  });

  it("it waits a second at most, for whoever nobody calls", async () => {
    const { calls, taken, come } = arriving(8, new Set());
    calls.began("one");
    come();
    await vi.advanceTimersByTimeAsync(900);
    expect(taken).toHaveLength(3);
    // Another one after it does not make it wait longer.
    calls.began("two");
    await vi.advanceTimersByTimeAsync(150);
    expect(taken).toHaveLength(8);
  });

  it("nobody waits where it cannot be known any more", async () => {
    const calls = callingFirst(() => { throw new Error("the read model is closed"); }, { clock: () => Date.now(), pause });
    calls.began("one");
    await vi.advanceTimersByTimeAsync(50);
    const turns = Array.from({ length: 8 }, () => calls.counted(() => calls.othersFirst()));
    await expect(Promise.all(turns)).resolves.toHaveLength(8);
  });

  it("what comes with few others waits for nothing, nor does anything while nobody is to be called", async () => {
    const few = arriving(3, new Set());
    few.calls.began("one");
    few.come();
    await vi.advanceTimersByTimeAsync(0);
    expect(few.taken).toHaveLength(3);
    const nobody = arriving(8, new Set());
    nobody.come();
    await vi.advanceTimersByTimeAsync(0);
    expect(nobody.taken).toHaveLength(8);
  });
});
