import { describe, expect, it } from "vitest";
import { numbersFrom } from "../judgement/simulation/random.ts";
import { assignmentTail, type Contribution } from "./assignmentTail.ts";

/** What customers add, made to sum up to 0. */
function centred(contributions: readonly Contribution[]): readonly Contribution[] {
  const count = contributions.reduce((sum, each) => sum + each.count, 0);
  const mean = contributions.reduce((sum, each) => sum + each.count * each.value, 0) / count;
  return contributions.map(({ count: of, value }) => ({ count: of, value: value - mean }));
}

/** How often the tail falls below a level when chance alone puts customers on sides. */
function shareBelow(contributions: readonly Contribution[], share: number, level: number): number {
  const random = numbersFrom(7);
  const [runs, each] = [20_000, centred(contributions)];
  let below = 0;
  for (let run = 0; run < runs; run += 1) {
    let sum = 0;
    for (const { count, value } of each) for (let customer = 0; customer < count; customer += 1) if (random() < share) sum += value;
    if (assignmentTail({ contributions: each, share, sum }) < level) below += 1;
  }
  return below / runs;
}

const populations: Readonly<Record<string, readonly Contribution[]>> = {
  "few always fail": [{ count: 480, value: 0 }, { count: 20, value: 30 }],
  "many fail now and then": [{ count: 300, value: 0 }, { count: 120, value: 1 }, { count: 60, value: 2 }, { count: 20, value: 3 }],
  "one is heavy": [{ count: 400, value: 0 }, { count: 90, value: 1 }, { count: 1, value: 40 }],
};

describe("what chance alone puts on one side", () => {
  for (const [name, population] of Object.entries(populations)) {
    it.each([0.1, 0.5])(`is called rarer than 1 in 200 hardly more often than that: ${name}, %d of them on the side`, (share) => {
      expect(shareBelow(population, share, 0.005)).toBeLessThan(0.007);
    });
  }

  it("is near the binomial tail where everybody adds the same: 9 or more of 25 at 10 % have 1 chance in 2,100", () => {
    const population = centred([{ count: 225, value: 0 }, { count: 25, value: 1 }]);
    const tail = assignmentTail({ contributions: population, share: 0.1, sum: 9 * 0.9 - 22.5 * 0.1 });
    expect(tail).toBeGreaterThan(0.0002);
    expect(tail).toBeLessThan(0.001);
  });

  it("is certain where nothing stands out, and as small as it is where everything does", () => {
    const population = centred([{ count: 50, value: 0 }, { count: 50, value: 1 }]);
    expect(assignmentTail({ contributions: population, share: 0.5, sum: 0 })).toBe(1);
    expect(assignmentTail({ contributions: population, share: 0.5, sum: -3 })).toBe(1);
    expect(assignmentTail({ contributions: population, share: 0.5, sum: 25 })).toBeLessThan(1e-20);
    expect(assignmentTail({ contributions: [{ count: 40, value: 0 }], share: 0.5, sum: 1 })).toBe(1);
  });

  it("grows smaller the more stands out", () => {
    const population = centred([{ count: 400, value: 0 }, { count: 90, value: 1 }, { count: 5, value: 20 }]);
    const tails = Array.from({ length: 60 }, (_, sum) => assignmentTail({ contributions: population, share: 0.1, sum: sum + 10 }));
    expect(tails).toEqual(tails.toSorted((a, b) => b - a));
    expect(tails.every((tail) => tail > 0 && tail <= 1)).toBe(true);
  });
});
