import { expect, test } from "vitest";
import { RequestRate } from "./requestRate.ts";

const taken = (rate: RequestRate, token: string, at: number, times: number): number =>
  Array.from({ length: times }, () => rate.take(token, at)).filter((wait) => wait === null).length;

test("a token asks two seconds' worth at once and goes on at its rate; another token has its own", () => {
  const rate = new RequestRate(10);
  expect(taken(rate, "a", 1_000, 50)).toBe(20);
  expect(rate.take("a", 1_000)).toBe(1);
  expect(taken(rate, "b", 1_000, 5)).toBe(5);
  expect(taken(rate, "a", 2_000, 50)).toBe(10);
  expect(taken(rate, "a", 60_000, 50)).toBe(20);
});

test("a rate of less than one a second lets one pass, and says when the next may come", () => {
  const rate = new RequestRate(0.1);
  expect([rate.take("a", 0), rate.take("a", 1_000), rate.take("a", 10_000)]).toEqual([null, 9, null]);
});
