import type { FlagCondition, TargetingChange } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { cohort, named, plan, rules, uuidOf } from "./exampleTargeting.ts";
import { changeWords, cohortWords, conditionWords, listedWords, rolloutWords, ruleWords, type FlagNames } from "./words.ts";

const names: FlagNames = { flag: () => "basket-v2", segment: () => "the pilots" };

describe("words for what a flag does", () => {
  it("list up to four, and of more the first three", () => {
    expect(
      [[], ["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"], ["a", "b", "c", "d", "e"]].map((words) => listedWords(words)),
    ).toEqual(["", "a", "a and b", "a, b and c", "a, b, c and d", "a, b, c and 2 more"]);
    expect(listedWords(["a", "b"], "or")).toBe("a or b");
  });

  it("say for whom a rule is", () => {
    const where: FlagCondition = { kind: "attribute", attribute: "seats", operator: "versionAtMost", values: [3, "x", true] };
    const within = (inside: boolean): FlagCondition => ({ kind: "segment", segmentId: uuidOf(1), within: inside });
    expect([where, within(true), within(false)].map((one) => conditionWords(one, names))).toEqual([
      "seats is at most version 3, x or true", "in the pilots", "not in the pilots",
    ]);
    expect(ruleWords({ conditions: [where, within(false)] }, names)).toBe("seats is at most version 3, x or true and not in the pilots");
  });

  it("say what a share gives", () => {
    const of = (...variants: readonly (readonly [string, number])[]) =>
      rolloutWords({ parts: 12_500, variants: variants.map(([variant, weight]) => ({ variant, weight })) });
    expect([of(["on", 7]), of(["on", 1], ["b", 3]), of()]).toEqual(["on for 12.5 %", "on 1 : b 3 for 12.5 %", " for 12.5 %"]);
  });

  it("say what a change is", () => {
    const told: readonly (readonly [TargetingChange, string])[] = [
      [{ kind: "rules", rules: rules(0) }, "new rules"],
      [{ kind: "rollout", parts: 25_000 }, "5 % → 25 %"],
      [{ kind: "override", override: named("acme") }, "on for acme, by name"],
      [{ kind: "clearOverride", customer: "acme" }, "acme back to the rules"],
      [{ kind: "revert", revision: 7, rules: rules(0), overrides: [] }, "back to change 7"],
      [{ kind: "ramp", plan: plan(10_000, 50_000) }, "a ramp from 5 % to 50 %"],
    ];
    for (const [change, words] of told) expect(changeWords(change, { rules: rules(5_000) })).toBe(words);
    expect(changeWords({ kind: "rollout", parts: 25_000 }, { rules: rules(null) })).toBe("0 % → 25 %");
  });

  it("say whom a change moves", () => {
    const words = (more: Partial<typeof cohort>): string => cohortWords({ ...cohort, enter: 0, ...more });
    expect(words({ known: 0 })).toBe("No customer is known yet: nobody can say whom it moves.");
    expect(words({})).toBe("No known customer is moved.");
    expect(words({ enter: 4_012, overridesStay: 3 })).toBe("4,012 customers enter, none leave; 3 overrides stay.");
    expect(words({ enter: 1, leave: 1 })).toBe("1 customer enters, 1 customer leaves.");
    expect(words({ leave: 2 })).toBe("2 customers leave.");
    expect(words({ switch: 1 })).toBe("1 customer switches.");
    expect(words({ leave: 2, switch: 5, cannotTell: 1, overridesStay: 1 })).toBe(
      "2 customers leave, 5 customers switch; of 1 customer nobody can tell; 1 override stays.",
    );
  });
});
