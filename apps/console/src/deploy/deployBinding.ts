import type { DeploySort } from "@ballast/schema/graphql";
import { asAsked } from "../api/dataProvider.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { deployLineDocument, deploysDocument } from "./deployDocuments.ts";
import type { DeployFilter } from "./deployDocuments.ts";

/** Deploys for the data provider. */
export const deploysBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const variables = { first, after, ...asAsked<DeployFilter, DeploySort>({ filter, sort }), asOf };
    const { deploys } = await call(deploysDocument, variables, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(deploys)], totalCount: deploys.totalCount, ...deploys.pageInfo };
  },
  one: async (id, { asOf, signal }) => {
    const { deploy } = await call(deployLineDocument, { id, asOf }, signal === undefined ? {} : { signal });
    if (deploy === null)
      throw clientError(
        "NOT_FOUND",
        "There is no such deploy.",
        "Check the link; while you look back, it may not have been asked for yet.",
      );
    return deploy;
  },
};
