import { segmentMembers } from "@ballast/schema";
import { expect, it } from "vitest";
import { firstCondition } from "./rulesDraft.ts";
import { membersOf, newSegment, segmentProblem, segmentText } from "./segmentDraft.ts";

const members = {
  included: ["acme", "globex"], excluded: ["initech"],
  rules: [[{ kind: "attribute" as const, attribute: "seats", operator: "atLeast" as const, values: [10] }]],
};

it("comes back as it went, each customer once", () => {
  const text = segmentText({ slug: "pilots", name: "Pilots", description: "", members });
  expect(segmentMembers.parse(membersOf(text))).toEqual(members);
  expect(membersOf({ ...text, included: " acme\n\nglobex\nacme " }).included).toEqual(["acme", "globex"]);
});

it.each([
  [{ key: "Pilots" }, "A key is of lower-case letters, digits and single dashes."],
  [{ key: "pilots", rules: [[firstCondition]] }, "Rule 1: name an attribute with letters, digits, `_` and `-`, or a path of them as user.name."],
  [
    { key: "pilots", included: Array.from({ length: 10_001 }, (_, n) => `c-${String(n)}`).join("\n") },
    "At most 10,000 customers stand in it by name: use a rule.",
  ],
  [{ key: "pilots" }, null],
])("says what is wrong with %j", (part, problem) => expect(segmentProblem({ ...newSegment, ...part })).toBe(problem));
