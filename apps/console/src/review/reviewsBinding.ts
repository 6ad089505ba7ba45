import { graphql } from "@ballast/schema/graphql";
import type { ResultOf, ReviewSort, VariablesOf } from "@ballast/schema/graphql";
import { asAsked } from "../api/dataProvider.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";

export const reviewsDocument = graphql(`
  query Reviews($first: Int, $after: String, $filter: ReviewFilter, $sort: ReviewSort, $asOf: AsOf) {
    reviews(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node { id state dueAt overdue heldAt openedAt facilitator { id name } incident { id reference title severity } } }
    }
  }
`);
type ReviewFilter = NonNullable<VariablesOf<typeof reviewsDocument>["filter"]>;
/** A review as lists show it. */
export type ReviewLine = ResultOf<typeof reviewsDocument>["reviews"]["edges"][number]["node"];

/** Reviews for the data provider. */
export const reviewsBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const variables = { first, after, ...asAsked<ReviewFilter, ReviewSort>({ filter, sort }), asOf };
    const { reviews } = await call(reviewsDocument, variables, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(reviews)], totalCount: reviews.totalCount, ...reviews.pageInfo };
  },
  one: () => Promise.reject(clientError("NO_RECORD", "Reviews are read by their view.", "Open the review itself.")),
};
