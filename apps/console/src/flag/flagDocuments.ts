import { graphql } from "@ballast/schema/graphql";
import type { FlagSort, ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { asAsked } from "../api/dataProvider.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";

const lineFields = graphql(`fragment FlagLineFields on Flag { id name environment present state changeCount changedAt service { slug name } }`);
/** A flag as lists show it. */
export type FlagLine = ResultOf<typeof lineFields>;

export const flagsDocument = graphql(`
  query Flags($first: Int, $after: String, $filter: FlagFilter, $sort: FlagSort, $asOf: AsOf) {
    flags(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) { totalCount pageInfo { hasNextPage endCursor } edges { node { ...FlagLineFields } } }
  }
`, [lineFields]);

/** Which flags, as the API takes it. */
type FlagFilter = NonNullable<VariablesOf<typeof flagsDocument>["filter"]>;

export const flagDocument = graphql(`
  query Flag($id: ID!, $asOf: AsOf) {
    node(id: $id, asOf: $asOf) { ... on Flag { ...FlagLineFields changes { seq at change field from to who commit version note release { id version } } } }
  }
`, [lineFields]);
/** A flag with what changed it. */
export type FlagRecord = Extract<NonNullable<ResultOf<typeof flagDocument>["node"]>, { readonly changes: unknown }>;
/** One change of it. */
export type FlagChange = FlagRecord["changes"][number];

/** What is recorded of flags. */
export const flagEvents = ["FlagChangeImported", "FlagChangeImportCorrected"];

/** Flags for the data provider. */
export const flagsBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const { flags } = await call(flagsDocument, { first, after, ...asAsked<FlagFilter, FlagSort>({ filter, sort }), asOf }, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(flags)], totalCount: flags.totalCount, ...flags.pageInfo };
  },
  one: () => Promise.reject(clientError("NO_RECORD", "Flags are read by their view.", "Open the flag itself.")),
};
