import type { BudgetPolicy, ObjectiveEvent } from "@ballast/schema";
import { duration, inPercent } from "@ballast/schema/words";
import { because, type Sentences, type Telling } from "../events/saying.ts";

const percent = (parts: number): string => inPercent(parts / 1_000);

const policyWords = ({ gateDeploys, askForActions }: BudgetPolicy): string =>
  `deploys ${gateDeploys ? "wait once it is gone" : "go on when it is gone"}; an incident over a fifth of four weeks ${askForActions ? "asks for an action" : "asks for nothing"}`;

const momentText = (at: string): string => new Date(at).toISOString().slice(0, 16).replace("T", " ");
const spanText = (from: string, to: string): string => `${momentText(from)} to ${momentText(to)} UTC`;

/** How the events of objectives read. */
export const objectiveSentences: Sentences<ObjectiveEvent> = {
  ObjectiveDefined: ({ name, target }, { by }) => `${by} defined the objective ${name}: ${percent(target)}`,
  ObjectiveChanged: ({ name, target, reason }, { by }) => `${by} changed the objective ${name}: ${percent(target)}${because(reason)}`,
  IndicatorSet: ({ objectiveId, indicator, reason }, { by, objective }) =>
    indicator === null
      ? `${by} has ${objective(objectiveId)} measured by incidents again${because(reason)}`
      : `${by} has ${objective(objectiveId)} measured by its requests: ${indicator.counts} are ${indicator.query}, of ${indicator.total}${because(reason)}`,
  CorrectionMade: ({ objectiveId, from, to, reason }, { by, objective }) =>
    `${by} left ${spanText(from, to)} out of what is measured of ${objective(objectiveId)}${because(reason)}`,
  CorrectionLifted: ({ objectiveId, reason }, { by, objective }) =>
    `${by} let what was left out of ${objective(objectiveId)} count again${because(reason)}`,
  BudgetPolicySet: ({ objectiveId, policy, reason }, { by, objective }) =>
    `${by} said what is done about the budget of ${objective(objectiveId)}: ${policyWords(policy)}${because(reason)}`,
  ErrorBudgetOverspent: ({ objectiveId, incidentId, badMs, budgetMs }, { objective, incident }) =>
    `${incident(incidentId)} alone took ${inPercent(Math.floor((100 * badMs) / budgetMs))} of four weeks' budget of ${objective(objectiveId)}, ${duration(badMs)} of ${duration(budgetMs)}: it asks for an action`,
  ObjectiveRetired: ({ objectiveId, reason }, { by, objective }) =>
    `${by} retired the objective ${objective(objectiveId)}${because(reason)}`,
};

/** Whom they concern. */
export const objectiveTelling: Telling<ObjectiveEvent> = {
  ObjectiveDefined: "followers",
  ObjectiveChanged: "followers",
  IndicatorSet: "followers",
  CorrectionMade: "followers",
  CorrectionLifted: "followers",
  BudgetPolicySet: "followers",
  ErrorBudgetOverspent: "everybody",
  ObjectiveRetired: "followers",
};
