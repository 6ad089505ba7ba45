import { expect, it } from "vitest";
import { waysBack } from "./waysBack.ts";

const step = (revision: number, ...differences: string[]) => ({ revision, differences });

it("offers what it was before, not how it is, and nothing that changed nothing", () => {
  expect(waysBack([step(4), step(3, "share: 5 % → 25 %"), step(2), step(1, "share: 0 % → 5 %")]).map(({ revision }) => revision)).toEqual([
    1,
  ]);
  expect(waysBack([])).toEqual([]);
  expect(waysBack(Array.from({ length: 20 }, (_, index) => step(20 - index, "x"))).map(({ revision }) => revision)).toEqual([
    19, 18, 17, 16, 15, 14, 13, 12,
  ]);
});
