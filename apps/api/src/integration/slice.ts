import type { Slice } from "../slice.ts";
import { integrationSentences, integrationShown, integrationTelling } from "./integrationEvents.ts";
import { integrationMutations } from "./integrationMutations.ts";
import { IntegrationResolver } from "./integrationResolver.ts";
import { integrationById, toIntegration, type Integration } from "./integrationType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Integration: Integration;
  }
}

/** Other systems that speak to Ballast. */
export const integrationSlice = {
  records: {
    Integration: {
      category: "integration",
      find: integrationById,
      of: toIntegration,
      name: (scope, id) => integrationById(scope, id)?.name ?? "an integration",
      view: "integrations",
      history: { none: "what came by it is its history, and is kept for a while only" },
      search: { none: "there are few, in one list" },
      servicesOf: null,
    },
  },
  resolvers: [IntegrationResolver],
  mutations: integrationMutations,
  sentences: integrationSentences,
  telling: integrationTelling,
  shown: integrationShown,
} satisfies Slice;
