import { targetingRules, type TargetingRules } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { conditionOf, conditionProblem, firstCondition, firstRule, kindIn, rulesOf, rulesProblem, rulesText } from "./rulesDraft.ts";

const segmentId = "11111111-1111-4111-8111-111111111111";
const rules: TargetingRules = {
  prerequisites: [{ flagId: "22222222-2222-4222-8222-222222222222", variants: ["on"] }],
  rules: [
    {
      ruleId: "trial", name: "Plan is Trial",
      conditions: [{ kind: "attribute", attribute: "plan", operator: "is", values: ["Trial"] }], serve: { kind: "variant", variant: "off" },
    },
    {
      ruleId: "pilots", name: "Pilots",
      conditions: [
        { kind: "segment", segmentId, within: false }, { kind: "attribute", attribute: "seats", operator: "atLeast", values: [10, 20] },
        { kind: "attribute", attribute: "beta", operator: "is", values: [true] },
      ],
      serve: { kind: "share", rollout: { parts: 12_500, variants: [{ variant: "on", weight: 3 }, { variant: "off", weight: 1 }] } },
    },
  ],
  rollout: { parts: 5_000, variants: [{ variant: "on", weight: 1 }] },
  defaultVariant: "off",
};
const names = (): string => "Pilots";

describe("rules in fields", () => {
  it("come back as they went, with their ids and what the flag needs", () => {
    expect(rulesOf(rulesText(rules), rules, names)).toEqual(rules);
  });

  it("give a new rule an id that no other has, and a name by what it asks", () => {
    const asked = { ...firstCondition, attribute: "plan", values: "Trial" };
    const text = { ...rulesText(rules), rules: [...rulesText(rules).rules, { ...firstRule("on"), conditions: [asked] }] };
    const twice = {
      ...text,
      rules: [...text.rules, ...["Trial", "Trial"].map((name) => ({ ...firstRule("on"), name, conditions: [asked] }))],
    };
    const made = targetingRules.parse(rulesOf(twice, rules, names));
    expect(made.rules.map(({ ruleId, name }) => [ruleId, name])).toEqual([
      ["trial", "Plan is Trial"], ["pilots", "Pilots"], ["plan-is-trial", "plan is Trial"], ["trial-2", "Trial"],
      ["trial-3", "Trial"],
    ]);
  });
});

describe("values", () => {
  it("are one a line, and of the kind that is meant", () => {
    const values = (part: object) => conditionOf({ ...firstCondition, attribute: "a", ...part });
    expect(values({ values: "Germany, Austria\n Trial \n\n" })).toMatchObject({ values: ["Germany, Austria", "Trial"] });
    expect(values({ as: "number", values: "10\n2.5" })).toMatchObject({ values: [10, 2.5] });
    expect(values({ as: "boolean", values: "Yes\nfalse" })).toMatchObject({ values: [true, false] });
    expect(values({ as: "text", values: "10" })).toMatchObject({ values: ["10"] });
  });

  it("are numbers where numbers are compared, and texts where texts are, whatever was chosen before", () => {
    expect(kindIn({ operator: "below", as: "text" })).toBe("number");
    expect(kindIn({ operator: "startsWith", as: "boolean" })).toBe("text");
    expect(kindIn({ operator: "isNot", as: "boolean" })).toBe("boolean");
  });

  it.each([
    [{ attribute: "plan name", values: "a" }, "name an attribute with letters, digits, `_` and `-`, or a path of them as user.name."],
    [{ attribute: "plan", values: " \n" }, "plan is compared with nothing: write a value."],
    [{ attribute: "seats", operator: "below", values: "1\nmany" }, "many is no number."],
    [{ attribute: "beta", as: "boolean", values: "maybe" }, "maybe is no yes or no."],
    [{ segmentId: "" }, "which segment?"],
    [{ attribute: "plan", values: "Trial" }, null],
    [{ attribute: "user.plan", values: "Trial" }, null],
  ] as const)("of %j: %s", (part, problem) => expect(conditionProblem({ ...firstCondition, ...part })).toBe(problem));
});

it("says which rule is not done", () => {
  const text = rulesText(rules);
  expect(rulesProblem(text)).toBeNull();
  expect(rulesProblem({ ...text, rules: [{ ...firstRule("on"), conditions: [] }] })).toBe("Rule 1 asks nothing: it would be for everyone.");
  expect(rulesProblem({ ...text, rollout: { share: "5", variants: [{ variant: "on", weight: "0" }] } })).toBe(
    "The share: weights are whole numbers from 1.",
  );
  const twice = {
    share: "5",
    variants: [
      { variant: "on", weight: "1" },
      { variant: "on", weight: "1" },
    ],
  };
  expect(
    rulesProblem({
      ...text,
      rules: [{ ...firstRule("on"), conditions: [{ ...firstCondition, attribute: "a", values: "b" }], variant: null, rollout: twice }],
    }),
  ).toBe("Rule 1: each variant stands in a share once.");
});
