import type { Slice } from "../slice.ts";
import { askOwners } from "./askingMutation.ts";
import { readinessDue } from "./readinessDue.ts";
import { readinessSentences, readinessTelling } from "./readinessEvents.ts";
import { readinessProgram } from "./readinessProgram.ts";
import {
  checkSetById, policyById, readinessById, technologyById, toCheckSet, toPolicy, toReadiness, toTechnology, toTraining, trainingById,
} from "./readinessRecords.ts";
import { ExemptionResolver, PolicyResolver, ReadinessRecordResolver, ScorecardResolver, TrainingResolver } from "./readinessResolver.ts";
import { rulesMutations } from "./rulesMutations.ts";
import { servicesOfReadiness } from "./servicesOfReadiness.ts";
import { statedMutations } from "./statedMutations.ts";
import { find } from "../graphql/records.ts";

const withRules = (none: string) => ({ none, instead: "/policies" });

/** What services are held to, and how they stand. */
export const readinessSlice = {
  records: {
    CheckSet: {
      category: "checkSet",
      find: checkSetById,
      of: toCheckSet,
      name: (scope, id) => checkSetById(scope, id)?.name ?? "a set of checks",
      view: withRules("checks are shown with everything else that services are held to"),
      history: "What was published of it, newest first.",
      search: {},
      servicesOf: null,
    },
    Readiness: {
      category: "readiness",
      find: readinessById,
      of: toReadiness,
      name: (scope, id) => {
        const service = find(scope, "Service", readinessById(scope, id)?.row.serviceId);
        return service === null ? "the readiness of a service" : `the readiness of ${service.name}`;
      },
      view: { none: "it is a row of the scorecard", instead: "/readiness" },
      history: "What was stated of it, newest first.",
      search: { none: "it is found by its service" },
      servicesOf: servicesOfReadiness,
    },
    Policy: {
      category: "policy",
      find: policyById,
      of: toPolicy,
      name: (scope, id) => policyById(scope, id)?.name ?? "a policy",
      view: "policies",
      history: "What happened to the policy, newest first.",
      search: {},
      servicesOf: null,
    },
    Training: {
      category: "training",
      find: trainingById,
      of: toTraining,
      name: (scope, id) => trainingById(scope, id)?.name ?? "a training",
      view: withRules("trainings are shown with everything else that people are asked for"),
      history: "What happened to the training, newest first.",
      search: {},
      servicesOf: null,
    },
    Technology: {
      category: "technology",
      find: technologyById,
      of: toTechnology,
      name: (scope, id) => technologyById(scope, id)?.name ?? "a technology",
      view: withRules("technologies are a list"),
      history: "What was said of it, newest first.",
      search: { state: (scope, id) => technologyById(scope, id)?.status ?? null },
      servicesOf: null,
    },
  },
  resolvers: [ScorecardResolver, ExemptionResolver, ReadinessRecordResolver, PolicyResolver, TrainingResolver],
  mutations: [...statedMutations, ...rulesMutations, askOwners],
  sentences: readinessSentences,
  telling: readinessTelling,
  program: readinessProgram,
  due: readinessDue,
} satisfies Slice;
