import { expect, it } from "vitest";
import { worstShare } from "./judgeLook.ts";

const second = (requests: number, marked: number) => ({ requests, marked });

it("the worst share of so many seconds on end moves along, and forgets what has gone by", () => {
  const seconds = [second(100, 50), second(100, 10), second(100, 20), second(100, 0)];
  expect(worstShare(seconds, 1)).toBe(0.5);
  expect(worstShare(seconds, 2)).toBe(0.3);
  expect(worstShare(seconds.slice(1), 2)).toBe(0.15);
  expect(worstShare(seconds, 10)).toBe(0.2);
  expect(worstShare(seconds, 0)).toBe(0.5);
});

it("is none of too few requests, and none of no seconds", () => {
  expect(worstShare([second(19, 19)], 1)).toBe(0);
  expect(worstShare([second(20, 20)], 1)).toBe(1);
  expect(worstShare([], 5)).toBe(0);
});
