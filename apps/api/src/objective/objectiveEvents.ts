import type { BudgetPolicy, ObjectiveEvent } from "@ballast/schema";
import { duration, inPercent } from "@ballast/schema/words";
import { because, type Sentences, type Telling } from "../events/saying.ts";

const percent = (parts: number): string => inPercent(parts / 1_000);

const policyWords = ({ gateDeploys, askForActions }: BudgetPolicy): string =>
  `deploys ${gateDeploys ? "wait once it is gone" : "go on when it is gone"}; an incident over a fifth of four weeks ${askForActions ? "asks for an action" : "asks for nothing"}`;

/** How the events of objectives read. */
export const objectiveSentences: Sentences<ObjectiveEvent> = {
  ObjectiveDefined: ({ name, target }, { by }) => `${by} defined the objective ${name}: ${percent(target)}`,
  ObjectiveChanged: ({ name, target, reason }, { by }) => `${by} changed the objective ${name}: ${percent(target)}${because(reason)}`,
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
  BudgetPolicySet: "followers",
  ErrorBudgetOverspent: "everybody",
  ObjectiveRetired: "followers",
};
