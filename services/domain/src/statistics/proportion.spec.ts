import { describe, expect, it } from "vitest";
import { shareAtLeast, shareAtMost } from "./proportion.ts";

describe("Clopper and Pearson's bounds", () => {
  it("are those of the tables", () => {
    // no event in n trials: 1 − 0.05^(1/n)
    expect(shareAtMost({ events: 0, trials: 2_000 })).toBeCloseTo(1 - 0.05 ** (1 / 2_000), 8);
    expect(shareAtMost({ events: 0, trials: 10 })).toBeCloseTo(0.2589, 4);
    expect(shareAtMost({ events: 1, trials: 20 })).toBeCloseTo(0.2161, 4);
    expect(shareAtLeast({ events: 9, trials: 10 })).toBeCloseTo(0.6058, 4);
    expect([shareAtMost({ events: 5, trials: 5 }), shareAtLeast({ events: 0, trials: 5 }), shareAtMost({ events: 0, trials: 0 })]).toEqual([
      1, 0, 1,
    ]);
  });
});
