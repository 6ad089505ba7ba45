import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectSeries } from "./effectSeries.ts";

const at = (second: number): string => new Date(Date.UTC(2026, 10, 23, 14) + second * 1_000).toISOString();
const point = (second: number, requests: number, errors: number) => ({ at: at(second), requests, errors });

describe("what those felt who had the release that was left", () => {
  it("is its own numbers while they had it, and the lane's before and after", () => {
    const series = effectSeries({
      left: [point(2, 6, 1), point(3, 6, 2), point(4, 1, 0)],
      others: [point(0, 60, 0), point(1, 60, 1), point(2, 54, 0), point(3, 54, 0), point(4, 60, 0), point(5, 0, 0)],
      from: new Date(Date.parse(at(2)) + 400).toISOString(), backAt: at(4),
    });
    expect(series).toEqual([point(0, 60, 0), point(1, 60, 1), point(2, 6, 1), point(3, 6, 2), point(4, 60, 0)]);
  });

  it("is nothing where nothing was measured", () => {
    expect(effectSeries({ left: [], others: [point(0, 0, 0)], from: at(0), backAt: at(1) })).toEqual([]);
  });

  it("is joined to at most 240 points, in order, with every request in it", () => {
    const seconds = fc.uniqueArray(fc.record({ second: fc.integer({ min: 0, max: 90_000 }), requests: fc.integer({ min: 1, max: 100 }) }), {
      selector: ({ second }) => second, maxLength: 400,
    });
    fc.assert(
      fc.property(seconds, (all) => {
        const series = effectSeries({
          left: [],
          others: all.map(({ second, requests }) => point(second, requests, 0)),
          from: at(-2),
          backAt: at(-1),
        });
        expect(series.length).toBeLessThanOrEqual(240);
        expect(series.reduce((sum, { requests }) => sum + requests, 0)).toBe(all.reduce((sum, { requests }) => sum + requests, 0));
        expect(series.map((each) => each.at)).toEqual(series.map((each) => each.at).toSorted());
      }),
    );
  });
});
