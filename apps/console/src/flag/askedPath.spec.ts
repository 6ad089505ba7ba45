import { expect, it } from "vitest";
import { askedPath, filled } from "./askedPath.ts";

const box = { width: 60, height: 14 };

it("draws counts on their own scale; none at all lie flat at the bottom", () => {
  expect(askedPath([0, 5, 10], box)).toBe("M0.0 14.0L30.0 7.0L60.0 0.0");
  expect(askedPath([0, 0, 0], box)).toBe("M0.0 14.0L30.0 14.0L60.0 14.0");
  expect([askedPath([], box), askedPath([3], box)]).toEqual(["", ""]);
});

it("shows the hours in which nobody asked", () => {
  const from = "2026-11-23T09:00:00.000Z";
  const [start, step] = [Date.parse(from), 3_600_000];
  expect(filled([{ from, count: 3 }], { from: start + 60_000, to: start + 2 * step + 1, step }).map(({ count }) => count)).toEqual([
    3, 0, 0,
  ]);
});
