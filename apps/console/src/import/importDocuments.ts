import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { actorFields, nodesOf } from "../data/fields.ts";

const lineFields = graphql(
  `fragment ImportLineFields on Import { id kind sourceName state startedAt endedAt imported updated unchanged skippedCount expectedRecords by { ...ActorFields } service { id slug name } }`,
  [actorFields],
);
/** An import as lists show it. */
export type ImportLine = ResultOf<typeof lineFields>;

export const importsDocument = graphql(`
  query Imports($first: Int, $after: String, $asOf: AsOf) {
    imports(first: $first, after: $after, asOf: $asOf) { totalCount pageInfo { hasNextPage endCursor } edges { node { ...ImportLineFields } } }
  }
`, [lineFields]);

export const importDocument = graphql(`
  query Import($id: ID!, $asOf: AsOf) { import(id: $id, asOf: $asOf) { ...ImportLineFields cancelReason skipped { line reason } } }
`, [lineFields]);
/** An import with what could not be used. */
export type ImportRecord = NonNullable<ResultOf<typeof importDocument>["import"]>;

export const cancelImport = command("cancelImport", "import { id state }");

/** What is recorded while something is imported. */
export const importEvents = ["ImportStarted", "ImportProgressed", "ImportFinished", "ImportCancelled"];

/** Imports for the data provider. */
export const importsBinding: ResourceBinding = {
  list: async ({ first, after, asOf, signal }) => {
    const { imports } = await call(importsDocument, { first, after, asOf }, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(imports)], totalCount: imports.totalCount, ...imports.pageInfo };
  },
  one: () => Promise.reject(clientError("NO_RECORD", "Imports are read by their page.", "Open the import itself.")),
};
