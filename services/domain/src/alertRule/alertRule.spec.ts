import type { AlertRuleEvent, DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { alertRuleDecider, inOrder, placeBefore } from "./alertRuleDecider.ts";
import { ruleSentence } from "./words.ts";

const ruleId = "00000000-0000-4000-8000-000000000001";
const now = "2026-03-01T10:00:00Z";
const content: DataOf<"AlertRuleWritten"> = {
  ruleId, number: 3, name: "Flapping disks", place: 1, active: true, reason: "noise",
  match: {
    labels: [{ label: "env", is: "noneOf", values: ["prod"] }], integrationIds: [], serviceIds: [], withoutService: false, severities: [],
  },
  orders: {
    severity: null, serviceId: null, groupBy: [], threshold: { count: 3, withinMs: 600_000 }, maintenance: null, incident: null,
  },
};
const written: AlertRuleEvent = { type: "AlertRuleWritten", data: content };
const removed: AlertRuleEvent = { type: "AlertRuleRemoved", data: { ruleId, reason: "gone" } };
const write = { type: "WriteAlertRule", now, ...content } as const;

describe("an alert rule", () => {
  it("is written, and written anew; the same again is nothing", () => {
    given(alertRuleDecider, []).when(write).then([written]);
    given(alertRuleDecider, [written]).when({ ...write, reason: "" }).then([]);
    given(alertRuleDecider, [written]).when({ ...write, name: "Disks" }).then([{ ...written, data: { ...content, name: "Disks" } }]);
  });
  it("says something, about alerts that there can be", () => {
    given(alertRuleDecider, []).when({ ...write, orders: { ...content.orders, threshold: null } }).thenRejected("INVALID_INPUT");
    given(alertRuleDecider, [])
      .when({ ...write, match: { ...content.match, withoutService: true, serviceIds: [ruleId] } })
      .thenRejected("INVALID_INPUT");
    given(alertRuleDecider, []).when({ ...write, orders: { ...content.orders, groupBy: ["a", "a"] } }).thenRejected("INVALID_INPUT");
    for (const match of [{ withoutService: true }, { serviceIds: [ruleId] }]) {
      const data = { ...content, match: { ...content.match, ...match } };
      given(alertRuleDecider, []).when({ ...write, ...data }).then([{ type: "AlertRuleWritten", data }]);
    }
  });
  it("is moved, turned and removed once, and then nothing more", () => {
    given(alertRuleDecider, [written]).when({ type: "MoveAlertRule", now, ruleId, place: 4 }).then([
      { type: "AlertRuleMoved", data: { ruleId, place: 4 } },
    ]);
    given(alertRuleDecider, [written]).when({ type: "MoveAlertRule", now, ruleId, place: 1 }).then([]);
    given(alertRuleDecider, [written]).when({ type: "TurnAlertRule", now, ruleId, active: false, reason: "" }).then([
      { type: "AlertRuleTurned", data: { ruleId, active: false, reason: "" } },
    ]);
    given(alertRuleDecider, [written]).when({ type: "TurnAlertRule", now, ruleId, active: true, reason: "" }).then([]);
    given(alertRuleDecider, [written]).when({ type: "RemoveAlertRule", now, ruleId, reason: "gone" }).then([removed]);
    given(alertRuleDecider, [written, removed]).when({ type: "RemoveAlertRule", now, ruleId, reason: "gone" }).then([]);
    given(alertRuleDecider, [written, removed]).when(write).thenRejected("NOT_FOUND");
    given(alertRuleDecider, []).when({ type: "MoveAlertRule", now, ruleId, place: 4 }).thenRejected("NOT_FOUND");
    given(alertRuleDecider, []).when({ type: "RemoveAlertRule", now, ruleId, reason: "gone" }).thenRejected("NOT_FOUND");
    expect(given(alertRuleDecider, [written, removed]).state).toMatchObject({ active: false, removed: "gone" });
    const turned: AlertRuleEvent = { type: "AlertRuleTurned", data: { ruleId, active: false, reason: "" } };
    expect(given(alertRuleDecider, [written, turned]).state).toMatchObject({ name: "Flapping disks", active: false });
  });
  it("stands where it was put, before another one or last", () => {
    const rules = [{ ruleId: "a", place: 1, number: 1 }, { ruleId: "b", place: 2, number: 2 }, { ruleId: "c", place: 2, number: 3 }];
    expect([placeBefore([], null), placeBefore(rules, null), placeBefore(rules, "a"), placeBefore(rules, "b")]).toEqual([1, 3, 0, 1.5]);
    expect(() => placeBefore(rules, "d")).toThrow("no alert rule");
    expect(inOrder(rules.toReversed()).map(({ ruleId: id }) => id)).toEqual(["a", "b", "c"]);
  });
  it("reads as a sentence", () => {
    expect(ruleSentence(content, { service: String, integration: String })).toBe(
      "Of alerts whose env is not prod, each needs 3 within 10 min.",
    );
  });
});
