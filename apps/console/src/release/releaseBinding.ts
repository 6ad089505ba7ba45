import type { ReleaseSort } from "@ballast/schema/graphql";
import { asAsked } from "../api/dataProvider.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { releaseLineDocument, releasesDocument } from "./releaseDocuments.ts";
import type { ReleaseFilter } from "./releaseDocuments.ts";

/** Releases for the data provider. */
export const releasesBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const variables = { first, after, ...asAsked<ReleaseFilter, ReleaseSort>({ filter, sort }), asOf };
    const { releases } = await call(releasesDocument, variables, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(releases)], totalCount: releases.totalCount, ...releases.pageInfo };
  },
  one: async (id, { asOf, signal }) => {
    const { release } = await call(releaseLineDocument, { id, asOf }, signal === undefined ? {} : { signal });
    if (release === null)
      throw clientError(
        "NOT_FOUND",
        "There is no such release.",
        "Check the link; while you look back, it may not have been recorded yet.",
      );
    return release;
  },
};
