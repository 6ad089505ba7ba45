import { expect, it } from "vitest";
import type { FlagPolicyRecord } from "./policyDocuments.ts";
import { approvalWords, cleanUpWords, daysTyped, ownCleanUpWords } from "./policyWords.ts";

const policy = (environment: string | null, cleanUpAfterDays: number | null): FlagPolicyRecord =>
  ({ id: "p", environment, cleanUpAfterDays, approval: false, approvalOfOverrides: false });

it("says what a second person looks at, and after how long flags are to be cleaned up by whose word", () => {
  const words = [[false, false], [true, false], [false, true], [true, true]].map(([approval = false, approvalOfOverrides = false]) =>
    approvalWords({ approval, approvalOfOverrides }));
  expect(words).toEqual([
    "nobody is asked", "rules, shares, ramps and reverts", "what single customers get by name", "every change, of single customers too",
  ]);
  const [unsaid, usual] = [policy(null, null), policy(null, 30)];
  expect(cleanUpWords(unsaid, unsaid)).toBe("7 days, unless said otherwise");
  expect(cleanUpWords(usual, usual)).toBe("30 days");
  expect(cleanUpWords(policy("production", null), usual)).toBe("30 days, as everywhere");
  expect(cleanUpWords(policy("production", 1), usual)).toBe("1 day");
  expect(cleanUpWords(policy("production", null), unsaid)).toBe("7 days, as everywhere");
});

it("takes whole days, or nothing", () => {
  expect(["", " ", "14", "0", "3650", "3651", "1.5", "soon"].map(daysTyped)).toEqual([
    null, null, 14, undefined, 3_650, undefined, undefined, undefined,
  ]);
});

it("says after how long one flag is to be cleaned up", () =>
  expect([null, 1, 30].map(ownCleanUpWords)).toEqual(["as long as its environment says", "1 day", "30 days"]));
