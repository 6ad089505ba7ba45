import { expect, it } from "vitest";
import { makingWords, rebucketWords } from "./making.ts";
import type { Drafted } from "./making.ts";

const share: Drafted = { kind: "rollout", parts: 25_000 };
const ramp: Drafted = { kind: "ramp", plan: { steps: [{ parts: 25_000, bakeMs: 1 }] } };

it("says on the button what it does, by the draft and by what the environment asks for", () => {
  expect(makingWords({ change: share, words: "5 % → 25 %" }, false)).toBe("Apply 5 % → 25 %");
  expect(makingWords({ change: share, words: "5 % → 25 %" }, true)).toBe("Propose 5 % → 25 %");
  expect(makingWords({ change: ramp, words: "a ramp 5 % → 25 %" }, false)).toBe("Start a ramp 5 % → 25 %");
  expect(makingWords({ change: ramp, words: "a ramp 5 % → 25 %" }, true)).toBe("Propose a ramp 5 % → 25 %");
});

it("counts whom it would divide anew", () => {
  const cohort = {
    known: 2_000, enter: 1_000, leave: 11, switch: 1, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] },
  };
  expect(rebucketWords(cohort)).toBe("Re-bucket 1,012 customers");
  expect(rebucketWords({ ...cohort, enter: 0, leave: 0 })).toBe("Re-bucket 1 customer");
  expect(rebucketWords(null)).toBe("Re-bucket customers");
});
