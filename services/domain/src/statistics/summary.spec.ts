import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mean, medianLinear, p90Linear, p90NearestRank, summary } from "./summary.ts";

describe("summary", () => {
  it("has nulls, not zeros, when there is nothing to sum up", () => {
    const nothing = { n: 0, mean: null, medianLinear: null, p90NearestRank: null, p90Linear: null, min: null, max: null };
    expect(summary([])).toEqual(nothing);
    expect([mean([]), medianLinear([]), p90Linear([]), p90NearestRank([])]).toEqual([null, null, null, null]);
  });

  it("interpolates at (n−1)·q", () => {
    expect(medianLinear([4, 1, 3, 2])).toBe(2.5);
    expect(p90Linear([0, 10])).toBe(9);
    expect(p90Linear([7])).toBe(7);
  });

  it("takes the ⌈0.9·n⌉-th smallest as nearest rank", () => {
    const oneTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);
    for (const [n, rank] of [[1, 1], [9, 9], [10, 9], [11, 10], [20, 18], [70, 63], [101, 91]] as const) {
      expect(p90NearestRank(oneTo(n))).toBe(rank);
    }
  });

  it("does not touch its input and keeps its figures between min and max", () => {
    // −0 is no measurement: which of two zeros is the smaller says nothing.
    const finite = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => value + 0);
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), (values) => {
        const before = [...values];
        const result = summary(values);
        expect(values).toEqual(before);
        expect(result).toMatchObject({ n: values.length, min: Math.min(...values), max: Math.max(...values) });
        for (const figure of [result.medianLinear, result.p90Linear, result.p90NearestRank]) {
          expect(figure).toBeGreaterThanOrEqual(Math.min(...values));
          expect(figure).toBeLessThanOrEqual(Math.max(...values));
        }
      }),
    );
  });
});
