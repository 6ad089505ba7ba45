import { describe, expect, it } from "vitest";
import { afterVerdict } from "./bake.ts";

const verdicts = ["pass", "fail", "inconclusive", "error"] as const;
const decisions = (bakeEnded: boolean, extended: boolean) => verdicts.map((verdict) => afterVerdict({ verdict, bakeEnded, extended }));

describe("after a verdict", () => {
  it("only a failure acts before the bake has ended", () => {
    expect(decisions(false, false)).toEqual(["wait", "rollBack", "wait", "wait"]);
    expect(decisions(false, true)).toEqual(["wait", "rollBack", "wait", "wait"]);
  });

  it("the end of the bake extends it once, then pauses; only a pass leads on", () => {
    expect(decisions(true, false)).toEqual(["passStep", "rollBack", "extend", "extend"]);
    expect(decisions(true, true)).toEqual(["passStep", "rollBack", "pause", "pause"]);
  });
});
