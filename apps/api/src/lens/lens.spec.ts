import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let eve: Principal;
let tim: Principal;
let vera: Principal;
beforeAll(async () => {
  spec = await specServer();
  eve = await spec.person("eve", ["engineer"]);
  tim = await spec.person("tim", ["tpm"]);
  vera = await spec.person("vera", ["viewer"]);
  await spec.run(eve, "registerService", { slug: "checkout", name: "Checkout" });
});
afterAll(() => spec.close());

const question = (id: string, more: object = {}) => ({
  id, title: `How is ${id}?`, description: "",
  choices: [
    { id: `${id}_good`, title: "It is good", improvementPlan: { displayText: `Make ${id} good`, url: "https://example.test/good" } },
    { id: `${id}_none`, title: "None of these" },
  ],
  riskRules: [
    { condition: `${id}_good && !${id}_none`, risk: "NO_RISK" }, { condition: `${id}_none`, risk: "HIGH_RISK" },
    { condition: "default", risk: "MEDIUM_RISK" },
  ],
  ...more,
});
const file = (name: string, questions = ["rollback", "alerts", "runbook"]) => JSON.stringify({
  schemaVersion: "2021-11-01", name, description: "Before customers use it.", pillars: [{
    id: "ops", name: "Operations", questions: questions.map((id) => question(id)),
  }],
});
const imported = async (name: string): Promise<string> => (await spec.run(tim, "importLens", { lens: file(name) })).recordId;
const begun = async (lensId: string, more: object = { service: "checkout" }): Promise<string> =>
  (await spec.run(eve, "beginAssessment", { lensId, ...more })).recordId;
const read = async (id: string, fields: string, asOf = "") =>
  (
    await answered(spec, vera, { query: `query($id: ID!) { assessment(id: $id${asOf}) { ${fields} } }`, variables: { id } })
  )["assessment"] as Record<
    string, unknown
  >;
const progress = "progress { questions answered high medium none notApplicable }";

describe("a lens", () => {
  it("makes risks whatever its name: no letter is cut in two", async () => {
    const lensId = await imported(`${"n".repeat(286)}🐢🐢🐢🐢🐢🐢🐢`);
    const id = await begun(lensId);
    await spec.run(eve, "answerQuestion", { assessmentId: id, questionId: "alerts", choiceIds: ["alerts_none"] });
    await spec.run(tim, "makeRisksOfAssessment", { assessmentId: id, dueOn: "2026-12-15" });
    expect(await read(id, "pillars { questions { risk { title category } } }")).toMatchObject({
      pillars: [{ questions: [{ risk: null }, { risk: { category: `high risk of ${"n".repeat(286)}\uFFFD` } }, { risk: null }] }],
    });
  });

  it("is imported from a file by who runs the program; the same again is nothing, and what is none is refused with its path", async () => {
    await expect(spec.run(eve, "importLens", { lens: file("A") })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    for (const lens of [
      "<html>", "{}",
      JSON.stringify({
        schemaVersion: "2021-11-01", name: "A",
        pillars: [{ id: "p", name: "P", questions: [question("x", { riskRules: [{ condition: "y()", risk: "NO_RISK" }] })] }],
      }),
    ])
      await expect(spec.run(tim, "importLens", { lens })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const id = await imported("Readiness");
    expect(await imported("readiness ")).toBe(id);
    const { lens } = await answered(spec, vera, {
      query: "query($id: ID!) { lens(id: $id) { version questionCount pillars { name questions { id choices { id plan { text url } } } } } }",
      variables: { id },
    });
    expect(lens).toMatchObject({
      questionCount: 3, pillars: [{ name: "Operations", questions: [{ id: "rollback" }, { id: "alerts" }, { id: "runbook" }] }],
    });
  });
});

describe("what is answered to a lens", () => {
  it("counts by its rules, and is compared with a milestone, which shows the answers as of then", async () => {
    const id = await begun(await imported("Compared"));
    expect(await begun(await imported("Compared"))).toBe(id);
    const answer = (questionId: string, choiceIds: string[], more: object = {}) =>
      spec.run(eve, "answerQuestion", { assessmentId: id, questionId, choiceIds, ...more });
    await answer("rollback", ["rollback_none"]);
    await answer("alerts", []);
    await answer("runbook", [], { notApplicable: "nobody is called" });
    expect(await read(id, progress)).toEqual({ progress: { questions: 3, answered: 3, high: 1, medium: 1, none: 0, notApplicable: 1 } });
    await spec.run(eve, "setAssessmentMilestone", { assessmentId: id, name: "Before the launch" });
    await answer("rollback", ["rollback_good"], { note: "tried on Monday" });
    await spec.run(eve, "takeBackAnswer", { assessmentId: id, questionId: "runbook", reason: "somebody is" });
    const told = await read(id, `${progress} milestones { name position ${progress} } changes { questionId before after }`);
    expect(told).toMatchObject({
      progress: { answered: 2, high: 0, none: 1 },
      milestones: [{ name: "Before the launch", progress: { answered: 3, high: 1, none: 0 } }],
      changes: [
        { questionId: "rollback", before: "HIGH_RISK", after: "NO_RISK" }, {
          questionId: "runbook", before: "notApplicable", after: "unanswered",
        },
      ],
    });
    const [{ position }] = told["milestones"] as [{ position: string }];
    expect(await read(id, progress, `, asOf: {position: "${position}"}`)).toMatchObject({ progress: { answered: 3, high: 1 } });
  });

  it("is changed by who writes reviews or answers for it, with choices that there are", async () => {
    const id = await begun(await imported("Rights"), { ownerId: vera.person.id });
    await spec.run(vera, "answerQuestion", { assessmentId: id, questionId: "alerts", choiceIds: ["alerts_good"] });
    const other = await begun(await imported("Rights of others"));
    await expect(
      spec.run(vera, "answerQuestion", { assessmentId: other, questionId: "alerts" }),
    ).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(spec.run(eve, "answerQuestion", { assessmentId: id, questionId: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      spec.run(eve, "answerQuestion", { assessmentId: id, questionId: "alerts", choiceIds: ["rollback_good"] }),
    ).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await expect(
      spec.run(vera, "makeRisksOfAssessment", { assessmentId: id, dueOn: "2026-12-15" }),
    ).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  it("makes risks of what is high or medium by one press, once, with what the lens recommends as mitigation", async () => {
    const id = await begun(await imported("Risky"));
    await spec.run(eve, "answerQuestion", { assessmentId: id, questionId: "rollback", choiceIds: ["rollback_none"] });
    await spec.run(eve, "answerQuestion", { assessmentId: id, questionId: "alerts", choiceIds: ["alerts_good"] });
    await spec.run(eve, "answerQuestion", { assessmentId: id, questionId: "runbook", choiceIds: [] });
    for (let time = 0; time < 2; time += 1) await spec.run(eve, "makeRisksOfAssessment", { assessmentId: id, dueOn: "2026-12-15" });
    const { pillars } = await read(id, "pillars { questions { question { id } standing risk { id title reference } } }");
    const [{ questions }] = pillars as [{ questions: { standing: string; risk: { id: string; reference: string } | null }[] }];
    expect(questions).toMatchObject([
      { standing: "HIGH_RISK", risk: { title: "How is rollback?" } }, { standing: "NO_RISK", risk: null },
      { standing: "MEDIUM_RISK", risk: { title: "How is runbook?" } },
    ]);
    expect(questions[0]?.risk?.reference).not.toBe(questions[2]?.risk?.reference);
    const { risk, risks } = await answered(spec, vera, {
      query: `query($id: ID!) {
        risk(id: $id) { services { slug } assessments { lens { name } } mitigations { description dueOn } }
        risks(filter: { text: "rollback" }) { totalCount }
      }`,
      variables: { id: questions[0]?.risk?.id },
    });
    expect(risk).toEqual({
      services: [{ slug: "checkout" }], assessments: [{ lens: { name: "Risky" } }],
      mitigations: [{ description: "It is good: Make rollback good https://example.test/good", dueOn: "2026-12-15" }],
    });
    expect(risks).toEqual({ totalCount: 1 });
  });

  it("is found at its service, whose readiness review it is, and at the forum that answers it", async () => {
    const lensId = await imported("Of a service");
    const ofService = await begun(lensId);
    const forumId = (await spec.run(tim, "foundForum", {
      title: "Architecture", kind: "architecture", cadence: { every: 1, unit: "month" }, firstOn: "2026-12-15",
    })).recordId;
    const ofForum = await begun(lensId, { forumId });
    expect(ofForum).not.toBe(ofService);
    const { service, assessments } = await answered(spec, vera, {
      query: 'query($forum: ID!) { service(slug: "checkout") { assessments { id } } assessments(forum: $forum) { id } }',
      variables: { forum: forumId },
    });
    expect(JSON.stringify(service)).toContain(toGlobalId("Assessment", ofService));
    expect(assessments).toEqual([{ id: toGlobalId("Assessment", ofForum) }]);
  });

  it("is a fact of the scorecard: met by a milestone, once the register carries each high risk", async () => {
    await spec.run(tim, "publishChecks", {
      name: "before customers use it",
      checks: [{ checkId: "review", name: "Readiness review", asks: "Was it looked at?", fact: "lensAnswered", days: 180 }],
      reason: "first",
    });
    await spec.run(eve, "registerService", { slug: "billing", name: "Billing" });
    const id = await begun(await imported("The readiness review"), { service: "billing" });
    const cell = async () => {
      const { scorecard } = await answered(spec, vera, { query: '{ scorecard(service: "billing") { services { checks { state fact evidence { url says } } } } }' });
      return (scorecard as { services: { checks: { state: string; fact: string }[] }[] }).services[0]?.checks[0];
    };
    await spec.run(eve, "answerQuestion", { assessmentId: id, questionId: "rollback", choiceIds: ["rollback_none"] });
    expect(await cell()).toMatchObject({ state: "open", fact: "No milestone" });
    await spec.run(eve, "setAssessmentMilestone", { assessmentId: id, name: "Before the launch" });
    expect(await cell()).toMatchObject({ state: "overdue", fact: "1 high risk" });
    await spec.run(eve, "makeRisksOfAssessment", { assessmentId: id, dueOn: "2026-12-15" });
    expect(await cell()).toMatchObject({
      state: "met", fact: "23 Nov", evidence: [{ url: `/assessments/${toGlobalId("Assessment", id)}` }],
    });
  });
});
