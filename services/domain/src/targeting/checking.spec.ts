import type { Rollout, TargetingRule } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { Rejection } from "../rejection.ts";
import { checkRules, checkSame, rebuckets } from "./checking.ts";
import { facts, rules } from "./exampleTargeting.ts";

const share = (parts: number, ...variants: readonly (readonly [string, number])[]): Rollout =>
  ({ parts, variants: (variants.length === 0 ? [["on", 1] as const] : variants).map(([variant, weight]) => ({ variant, weight })) });
const rule = (ruleId: string, serve: TargetingRule["serve"]): TargetingRule =>
  ({ ruleId, name: ruleId, conditions: [{ kind: "attribute", attribute: "plan", operator: "is", values: ["gold"] }], serve });
const ruled = (...of: TargetingRule[]) => rules(null, { rules: of });

function refusal(check: () => void): string {
  try {
    check();
    return "fine";
  } catch (error) {
    if (error instanceof Rejection) return `${error.code} ${error.path.join(".")}`;
    throw error;
  }
}

describe("rules", () => {
  it("give what the flag has, each place once", () => {
    const checked = (given: Parameters<typeof checkRules>[0]) => refusal(() => checkRules(given, facts));
    expect(
      checked(rules(5_000, { rules: [rule("a", { kind: "variant", variant: "b" }), rule("b", { kind: "share", rollout: share(1) })] })),
    ).toBe("fine");
    expect(checked(rules(null))).toBe("fine");
    for (const wrong of [
      rules(null, { defaultVariant: "c" }), rules(0, { rollout: share(0, ["c", 1]) }), ruled(rule("a", { kind: "variant", variant: "c" })),
      ruled(rule("a", { kind: "share", rollout: share(1, ["on", 1], ["c", 1]) })),
    ])
      expect(checked(wrong)).toBe("UNKNOWN_VARIANT variant");
    expect(checked(rules(0, { rollout: share(0, ["on", 1], ["b", 1], ["on", 2]) }))).toBe("INVALID_INPUT rollout");
    expect(checked(ruled(rule("a", { kind: "share", rollout: share(1, ["b", 1], ["b", 1]) })))).toBe("INVALID_INPUT rollout");
    const on = { kind: "variant", variant: "on" } as const;
    expect(checked(ruled(rule("a", on), rule("b", on), rule("a", on)))).toBe("INVALID_INPUT rules");
  });

  it("would divide anew those whom a share reaches already by other variants or weights, and not by another share", () => {
    const [one, other] = [share(5_000, ["on", 1], ["b", 1]), share(5_000, ["on", 1], ["b", 2])];
    const of = (rollout: Rollout | null) => rules(null, { rollout });
    const within = (place: string, rollout: Rollout) => ruled(rule(place, { kind: "share", rollout }));
    const told: readonly (readonly [Parameters<typeof rebuckets>[0], Parameters<typeof rebuckets>[1], boolean])[] = [
      [of(one), of(other), true],
      [of(one), of({ ...one, parts: 90_000 }), false],
      [of({ ...one, parts: 0 }), of(other), false],
      [of(one), of({ ...other, parts: 0 }), false],
      [of(one), of(null), false],
      [of(null), of(other), false],
      [within("a", one), within("a", other), true],
      [within("a", one), within("b", other), false],
      [within("a", one), ruled(rule("a", { kind: "variant", variant: "on" })), false],
      [of(one), within("a", other), false],
      [
        rules(null, { rollout: one, rules: [rule("a", { kind: "share", rollout: one })] }),
        rules(null, { rollout: other, rules: [] }),
        true,
      ],
    ];
    for (const [before, after, expected] of told) expect(rebuckets(before, after)).toBe(expected);
    const again = (rebucket: string | null) => refusal(() => checkSame(of(one), of(other), { key: "pay", rebucket }));
    expect([again(null), again("other"), again("pay")]).toEqual(["WOULD_REBUCKET rebucket", "WOULD_REBUCKET rebucket", "fine"]);
    expect(refusal(() => checkSame(of(one), of(one), { key: "pay", rebucket: null }))).toBe("fine");
  });
});
