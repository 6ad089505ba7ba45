import type { ServiceSort } from "@ballast/schema/graphql";
import { asAsked } from "../api/dataProvider.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { serviceLineDocument, servicesDocument } from "./serviceDocuments.ts";
import type { ServiceFilter } from "./serviceDocuments.ts";

/** Services for the data provider. */
export const servicesBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const variables = { first, after, ...asAsked<ServiceFilter, ServiceSort>({ filter, sort }), asOf };
    const { services } = await call(servicesDocument, variables, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(services)], totalCount: services.totalCount, ...services.pageInfo };
  },
  one: async (id, { asOf, signal }) => {
    const { service } = await call(serviceLineDocument, { id, asOf }, signal === undefined ? {} : { signal });
    if (service === null)
      throw clientError(
        "NOT_FOUND",
        "There is no such service.",
        "Check the link; while you look back, it may not have been registered yet.",
      );
    return service;
  },
};
