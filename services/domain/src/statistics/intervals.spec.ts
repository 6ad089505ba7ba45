import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip, coveredLength, union } from "./intervals.ts";

const anyIntervals = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -3, max: 20 })).map(([from, length]) => ({ from, to: from + length })),
);

describe("intervals", () => {
  it("cover exactly the moments that one of them contains", () => {
    fc.assert(
      fc.property(anyIntervals, (intervals) => {
        const moments = Array.from({ length: 100 }, (_, moment) => moment - 5);
        const contained = moments.filter((m) => intervals.some(({ from, to }) => from <= m && m < to));
        expect(moments.filter((m) => union(intervals).some(({ from, to }) => from <= m && m < to))).toEqual(contained);
        expect(coveredLength(intervals)).toBe(contained.length);
      }),
    );
  });

  it("are disjoint and in order after a union", () => {
    fc.assert(
      fc.property(anyIntervals, (intervals) => {
        const joined = union(intervals);
        joined.forEach((interval, index) => {
          const next = joined[index + 1];
          if (next !== undefined) expect(interval.to).toBeLessThan(next.from);
        });
      }),
    );
  });

  it("are half-open: what ends where the window begins lies outside", () => {
    const window = { from: 10, to: 20 };
    expect(clip({ from: 5, to: 10 }, window)).toBeUndefined();
    expect(clip({ from: 20, to: 25 }, window)).toBeUndefined();
    expect(clip({ from: 15, to: 15 }, window)).toBeUndefined();
    expect(clip({ from: 5, to: 12 }, window)).toEqual({ from: 10, to: 12 });
    expect(clip({ from: 5, to: 50 }, window)).toEqual(window);
  });
});
