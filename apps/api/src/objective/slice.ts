import type { Slice } from "../slice.ts";
import { budgetGate } from "./budgetGate.ts";
import { objectiveSentences, objectiveTelling } from "./objectiveEvents.ts";
import { objectiveMutations } from "./objectiveMutations.ts";
import { ObjectiveResolver } from "./objectiveResolver.ts";
import { objectiveById, toObjective, type Objective } from "./objectiveType.ts";
import { servicesOfObjective } from "./servicesOfObjective.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Objective: Objective;
  }
}

/** Objectives: how available something is to be. */
export const objectiveSlice = {
  records: {
    Objective: {
      category: "objective",
      find: objectiveById,
      of: toObjective,
      name: (scope, id) => objectiveById(scope, id)?.name ?? "an objective",
      view: "objectives",
      history: "What was changed of it, newest first.",
      search: {},
      servicesOf: servicesOfObjective,
    },
  },
  resolvers: [ObjectiveResolver],
  mutations: objectiveMutations,
  gates: [budgetGate],
  sentences: objectiveSentences,
  telling: objectiveTelling,
} satisfies Slice;
