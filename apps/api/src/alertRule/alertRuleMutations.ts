import { Rejection } from "@ballast/domain";
import { alertRuleDecider, placeBefore, writtenAlertRule } from "@ballast/domain/alertRule";
import { foldRecord, idOf } from "@ballast/eventlog";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { flagField, idField, noteField, optional, reasonField } from "../commands/inputFields.ts";
import { takeNumber } from "../commands/takeNumber.ts";
import { contentOf, ruleField } from "./ruleContent.ts";

/** So many rules at most: each alert meets all of them. */
const MOST_RULES = 500;

const ruleId = idField("AlertRule", "The rule.");

const writeAlertRule = defineMutation({
  name: "writeAlertRule",
  description: "Writes a rule about alerts, or writes it anew. `alertRuleTrial` says beforehand what it would have done.",
  permission: "alertRule.write",
  record: "AlertRule",
  input: {
    ruleId: optional(idField("AlertRule", "Which one; a new one unless told.")),
    rule: ruleField,
    before: optional(
      idField("AlertRule", "It is asked right before this one. Unless told, one that is there keeps its place, a new one is last."),
    ),
    reason: noteField("Why."),
  },
  touches: () => null,
  async act(run, { ruleId: given, rule, before, reason }, { log, readModel }) {
    const id = given ?? idOf(alertRuleDecider, run.commandId);
    const content = await contentOf(log, rule);
    const there = given === null ? null : writtenAlertRule(await foldRecord(log, alertRuleDecider, id), id);
    const others = readModel.alertRules.all().filter((other) => other.id !== id);
    if (there === null && others.length >= MOST_RULES)
      throw new Rejection("TOO_LARGE", `there are ${MOST_RULES} rules about alerts: remove one first`, ["ruleId"]);
    const place = there !== null && before === null ? there.place : placeBefore(others, before);
    const command = { type: "WriteAlertRule", now: run.now, ruleId: id, ...content, place, reason } as const;
    // Refused before it takes a number.
    alertRuleDecider.decide({ ...command, number: 1 }, alertRuleDecider.initialState);
    const known = there ?? (await foldRecord(log, alertRuleDecider, id));
    const number = known.status === "written" ? known.number : await takeNumber(run, "alertRules", id);
    // Tried again, a new one keeps the place that it was given first.
    const first = there === null && known.status === "written" ? { place: known.place } : {};
    await run.handle({ aggregate: alertRuleDecider, id, guarded: true, command: { ...command, number, ...first } });
    return { id };
  },
});

const moveAlertRule = defineMutation({
  name: "moveAlertRule",
  description: "Puts a rule about alerts elsewhere among the others: of each matter the first that has a word is heard.",
  permission: "alertRule.write",
  record: "AlertRule",
  input: { ruleId, before: optional(idField("AlertRule", "It is asked right before this one; last of all unless told.")) },
  touches: () => null,
  async act(run, { ruleId: id, before }, { readModel }) {
    const others = readModel.alertRules.all().filter((other) => other.id !== id);
    const place = placeBefore(others, before);
    await run.handle({
      aggregate: alertRuleDecider, id, guarded: true, command: { type: "MoveAlertRule", now: run.now, ruleId: id, place },
    });
    return { id };
  },
});

const turnAlertRule = defineMutation({
  name: "turnAlertRule",
  description: "Turns a rule about alerts on or off. What it has done of alerts that fire stays.",
  permission: "alertRule.write",
  record: "AlertRule",
  input: { ruleId, active: flagField("Whether alerts are asked with it."), reason: noteField("Why.") },
  touches: () => null,
  async act(run, { ruleId: id, active, reason }) {
    await run.handle({
      aggregate: alertRuleDecider, id, guarded: true, command: { type: "TurnAlertRule", now: run.now, ruleId: id, active, reason },
    });
    return { id };
  },
});

const removeAlertRule = defineMutation({
  name: "removeAlertRule",
  description: "Ends a rule about alerts. Its history stays, and its number is nobody else's.",
  permission: "alertRule.write",
  record: "AlertRule",
  input: { ruleId, reason: reasonField("Why it is not needed any more.") },
  touches: () => null,
  async act(run, { ruleId: id, reason }) {
    await run.handle({
      aggregate: alertRuleDecider, id, guarded: true, command: { type: "RemoveAlertRule", now: run.now, ruleId: id, reason },
    });
    return { id };
  },
});

export const alertRuleMutations: readonly Mutation[] = [writeAlertRule, moveAlertRule, turnAlertRule, removeAlertRule];
