import type { Slice } from "../slice.ts";
import { customerSentences, customerTelling } from "./customerEvents.ts";
import { customerLinkRoute } from "./customerLinkRoute.ts";
import { customerMutations } from "./customerMutations.ts";
import { CustomerLinkResolver } from "./customerLinkResolver.ts";
import { CustomerResolver } from "./customerResolver.ts";
import { customerById, toCustomer, type Customer } from "./customerType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Customer: Customer;
  }
}

/** Who uses the services: what each is known by, gets, and was reached by. */
export const customerSlice = {
  records: {
    Customer: {
      category: "customer",
      find: customerById,
      of: toCustomer,
      name: (scope, id) => customerById(scope, id)?.name ?? "a customer",
      view: "customers",
      history: "What was said and seen of it, newest first.",
      search: { state: (scope, id) => customerById(scope, id)?.plan ?? null },
      servicesOf: null,
    },
  },
  resolvers: [CustomerResolver, CustomerLinkResolver],
  mutations: customerMutations,
  sentences: customerSentences,
  telling: customerTelling,
  routes: [customerLinkRoute],
} satisfies Slice;
