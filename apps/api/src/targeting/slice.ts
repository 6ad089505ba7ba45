import { flagDecider } from "@ballast/domain/flag";
import { targetingDecider } from "@ballast/domain/targeting";
import { foldRecord } from "@ballast/eventlog";
import type { LogReader } from "../graphql/context.ts";
import { nameOf } from "../graphql/records.ts";
import type { Slice } from "../slice.ts";
import { changeMutations } from "./changeMutations.ts";
import { engineMutations, EnginePreviewResolver } from "./changeEngine.ts";
import { EvaluationsResolver } from "./evaluations.ts";
import { EvidenceResolver } from "./evidence.ts";
import { ExplainResolver } from "./explainFlag.ts";
import { FlagPreviewResolver } from "./flagPreview.ts";
import { policyById, policyMutations, toPolicy, type FlagPolicy } from "./flagPolicy.ts";
import { killMutations } from "./killMutations.ts";
import { rampMutations } from "./rampMutations.ts";
import { requestMutations } from "./requestMutations.ts";
import { ServedResolver } from "./served.ts";
import { targetingSentences, targetingTelling } from "./targetingEvents.ts";
import { TargetingResolver } from "./targetingResolver.ts";
import { targetingById, toTargeting, type Targeting } from "./targetingType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Targeting: Targeting;
    readonly FlagPolicy: FlagPolicy;
  }
}

/** Services that its flag concerns. */
async function targetingServices({ log }: Pick<LogReader, "log">, id: string): Promise<readonly string[]> {
  const targeting = await foldRecord(log, targetingDecider, id);
  if (targeting.status === "absent") return [];
  const flag = await foldRecord(log, flagDecider, targeting.flagId);
  return flag.status === "managed" ? flag.serviceIds : [];
}

/** Managed flags in their environments: who gets what. */
export const targetingSlice = {
  records: {
    Targeting: {
      category: "targeting",
      find: targetingById,
      of: toTargeting,
      name(scope, id) {
        const targeting = targetingById(scope, id);
        return targeting === null ? "a flag" : `${nameOf(scope, "Flag", targeting.row.flagId)} in ${targeting.environment}`;
      },
      view: { none: "it is shown with its flag", instead: "/flags" },
      history: "What was changed of it, newest first.",
      search: { none: "its flag is found" },
      servicesOf: targetingServices,
    },
    FlagPolicy: {
      category: "environment",
      find: policyById,
      of: toPolicy,
      name: (scope, id) => policyById(scope, id)?.environment ?? "all environments",
      view: { none: "it is shown with the flags of its environment", instead: "/flags" },
      history: "What was changed of it, newest first.",
      search: { none: "it has no words of its own" },
      servicesOf: null,
    },
  },
  resolvers: [
    TargetingResolver, FlagPreviewResolver, EnginePreviewResolver, ExplainResolver, ServedResolver, EvaluationsResolver, EvidenceResolver,
  ],
  mutations: [...changeMutations, ...killMutations, ...requestMutations, ...rampMutations, ...engineMutations, ...policyMutations],
  sentences: targetingSentences,
  telling: targetingTelling,
} satisfies Slice;
