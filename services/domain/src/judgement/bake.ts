import type { Verdict } from "@ballast/schema";

/** Where a step stands when a verdict comes in. */
export type BakeState = {
  readonly verdict: Verdict;
  /** The bake's time is over, pauses not counted. */
  readonly bakeEnded: boolean;
  /** The bake was extended before. */
  readonly extended: boolean;
};

/** What to do next. `extend`: to twice its length. `pause`: and ask the deployer. */
export type BakeDecision = "rollBack" | "wait" | "passStep" | "extend" | "pause";

/**
 * What a verdict means for the step: a failure rolls back at once; a pass counts at the end of the bake; anything
 * else at the end extends the bake once and then pauses. Only a pass ever leads on.
 */
export function afterVerdict({ verdict, bakeEnded, extended }: BakeState): BakeDecision {
  if (verdict === "fail") return "rollBack";
  if (!bakeEnded) return "wait";
  if (verdict === "pass") return "passStep";
  return extended ? "pause" : "extend";
}
