import { describe, expect, it } from "vitest";
import { coalesced } from "./coalesced.ts";

/** A clock that goes on by what is waited for, and waits that end when they are told to. */
function stillWorld() {
  let ms = 0;
  const waiting: { ms: number; end: () => void }[] = [];
  return {
    waiting,
    pauses: { now: () => ms, wait: (length: number) => new Promise<void>((end) => void waiting.push({ ms: length, end })) },
    takes: (length: number) => { ms += length; },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a task that is asked for many times", () => {
  it("runs at once, and once more for all that was asked meanwhile", async () => {
    const world = stillWorld();
    let runs = 0;
    const ask = coalesced(async () => { runs += 1; world.takes(10); }, world.pauses);
    for (let n = 0; n < 1_000; n += 1) ask();
    await settled();
    expect([runs, world.waiting.map(({ ms }) => ms)]).toEqual([1, [1_000]]);
    for (let n = 0; n < 1_000; n += 1) ask();
    world.waiting.shift()?.end();
    await settled();
    expect(runs).toBe(2);
    world.waiting.shift()?.end();
    await settled();
    expect([runs, world.waiting]).toEqual([2, []]);
    ask();
    await settled();
    expect(runs).toBe(3);
  });

  it("rests longer the longer it takes, and goes on after a failure", async () => {
    const world = stillWorld();
    const ask = coalesced(async () => { world.takes(2_000); throw new Error("no network"); }, world.pauses);
    ask();
    await settled();
    expect(world.waiting.map(({ ms }) => ms)).toEqual([6_000]);
  });
});
