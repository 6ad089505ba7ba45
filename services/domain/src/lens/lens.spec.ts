import type { AssessmentEvent, LensEvent, LensQuestion } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rejection } from "../rejection.ts";
import { given } from "../specification.ts";
import {
  assessmentDecider, choicesIn, holds, lensDecider, parseLens, readCondition, readLens, riskOf, standingOf, type Condition,
} from "./index.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const now = "2026-12-03T10:00:00Z";
const says = (text: string, ...chosen: readonly string[]): boolean | null => {
  const condition = readCondition(text);
  return condition === null ? null : holds(condition, new Set(chosen));
};

describe("a condition over choices", () => {
  it("knows and, or, not and brackets; and binds more than or", () => {
    expect([says("a", "a"), says("a"), says("!a"), says("!!a", "a")]).toEqual([true, false, true, true]);
    expect([says("a || b && c", "a"), says("(a || b) && c", "a"), says("a && b || c", "c"), says("!(a && b)", "a")]).toEqual([
      true, false, true, true,
    ]);
    expect([says(" a&&!b ", "a"), says("a && ! b", "a", "b"), says("!a || b", "a")]).toEqual([true, false, false]);
    expect(choicesIn(readCondition("a && !(b || c.d-e_1)") as Condition)).toEqual(["a", "b", "c.d-e_1"]);
  });

  it("is nothing else: what is run, half, too long or too deep is none", () => {
    for (const text of [
      "", " ", "a &&", "&& a", "a b", "(a", "a)", "a & b", "a | b", "!", "()", "a || ", "a && (b ||)", "process.exit(1)", "a; b", "`a`",
      "a == b", "\"a\"", "constructor[a]", "=a", "(a b", "a)b",
    ])
      expect(readCondition(text), text).toBeNull();
    expect(readCondition(`${"(".repeat(40)}a${")".repeat(40)}`)).not.toBeNull();
    expect(readCondition(`${"(".repeat(60)}a${")".repeat(60)}`)).toBeNull();
    expect(readCondition("!".repeat(3_000))).toBeNull();
    expect(readCondition(`a${" && a".repeat(1_000)}`)).toBeNull();
    expect(says("constructor || __proto__")).toBe(false);
  });

  it("means what it was written from", () => {
    const tree: fc.Arbitrary<Condition> = fc.letrec<{ one: Condition }>((tie) => ({
      one: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom("a", "b", "c").map((choice): Condition => ({ kind: "choice", id: choice })),
        tie("one").map((of): Condition => ({ kind: "not", of })),
        fc.tuple(fc.constantFrom("all" as const, "any" as const), fc.array(tie("one"), { minLength: 2, maxLength: 3 })).map(
          ([kind, of]): Condition => ({ kind, of }),
        ),
      ),
    })).one;
    const written = (condition: Condition): string =>
      condition.kind === "choice" ? condition.id
        : condition.kind === "not" ? `!(${written(condition.of)})`
        : condition.of.map((one) => `(${written(one)})`).join(condition.kind === "all" ? " && " : " || ");
    fc.assert(fc.property(tree, fc.subarray(["a", "b", "c"]), (condition, chosen) => {
      expect(says(written(condition), ...chosen)).toBe(holds(condition, new Set(chosen)));
    }));
  });
});

const file = (more: object = {}, question: object = {}) => ({
  schemaVersion: "2021-11-01", name: "Readiness", description: "Before customers use it.", _version: "1.2", _teams: ["x"],
  pillars: [{
    id: "ops", name: "Operations",
    questions: [{
      id: "ops1", title: "How do you go back?", description: "x",
      choices: [
        {
          id: "tried", title: "It was tried", helpfulResource: { displayText: "help", url: "javascript:alert(1)" },
          improvementPlan: { displayText: "Try it" },
        },
        { id: "none", title: "None of these", helpfulResource: null },
      ],
      riskRules: [
        { condition: "tried && !none", risk: "NO_RISK" }, { condition: "tried", risk: "MEDIUM_RISK" },
        { condition: "default", risk: "HIGH_RISK" },
      ],
      ...question,
    }],
  }],
  ...more,
});
const refusal = (raw: unknown): string => {
  try {
    readLens(raw);
  } catch (error) {
    if (error instanceof Rejection && error.code === "INVALID_INPUT") return error.message;
    throw error;
  }
  return "";
};

describe("a file of a lens", () => {
  it("is read whole: what it asks, recommends and says of risks, and no address that runs anything", () => {
    expect(readLens(file())).toMatchObject({
      name: "Readiness", release: "1.2",
      pillars: [{ id: "ops", questions: [{
        id: "ops1", choices: [
          { id: "tried", help: { text: "help", url: null }, plan: { text: "Try it", url: null } }, { id: "none", help: null, plan: null },
        ],
      }] }],
    });
    expect(Object.keys(readLens(file())).toSorted()).toEqual(["description", "name", "pillars", "release"]);
  });

  it("may begin with a byte order mark, and have NaN where nothing is: what has no title is called by its id", () => {
    const text = JSON.stringify(file({}, { title: "?" })).replace('"title":"?"', '"title": NaN').replace('"Readiness"', '"NaN of it"');
    expect(readLens(parseLens(`\uFEFF${text}`))).toMatchObject({ name: "NaN of it", pillars: [{ questions: [{ title: "ops1" }] }] });
    expect(() => parseLens("<html>")).toThrow("is no JSON");
    expect(parseLens('["a\uFEFFb"]'), "a mark in a text is the text's").toEqual(["a\uFEFFb"]);
    // Each sign is read once: a text without an end kept everybody waiting for minutes.
    expect(() => parseLens(`"${'\\"'.repeat(250_000)}`)).toThrow("is no JSON");
    expect(parseLens('["\\\\", NaN, "NaN \\" NaN"]')).toEqual(["\\", null, 'NaN " NaN']);
    expect(readLens(file({}, { helpfulResource: { displayText: "help", url: "https://[" } }))).toMatchObject({
      pillars: [{ questions: [{ help: { text: "help", url: null } }] }],
    });
  });

  it("is not read where something of it cannot be: with the path", () => {
    expect(refusal([])).toBe("lens is no object");
    expect(refusal(file({ schemaVersion: "2020-01-01" }))).toMatch("lens.schemaVersion");
    expect(refusal(file({ name: "" }))).toMatch("lens.name");
    expect(refusal(file({ pillars: [] }))).toMatch("lens.pillars has none");
    expect(refusal(file({ pillars: "ops" }))).toMatch("lens.pillars is no list");
    const rule = (riskRule: object): string => refusal(file({}, { riskRules: [riskRule] }));
    expect(rule({ condition: 1, risk: "NO_RISK" })).toMatch("riskRules[0].condition is no text");
    const rules = (count: number): string =>
      refusal(file({}, { riskRules: Array.from({ length: count }, () => ({ condition: "tried", risk: "NO_RISK" })) }));
    expect([rules(30), rules(31)]).toEqual(["", expect.stringContaining("more than 30")]);
    expect(refusal(file({ pillars: Array.from({ length: 31 }, () => ({})) }))).toMatch("more than 30");
    expect(refusal(file({}, { choices: [] }))).toMatch("pillars[0].questions[0].choices has none");
    expect(refusal(file({}, { choices: [{ id: "a", title: "a" }, { id: "a", title: "b" }] }))).toMatch("has a twice");
    expect(refusal(file({}, { id: "<b>" }))).toMatch("questions[0].id");
    expect(refusal(file({}, { riskRules: [] }))).toMatch("riskRules has none");
    expect(refusal(file({}, { riskRules: [{ condition: "tried", risk: "SOME" }] }))).toMatch("riskRules[0].risk");
    expect(refusal(file({}, { riskRules: [{ condition: "tried &&", risk: "NO_RISK" }] }))).toMatch("cannot be read");
    expect(refusal(file({}, { riskRules: [{ condition: "stranger", risk: "NO_RISK" }] }))).toMatch("names stranger");
    const twice = file().pillars[0];
    expect(refusal(file({ pillars: [twice, { ...twice, id: "other" }] }))).toMatch("has ops1 twice");
  });
});

const content = readLens(file());
const lensId = id(1);
const imported: LensEvent = { type: "LensImported", data: { ...content, lensId, version: 1 } };

describe("a lens", () => {
  it("is imported; the same file again is nothing, another one its next version", () => {
    const read = { type: "ImportLens", now, lensId, ...content } as const;
    given(lensDecider, []).when(read).then([imported]);
    given(lensDecider, [imported]).when(read).then([]);
    const next = { ...content, release: "1.3" };
    given(lensDecider, [imported]).when({ ...read, ...next }).then([{ type: "LensImported", data: { ...next, lensId, version: 2 } }]);
    const retired: LensEvent = { type: "LensRetired", data: { lensId, reason: "old" } };
    given(lensDecider, [imported]).when({ type: "RetireLens", now, lensId, reason: "old" }).then([retired]);
    given(lensDecider, [imported, retired]).when({ type: "RetireLens", now, lensId, reason: "old" }).then([]);
    given(lensDecider, [imported, retired]).when(read).then([{ type: "LensImported", data: { ...content, lensId, version: 2 } }]);
    given(lensDecider, []).when({ type: "RetireLens", now, lensId, reason: "old" }).thenRejected("NOT_FOUND");
  });
});

const question = content.pillars[0]?.questions[0] as LensQuestion;
const assessmentId = id(2);
const begun: AssessmentEvent = { type: "AssessmentBegun", data: { assessmentId, lensId, serviceId: id(3), forumId: null, ownerId: id(4) } };
const answer = {
  type: "AnswerQuestion", now, assessmentId, questionId: "ops1", choiceIds: ["tried"], note: "", notApplicable: null, answeredBy: id(4),
  question,
} as const;
const answered: AssessmentEvent = {
  type: "QuestionAnswered",
  data: { assessmentId, questionId: "ops1", choiceIds: ["tried"], note: "", notApplicable: null, answeredBy: id(4) },
};

describe("what is answered to a lens", () => {
  it("is about a service or by a forum, and begun once", () => {
    const begin = { type: "BeginAssessment", now, ...begun.data } as const;
    given(assessmentDecider, []).when(begin).then([begun]);
    given(assessmentDecider, [begun]).when(begin).then([]);
    given(assessmentDecider, []).when({ ...begin, forumId: id(5) }).thenRejected("INVALID_INPUT");
    given(assessmentDecider, []).when({ ...answer, choiceIds: [] }).thenRejected("NOT_FOUND");
  });

  it("takes choices that the question has, or why it does not apply, not both", () => {
    given(assessmentDecider, [begun]).when({ ...answer, choiceIds: ["tried"] }).then([answered]);
    given(assessmentDecider, [begun, answered]).when({ ...answer, choiceIds: ["tried", "tried"] }).then([]);
    given(assessmentDecider, [begun, answered]).when({ ...answer, choiceIds: ["tried"], note: "on Monday" }).then([
      { type: "QuestionAnswered", data: { ...answered.data, note: "on Monday" } },
    ]);
    given(assessmentDecider, [begun]).when({ ...answer, choiceIds: ["stranger"] }).thenRejected("INVALID_INPUT", { path: ["choiceIds"] });
    given(assessmentDecider, [begun]).when({ ...answer, choiceIds: ["tried"], notApplicable: "no deploys" }).thenRejected("INVALID_INPUT");
    given(assessmentDecider, [begun, answered]).when({ type: "TakeBackAnswer", now, assessmentId, questionId: "ops1", reason: "x" }).then([
      { type: "AnswerTakenBack", data: { assessmentId, questionId: "ops1", reason: "x" } },
    ]);
    given(assessmentDecider, [begun]).when({ type: "TakeBackAnswer", now, assessmentId, questionId: "ops1", reason: "x" }).then([]);
    given(assessmentDecider, [begun, answered])
      .when({ type: "TakeBackAnswer", now, assessmentId, questionId: "ops2", reason: "x" })
      .then([]);
  });

  it("has milestones, and risks that carry its answers, each once", () => {
    const set = { type: "SetMilestone", now, assessmentId, milestoneId: id(6), name: "Launch" } as const;
    const milestone: AssessmentEvent = { type: "MilestoneSet", data: { assessmentId, milestoneId: id(6), name: "Launch" } };
    given(assessmentDecider, [begun]).when(set).then([milestone]);
    given(assessmentDecider, [begun, milestone]).when(set).then([]);
    const carried: AssessmentEvent = { type: "AnswerBecameRisk", data: { assessmentId, questionId: "ops1", riskId: id(7) } };
    const carry = { type: "CarryAnswer", now, ...carried.data } as const;
    given(assessmentDecider, [begun]).when(carry).then([carried]);
    given(assessmentDecider, [begun, carried]).when(carry).then([]);
    const next: AssessmentEvent = { type: "AnswerBecameRisk", data: { assessmentId, questionId: "ops2", riskId: id(7) } };
    given(assessmentDecider, [begun, carried]).when({ type: "CarryAnswer", now, ...next.data }).then([next]);
  });

  it("has the risk of the first rule that holds, else of the default; none where no rule says", () => {
    expect([["tried"], ["tried", "none"], ["none"], []].map((chosen) => riskOf(question, chosen))).toEqual([
      "NO_RISK", "MEDIUM_RISK", "HIGH_RISK", "HIGH_RISK",
    ]);
    const standing = (
      choiceIds: readonly string[], notApplicable: string | null = null
    ) => standingOf(question, { choiceIds: [...choiceIds], notApplicable });
    expect([standingOf(question, undefined), standing([], "no deploys"), standing(["tried"])]).toEqual([
      "unanswered", "notApplicable", "NO_RISK",
    ]);
    // A choice that this version of the lens has not.
    expect(standing(["tried", "gone"])).toBe("NO_RISK");
    expect(
      standingOf({ ...question, rules: [{ condition: "tried", risk: "NO_RISK" }] }, { choiceIds: [], notApplicable: null }),
    ).toBe("unsaid");
  });
});
