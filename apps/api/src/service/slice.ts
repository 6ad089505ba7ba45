import type { Slice } from "../slice.ts";
import { serviceSentences, serviceTelling } from "./serviceEvents.ts";
import { serviceMutations } from "./serviceMutations.ts";
import { ServiceQueries } from "./serviceQueries.ts";
import { ServiceResolver } from "./serviceResolver.ts";
import { SupportHoursResolver } from "./supportHoursTrial.ts";
import { serviceById, toService, type Service } from "./serviceType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Service: Service;
  }
}

/** Things whose availability is managed. */
export const serviceSlice = {
  records: {
    Service: {
      category: "service",
      find: serviceById,
      of: toService,
      name: (scope, id) => serviceById(scope, id)?.name ?? "a service",
      view: "services",
      history: "What happened to the record, newest first.",
      search: {},
      servicesOf: async (_context, id) => [id],
    },
  },
  resolvers: [ServiceQueries, ServiceResolver, SupportHoursResolver],
  mutations: serviceMutations,
  sentences: serviceSentences,
  telling: serviceTelling,
} satisfies Slice;
