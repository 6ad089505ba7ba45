import { describe, expect, it } from "vitest";
import { median, rowOf, verdictOn, type Figure } from "../bench/figure.ts";

const calm = { busy: false };
const list: Figure = {
  what: "list query, requests a second", ours: [1_300, 1_500, 1_400], reference: { what: "PostGraphile", values: [700, 650] },
  goal: { of: "ratio", atLeast: 2 },
};

describe("a figure and its goal", () => {
  it("counts by the middle one of its rounds, beside the reference's middle one", () => {
    expect(verdictOn(list, calm)).toMatchObject({ ours: 1_400, reference: { value: 675 }, met: true });
    expect(verdictOn({ ...list, ours: [1_300] }, calm)).toMatchObject({ ratio: 1_300 / 675, spread: 0, met: false });
    expect([median([3, 1, 2]), median([4, 1]), median([])]).toEqual([2, 2.5, Number.NaN]);
  });

  it("is met at its bound, from either side", () => {
    const at = (goal: Figure["goal"]) => verdictOn({ what: "p50, ms", ours: [6], goal }, calm).met;
    expect(at({ of: "ours", atMost: 6 })).toBe(true);
    expect(at({ of: "ours", atMost: 5.9 })).toBe(false);
    expect(at({ of: "ours", atLeast: 6 })).toBe(true);
    expect(at({ of: "ours", atLeast: 6.1 })).toBe(false);
  });

  it("is not judged without its reference, without a value, or where the machine did other things", () => {
    expect(verdictOn({ ...list, reference: undefined }, calm).met).toBeNull();
    expect(verdictOn({ ...list, ours: [] }, calm).met).toBeNull();
    expect(verdictOn(list, { busy: true })).toMatchObject({ ours: 1_400, met: null });
  });

  it("stands in a row, beside what an earlier run said", () => {
    const now = verdictOn(list, calm);
    expect(rowOf(now)).toEqual({
      what: "list query, requests a second", ours: "1,400 ± 7.14 %", reference: "675 PostGraphile", ratio: "2.07 ×",
      goal: "≥ 2 ×", met: "yes",
    });
    expect(rowOf(now, { ...now, ours: 700 })).toMatchObject({ before: "700", change: "2 ×" });
    expect(rowOf({ ...now, met: null }).met).toBe("not judged");
  });
});
