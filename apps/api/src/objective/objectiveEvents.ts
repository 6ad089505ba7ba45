import type { ObjectiveEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";

const percent = (parts: number): string => `${String(parts / 1_000)} %`;

/** How the events of objectives read. */
export const objectiveSentences: Sentences<ObjectiveEvent> = {
  ObjectiveDefined: ({ name, target }, { by }) => `${by} defined the objective ${name}: ${percent(target)}`,
  ObjectiveChanged: ({ name, target, reason }, { by }) => `${by} changed the objective ${name}: ${percent(target)}${because(reason)}`,
  ObjectiveRetired: ({ objectiveId, reason }, { by, objective }) =>
    `${by} retired the objective ${objective(objectiveId)}${because(reason)}`,
};

/** Whom they concern. */
export const objectiveTelling: Telling<ObjectiveEvent> = {
  ObjectiveDefined: "followers",
  ObjectiveChanged: "followers",
  ObjectiveRetired: "followers",
};
