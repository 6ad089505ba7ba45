import type { AlertOrders, AlertRuleEvent, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** A rule about alerts that is there, or was; `removed` says why it is not any more. */
export interface WrittenAlertRule extends Omit<DataOf<"AlertRuleWritten">, "reason"> {
  readonly status: "written";
  readonly removed: string | null;
}
export type AlertRule = { readonly status: "absent" } | WrittenAlertRule;

export type AlertRuleCommand =
  | ({ readonly type: "WriteAlertRule"; readonly now: string } & DataOf<"AlertRuleWritten">)
  | ({ readonly type: "MoveAlertRule"; readonly now: string } & DataOf<"AlertRuleMoved">)
  | ({ readonly type: "TurnAlertRule"; readonly now: string } & DataOf<"AlertRuleTurned">)
  | ({ readonly type: "RemoveAlertRule"; readonly now: string } & DataOf<"AlertRuleRemoved">);
type Command<Type extends AlertRuleCommand["type"]> = Extract<AlertRuleCommand, { type: Type }>;

function evolve(rule: AlertRule, event: AlertRuleEvent): AlertRule {
  if (event.type === "AlertRuleWritten") {
    const { reason: _, ...data } = event.data;
    return { status: "written", ...data, removed: null };
  }
  if (rule.status === "absent") return rule;
  switch (event.type) {
    case "AlertRuleMoved":
      return { ...rule, place: event.data.place };
    case "AlertRuleTurned":
      return { ...rule, active: event.data.active };
    case "AlertRuleRemoved":
      return { ...rule, active: false, removed: event.data.reason };
  }
}

/** How people call it: R-3. */
export const alertRuleReference = ({ number }: Pick<WrittenAlertRule, "number">): string => `R-${number}`;

/** The rule, or a refusal. @throws Rejection NOT_FOUND where it is not there, or not any more */
export function writtenAlertRule(rule: AlertRule, ruleId: string): WrittenAlertRule {
  if (rule.status === "absent") throw new Rejection("NOT_FOUND", `there is no alert rule ${ruleId}`, ["ruleId"]);
  if (rule.removed !== null) throw new Rejection("NOT_FOUND", `${alertRuleReference(rule)} was removed`, ["ruleId"]);
  return rule;
}

/** Whether it says anything at all. */
const isSilent = ({ severity, serviceId, groupBy, threshold, maintenance, incident }: AlertOrders): boolean =>
  [severity, serviceId, threshold, maintenance, incident].every((said) => said === null) && groupBy.length === 0;

/** Refuses what would never do anything, or names a label twice. @throws Rejection INVALID_INPUT */
export function refuseUselessRule({ match, orders }: Pick<WrittenAlertRule, "match" | "orders">): void {
  if (isSilent(orders))
    throw new Rejection("INVALID_INPUT", "a rule that says nothing changes nothing: say what becomes of its alerts", ["orders"]);
  if (match.withoutService && match.serviceIds.length > 0)
    throw new Rejection("INVALID_INPUT", "no alert is of a service and of none", ["match", "withoutService"]);
  const twice = orders.groupBy.find((label, place) => orders.groupBy.indexOf(label) !== place);
  if (twice !== undefined) throw new Rejection("INVALID_INPUT", `"${twice}" is named twice`, ["orders", "groupBy"]);
}

function write({ type, now, ...data }: Command<"WriteAlertRule">, rule: AlertRule): readonly AlertRuleEvent[] {
  refuseUselessRule(data);
  if (rule.status === "written") {
    const { reason: _, ...wanted } = data;
    const { status, removed, ...there } = writtenAlertRule(rule, data.ruleId);
    if (sameContent(there, wanted)) return [];
  }
  return [{ type: "AlertRuleWritten", data }];
}

function decide(command: AlertRuleCommand, rule: AlertRule): readonly AlertRuleEvent[] {
  switch (command.type) {
    case "WriteAlertRule":
      return write(command, rule);
    case "MoveAlertRule": {
      const { ruleId, place } = command;
      return writtenAlertRule(rule, ruleId).place === place ? [] : [{ type: "AlertRuleMoved", data: { ruleId, place } }];
    }
    case "TurnAlertRule": {
      const { type, now, ...data } = command;
      return writtenAlertRule(rule, data.ruleId).active === data.active ? [] : [{ type: "AlertRuleTurned", data }];
    }
    case "RemoveAlertRule": {
      if (rule.status === "written" && rule.removed !== null) return [];
      const { type, now, ...data } = command;
      writtenAlertRule(rule, data.ruleId);
      return [{ type: "AlertRuleRemoved", data }];
    }
  }
}

/** A rule about alerts. One that was removed never comes back under its id. */
export const alertRuleDecider = aggregate("alertRule", {
  initialState: { status: "absent" } as AlertRule, evolve, decide, keyOf: (commandId: string) => [commandId],
});

/** In the order in which they are asked: by place, and of one place the older first. */
export const inOrder = <Rule extends Pick<WrittenAlertRule, "place" | "number">>(rules: readonly Rule[]): readonly Rule[] =>
  rules.toSorted((one, other) => one.place - other.place || one.number - other.number);

/**
 * The place of a rule that is to be asked right before another one, or last of all (`null`).
 * @throws Rejection NOT_FOUND where that other one is not among them
 */
export function placeBefore(
  rules: readonly Pick<WrittenAlertRule, "ruleId" | "place" | "number">[],
  beforeRuleId: string | null,
): number {
  const ordered = inOrder(rules);
  if (beforeRuleId === null) return (ordered.at(-1)?.place ?? 0) + 1;
  const at = ordered.findIndex(({ ruleId }) => ruleId === beforeRuleId);
  const next = ordered[at];
  if (next === undefined) throw new Rejection("NOT_FOUND", `there is no alert rule ${beforeRuleId}`, ["before"]);
  const previous = ordered[at - 1];
  return previous === undefined ? next.place - 1 : (previous.place + next.place) / 2;
}
