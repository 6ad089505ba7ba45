import type { ObjectiveEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import type { ObjectiveContent } from "./objective.ts";
import { objectiveDecider } from "./objectiveDecider.ts";

const now = "2026-11-28T10:00:00.000Z";
const objectiveId = "35000000-0000-4000-8000-000000000001";
const serviceId = "20000000-0000-4000-8000-000000000001";
const content: ObjectiveContent = {
  objectiveId, name: "Checkout", parts: [{ serviceId, component: null, share: 100_000 }], target: 99_800,
  window: { kind: "rolling", days: 30 }, weights: { critical: 100_000, major: 100_000, minor: 0 }, overlap: "max", maintenance: "excluded",
  ownerId: null,
};
const defined: ObjectiveEvent = { type: "ObjectiveDefined", data: content };
const retired: ObjectiveEvent = { type: "ObjectiveRetired", data: { objectiveId, reason: "merged with the shop's" } };
const define = (other: Partial<ObjectiveContent> = {}) => ({ type: "DefineObjective", now, ...content, ...other }) as const;
const change = (other: Partial<ObjectiveContent> = {}) =>
  ({ type: "ChangeObjective", now, ...content, ...other, reason: "the contract says so" }) as const;

describe("an objective", () => {
  it("is defined once", () => {
    given(objectiveDecider, []).when(define()).then([defined]);
    given(objectiveDecider, [defined]).when(define()).then([]);
    given(objectiveDecider, [defined]).when(define({ target: 99_900 })).thenRejected("ALREADY_EXISTS", { message: "Checkout" });
  });

  it.each<[string, Partial<ObjectiveContent>, string[]]>([
    ["a target of everything", { target: 100_000 }, ["target"]],
    ["a target of nothing", { target: 0 }, ["target"]],
    ["a zone that is none", { window: { kind: "calendar", unit: "month", timeZone: "Mars/Olympus" } }, ["window"]],
    ["a part named twice", { parts: [...content.parts, ...content.parts] }, ["parts"]],
    ["parts without a share", { parts: [{ serviceId, component: null, share: 0 }] }, ["parts"]],
  ])("refuses %s, when it is defined and when it is changed", (_, other, path) => {
    given(objectiveDecider, []).when(define(other)).thenRejected("INVALID_INPUT", { path });
    given(objectiveDecider, [defined]).when(change(other)).thenRejected("INVALID_INPUT", { path });
  });

  it("may be about a service and a component of it", () => {
    const parts = [...content.parts, { serviceId, component: "Payments", share: 40_000 }];
    given(objectiveDecider, []).when(define({ parts })).then([{ type: "ObjectiveDefined", data: { ...content, parts } }]);
  });

  it("is changed for a reason, and not by what is there", () => {
    given(objectiveDecider, [defined]).when(change({ target: 99_900 }))
      .then([{ type: "ObjectiveChanged", data: { ...content, target: 99_900, reason: "the contract says so" } }]);
    given(objectiveDecider, [defined]).when(change()).then([]);
    given(objectiveDecider, []).when(change()).thenRejected("NOT_FOUND");
  });

  it("is retired once, and comes back when it is changed", () => {
    const retire = { type: "RetireObjective", now, objectiveId, reason: "merged with the shop's" } as const;
    given(objectiveDecider, [defined]).when(retire).then([retired]);
    given(objectiveDecider, [defined, retired]).when(retire).then([]);
    given(objectiveDecider, []).when(retire).thenRejected("NOT_FOUND");
    given(objectiveDecider, [defined, retired])
      .when(change())
      .then([{ type: "ObjectiveChanged", data: { ...content, reason: "the contract says so" } }]);
    given(objectiveDecider, [defined, retired]).when(define()).thenRejected("ALREADY_EXISTS");
  });
});

describe("the policy of a budget", () => {
  const policy = { gateDeploys: true, askForActions: true };
  const set: ObjectiveEvent = { type: "BudgetPolicySet", data: { objectiveId, policy, reason: "we stop and mend" } };
  const incidentId = "40000000-0000-4000-8000-000000000001";
  const cost = { objectiveId, incidentId, badMs: 1_200_000, budgetMs: 4_838_400 };
  const overspent: ObjectiveEvent = { type: "ErrorBudgetOverspent", data: cost };
  const setTo = (other: Partial<typeof policy> = {}) =>
    ({ type: "SetBudgetPolicy", now, objectiveId, policy: { ...policy, ...other }, reason: "we stop and mend" }) as const;
  const found = { type: "RecordOverspending", now, ...cost } as const;

  it("holds nobody up and asks for actions, unless somebody says otherwise", () => {
    expect(given(objectiveDecider, [defined]).state).toMatchObject({ policy: { gateDeploys: false, askForActions: true } });
    given(objectiveDecider, [defined]).when(setTo({ gateDeploys: false })).then([]);
    given(objectiveDecider, [defined]).when(setTo()).then([set]);
    given(objectiveDecider, [defined, set]).when(setTo()).then([]);
    given(objectiveDecider, []).when(setTo()).thenRejected("NOT_FOUND");
  });

  it("stays when the objective says something else", () => {
    const changed: ObjectiveEvent = { type: "ObjectiveChanged", data: { ...content, target: 99_900, reason: "the contract" } };
    expect(given(objectiveDecider, [defined, set, overspent, changed]).state).toMatchObject({ policy, overspentBy: [incidentId] });
  });

  it("asks for an action once for an incident, and for none where nobody wants one", () => {
    given(objectiveDecider, [defined]).when(found).then([overspent]);
    given(objectiveDecider, [defined, overspent]).when({ ...found, badMs: 2_400_000 }).then([]);
    given(objectiveDecider, [defined, retired]).when(found).then([]);
    const silent: ObjectiveEvent = {
      type: "BudgetPolicySet", data: { objectiveId, policy: { ...policy, askForActions: false }, reason: "-" },
    };
    given(objectiveDecider, [defined, silent]).when(found).then([]);
  });
});

describe("how an objective is measured", () => {
  const indicator = { counts: "bad", query: "sum(bad)", total: "sum(all)" } as const;
  const set: ObjectiveEvent = { type: "IndicatorSet", data: { objectiveId, indicator, reason: "what customers see" } };
  const setTo = (other: typeof indicator | null) =>
    ({ type: "SetIndicator", now, objectiveId, indicator: other, reason: "what customers see" }) as const;
  const correction = {
    correctionId: "50000000-0000-4000-8000-000000000001", from: "2026-11-27T10:00:00.000Z", to: "2026-11-27T11:00:00.000Z",
    reason: "a test",
  };
  const made: ObjectiveEvent = { type: "CorrectionMade", data: { objectiveId, ...correction } };
  const correct = (other: Partial<typeof correction> = {}) => ({ type: "Correct", now, objectiveId, ...correction, ...other }) as const;
  const lift = { type: "LiftCorrection", now, objectiveId, correctionId: correction.correctionId, reason: "it was none" } as const;

  it("is by its requests from the moment somebody says how they are counted, and by incidents again", () => {
    given(objectiveDecider, [defined]).when(setTo(indicator)).then([set]);
    given(objectiveDecider, [defined, set]).when(setTo(indicator)).then([]);
    given(objectiveDecider, [defined]).when(setTo(null)).then([]);
    given(objectiveDecider, []).when(setTo(indicator)).thenRejected("NOT_FOUND");
    const changed: ObjectiveEvent = { type: "ObjectiveChanged", data: { ...content, target: 99_900, reason: "the contract" } };
    expect(given(objectiveDecider, [defined, set, made, changed]).state).toMatchObject({ indicator, corrections: [correction] });
  });

  it("may be said with what it is, in one append", () => {
    const asDefined: ObjectiveEvent = { type: "IndicatorSet", data: { objectiveId, indicator, reason: "as defined" } };
    given(objectiveDecider, []).when({ ...define(), indicator }).then([defined, asDefined]);
    given(objectiveDecider, [defined, asDefined]).when({ ...define(), indicator }).then([]);
    given(objectiveDecider, [defined]).when({ ...define(), indicator }).thenRejected("ALREADY_EXISTS");
    given(objectiveDecider, [defined]).when({ ...change(), indicator }).then([
      { type: "IndicatorSet", data: { objectiveId, indicator, reason: "the contract says so" } },
    ]);
    given(objectiveDecider, [defined, set]).when({ ...change(), indicator }).then([]);
    given(objectiveDecider, [defined, set]).when(change()).then([]);
  });

  it("leaves out what was not so, once, and only what has passed", () => {
    given(objectiveDecider, [defined]).when(correct()).then([made]);
    given(objectiveDecider, [defined, made]).when(correct()).then([]);
    given(objectiveDecider, [defined]).when(correct({ to: correction.from })).thenRejected("INVALID_INPUT", { path: ["to"] });
    given(objectiveDecider, [defined]).when(correct({ to: "2026-11-28T10:00:00.001Z" })).thenRejected("INVALID_INPUT", { path: ["to"] });
    given(objectiveDecider, [defined, made]).when(lift).then([
      { type: "CorrectionLifted", data: { objectiveId, correctionId: correction.correctionId, reason: "it was none" } },
    ]);
    given(objectiveDecider, [defined]).when(lift).then([]);
  });

  it("bears no more corrections than can be looked at", () => {
    const many = Array.from({ length: 500 }, (_, place): ObjectiveEvent => ({
      type: "CorrectionMade",
      data: { objectiveId, ...correction, correctionId: `50000000-0000-4000-8000-${String(place + 100).padStart(12, "0")}` },
    }));
    given(objectiveDecider, [defined, ...many]).when(correct()).thenRejected("TOO_LARGE");
  });
});
