import type { Indicator, ObjectiveEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { isTimeZone } from "../oncall/wallClock.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { evolve, type DefinedObjective, type Objective, type ObjectiveCommand, type ObjectiveContent } from "./objective.ts";

type Command<Type extends ObjectiveCommand["type"]> = Extract<ObjectiveCommand, { type: Type }>;

const contentOf = ({ status, retired, policy, overspentBy, indicator, corrections, ...content }: DefinedObjective): ObjectiveContent =>
  content;

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

function define({ type, now, indicator, ...content }: Command<"DefineObjective">, objective: Objective): readonly ObjectiveEvent[] {
  const counted = (indicator ?? null) === null ? [] : indicatorOf(content.objectiveId, { indicator, before: null, reason: "as defined" });
  if (objective.status === "defined") {
    if (objective.retired === null && sameContent(contentOf(objective), content) && sameContent(objective.indicator, indicator ?? null))
      return [];
    throw new Rejection("ALREADY_EXISTS", `the objective ${objective.name} is there already: change it, with a reason`, ["objective"]);
  }
  refuseNonsense(content);
  return [{ type: "ObjectiveDefined", data: content }, ...counted];
}

function change({ type, now, indicator, ...data }: Command<"ChangeObjective">, objective: Objective): readonly ObjectiveEvent[] {
  const { reason, ...content } = data;
  if (objective.status === "absent") throw unknown(data.objectiveId);
  const counted = indicatorOf(data.objectiveId, { indicator, before: objective.indicator, reason });
  if (objective.retired === null && sameContent(contentOf(objective), content)) return counted;
  refuseNonsense(content);
  return [{ type: "ObjectiveChanged", data }, ...counted];
}

interface IndicatorAsked {
  /** Undefined: nothing was said of it. */
  readonly indicator: Indicator | null | undefined;
  readonly before: Indicator | null;
  readonly reason: string;
}

const indicatorOf = (objectiveId: string, { indicator, before, reason }: IndicatorAsked): readonly ObjectiveEvent[] =>
  indicator === undefined || sameContent(indicator, before) ? [] : [{ type: "IndicatorSet", data: { objectiveId, indicator, reason } }];

function retire({ objectiveId, reason }: Command<"RetireObjective">, objective: Objective): readonly ObjectiveEvent[] {
  if (objective.status === "absent") throw unknown(objectiveId);
  return objective.retired === null ? [{ type: "ObjectiveRetired", data: { objectiveId, reason } }] : [];
}

function setPolicy({ type, now, ...data }: Command<"SetBudgetPolicy">, objective: Objective): readonly ObjectiveEvent[] {
  if (objective.status === "absent") throw unknown(data.objectiveId);
  return sameContent(objective.policy, data.policy) ? [] : [{ type: "BudgetPolicySet", data }];
}

function setIndicator({ type, now, ...data }: Command<"SetIndicator">, objective: Objective): readonly ObjectiveEvent[] {
  if (objective.status === "absent") throw unknown(data.objectiveId);
  return sameContent(objective.indicator, data.indicator) ? [] : [{ type: "IndicatorSet", data }];
}

/** So many times are left out at most: an objective that needs more is measured wrongly. */
const MOST_CORRECTIONS = 500;

function correct({ type, now, ...data }: Command<"Correct">, objective: Objective): readonly ObjectiveEvent[] {
  if (objective.status === "absent") throw unknown(data.objectiveId);
  if (objective.corrections.some(({ correctionId }) => correctionId === data.correctionId)) return [];
  if (instantOf(data.from) >= instantOf(data.to)) {
    throw new Rejection("INVALID_INPUT", `the time that is left out ends (${data.to}) before it begins (${data.from})`, ["to"]);
  }
  if (instantOf(data.to) > instantOf(now)) {
    throw new Rejection("INVALID_INPUT", `nothing was measured yet up to ${data.to}: only what has passed can be corrected`, ["to"]);
  }
  if (objective.corrections.length >= MOST_CORRECTIONS) {
    throw new Rejection("TOO_LARGE", `${objective.name} has ${String(MOST_CORRECTIONS)} corrections; that is the most`, ["objectiveId"]);
  }
  return [{ type: "CorrectionMade", data }];
}

function liftCorrection({ type, now, ...data }: Command<"LiftCorrection">, objective: Objective): readonly ObjectiveEvent[] {
  if (objective.status === "absent") throw unknown(data.objectiveId);
  return objective.corrections.some(({ correctionId }) => correctionId === data.correctionId) ? [{ type: "CorrectionLifted", data }] : [];
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
    case "SetIndicator":
      return setIndicator(command, objective);
    case "Correct":
      return correct(command, objective);
    case "LiftCorrection":
      return liftCorrection(command, objective);
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
