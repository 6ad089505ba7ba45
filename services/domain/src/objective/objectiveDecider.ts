import type { ObjectiveEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { isTimeZone } from "../oncall/wallClock.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { evolve, type DefinedObjective, type Objective, type ObjectiveCommand, type ObjectiveContent } from "./objective.ts";

type Command<Type extends ObjectiveCommand["type"]> = Extract<ObjectiveCommand, { type: Type }>;

const contentOf = ({ status, retired, policy, overspentBy, ...content }: DefinedObjective): ObjectiveContent => content;

function refuseNonsense({ name, target, parts, window }: ObjectiveContent): void {
  if (target === 0 || target === 100_000) {
    throw new Rejection("INVALID_INPUT", `${name}: a target lies between nothing and always; with 100 % there is no budget to speak of`, [
      "target",
    ]);
  }
  if (window.kind === "calendar" && !isTimeZone(window.timeZone)) {
    throw new Rejection("INVALID_INPUT", `"${window.timeZone}" is no time zone; name one like Europe/Zurich or UTC`, ["window"]);
  }
  const names = parts.map(({ serviceId, component }) => JSON.stringify([serviceId, component]));
  if (new Set(names).size < names.length) {
    throw new Rejection("INVALID_INPUT", `${name}: the same service or component is named twice`, ["parts"]);
  }
  if (parts.every(({ share }) => share === 0)) {
    throw new Rejection("INVALID_INPUT", `${name}: with no share of anything it would always be met`, ["parts"]);
  }
}

function define({ type, now, ...content }: Command<"DefineObjective">, objective: Objective): readonly ObjectiveEvent[] {
  if (objective.status === "defined") {
    if (objective.retired === null && sameContent(contentOf(objective), content)) return [];
    throw new Rejection("ALREADY_EXISTS", `the objective ${objective.name} is there already: change it, with a reason`, ["objective"]);
  }
  refuseNonsense(content);
  return [{ type: "ObjectiveDefined", data: content }];
}

function change({ type, now, ...data }: Command<"ChangeObjective">, objective: Objective): readonly ObjectiveEvent[] {
  const { reason: _, ...content } = data;
  if (objective.status === "absent") throw unknown(data.objectiveId);
  if (objective.retired === null && sameContent(contentOf(objective), content)) return [];
  refuseNonsense(content);
  return [{ type: "ObjectiveChanged", data }];
}

function retire({ objectiveId, reason }: Command<"RetireObjective">, objective: Objective): readonly ObjectiveEvent[] {
  if (objective.status === "absent") throw unknown(objectiveId);
  return objective.retired === null ? [{ type: "ObjectiveRetired", data: { objectiveId, reason } }] : [];
}

function setPolicy({ type, now, ...data }: Command<"SetBudgetPolicy">, objective: Objective): readonly ObjectiveEvent[] {
  if (objective.status === "absent") throw unknown(data.objectiveId);
  return sameContent(objective.policy, data.policy) ? [] : [{ type: "BudgetPolicySet", data }];
}

/** Says nothing of what nobody asks for: an incident of an objective that was retired, or whose policy leaves it. */
function recordOverspending({ type, now, ...data }: Command<"RecordOverspending">, objective: Objective): readonly ObjectiveEvent[] {
  if (objective.status === "absent" || objective.retired !== null || !objective.policy.askForActions) return [];
  return objective.overspentBy.includes(data.incidentId) ? [] : [{ type: "ErrorBudgetOverspent", data }];
}

const unknown = (objectiveId: string): Rejection => new Rejection("NOT_FOUND", `there is no objective ${objectiveId}`, ["objective"]);

function decide(command: ObjectiveCommand, objective: Objective): readonly ObjectiveEvent[] {
  switch (command.type) {
    case "DefineObjective":
      return define(command, objective);
    case "ChangeObjective":
      return change(command, objective);
    case "SetBudgetPolicy":
      return setPolicy(command, objective);
    case "RecordOverspending":
      return recordOverspending(command, objective);
    case "RetireObjective":
      return retire(command, objective);
  }
}

/** How available something is to be. Its id is that of the command that defined it: a retry makes the same one. */
export const objectiveDecider = aggregate("objective", {
  initialState: { status: "absent" } as Objective, evolve, decide, keyOf: (commandId: string) => [commandId],
});
