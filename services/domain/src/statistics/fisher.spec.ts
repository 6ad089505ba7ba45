import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fisherGreater } from "./fisher.ts";
import type { Share } from "./proportion.ts";

/** Pascal's triangle in whole numbers: slow and exact. */
function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 0; i < k; i += 1) result = (result * BigInt(n - i)) / BigInt(i + 1);
  return result;
}

function fisherByCounting({ events: x, trials: n }: Share, { events: y, trials: m }: Share): number {
  const ways = (k: number) => (x + y - k < 0 ? 0n : choose(n, k) * choose(m, x + y - k));
  let above = 0n;
  for (let k = x; k <= Math.min(n, x + y); k += 1) above += ways(k);
  return Number((above * 10n ** 30n) / choose(n + m, x + y)) / 1e30;
}

const anyShare = fc
  .integer({ min: 1, max: 300 })
  .chain((trials) => fc.record({ trials: fc.constant(trials), events: fc.integer({ min: 0, max: trials }) }));

describe("Fisher's exact test", () => {
  it("gives what counting all tables gives", () => {
    fc.assert(
      fc.property(anyShare, anyShare, (a, b) => {
        const above = a.events * b.trials > b.events * a.trials;
        const exact = above ? fisherByCounting(a, b) : 1;
        expect(fisherGreater(a, b)).toBeCloseTo(exact, 10);
      }),
    );
  });

  it("knows the lady tasting tea", () => {
    expect(fisherGreater({ events: 3, trials: 4 }, { events: 1, trials: 4 })).toBeCloseTo(17 / 70, 12);
  });

  it("stays right and quick over millions", () => {
    const p = fisherGreater({ events: 10_100, trials: 1_000_000 }, { events: 100_000, trials: 10_000_000 });
    expect(p).toBeGreaterThan(0.16); // one standard deviation is about 105 events: z = 0.95
    expect(p).toBeLessThan(0.18);
  });

  it("is 1 without data", () => {
    expect(fisherGreater({ events: 0, trials: 0 }, { events: 1, trials: 10 })).toBe(1);
    expect(fisherGreater({ events: 1, trials: 10 }, { events: 0, trials: 0 })).toBe(1);
  });
});
