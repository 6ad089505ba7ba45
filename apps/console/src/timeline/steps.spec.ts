import { describe, expect, it } from "vitest";
import { stepOf, stretchesOf, stretchPaths } from "./steps.ts";

const turned = (
  from: number,
  share: number,
  { to = from + 10, flag = "pay", tone = "planned" as "planned" | "bad", known = true } = {},
) => ({
  key: `${flag}-${String(from)}`,
  from,
  to,
  row: 0,
  known,
  entry: { lane: "flags" as const, recordId: flag, tone, evidence: { environment: "production", "share of customers, %": share } },
});

describe("a flag's step line", () => {
  it("goes from share to share, and a kill drops it to nothing", () => {
    const line = stretchesOf([turned(0, 5), turned(10, 25), turned(20, 0, { tone: "bad" }), turned(30, 25)]);
    expect(line.map(({ before, level, tone }) => [before, level, tone])).toEqual([
      [null, 0.2, "planned"], [0.2, 1, "planned"], [1, 0, "bad"], [0, 1, "planned"],
    ]);
  });

  it("is one for each flag and environment, each on its own scale", () => {
    const line = stretchesOf([turned(0, 50), turned(5, 1, { flag: "search" }), turned(10, 100), turned(15, 0, { flag: "search" })]);
    expect(line.map(({ key, before, level }) => [key, before, level])).toEqual([
      ["pay-0", null, 0.5], ["pay-10", 0.5, 1], ["search-5", null, 1], ["search-15", 1, 0],
    ]);
    expect(stretchesOf([turned(0, 0)])[0]?.level).toBe(0);
  });

  it("is of flags that say their share, and of nothing else", () => {
    const { entry } = turned(0, 5);
    expect(stepOf(entry)).toEqual({ series: "pay production", share: 5 });
    expect(stepOf({ ...entry, evidence: {} })).toBeNull();
    expect(stepOf({ ...entry, lane: "impact" })).toBeNull();
  });

  it("is drawn level after its step, on a ground where it is more than nothing", () => {
    const box = { x0: 10, x1: 50, top: 0, bottom: 20 };
    expect(stretchPaths({ before: 0.5, level: 1 }, box)).toEqual({ line: "M10.0,10.0V0.0H50.0", area: "M10.0,20.0V0.0H50.0V20.0Z" });
    expect(stretchPaths({ before: null, level: 0 }, box)).toEqual({ line: "M10.0,20.0V20.0H50.0", area: "" });
  });
});
