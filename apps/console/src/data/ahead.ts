import type { QueryClient } from "@tanstack/react-query";
import type { TypedDocument } from "@ballast/schema/graphql";
import type { Asking } from "../app/view.ts";
import { call } from "../api/graphqlClient.ts";
import { readKey } from "./read.ts";

/** Asks what `useRead` will ask with the same document and variables, now. */
export function readAhead<Result, Variables extends object>(
  client: QueryClient, document: TypedDocument<Result, Variables>, variables: NoInfer<Variables>,
): Promise<void> {
  return client.prefetchQuery({
    queryKey: readKey(document, variables, undefined), queryFn: ({ signal }) => call(document, variables, { signal }),
  });
}

/** Asks for the rows with which `useList` begins: the first slice, unfiltered, in the list's usual order. */
export function listAhead({ client, lists }: Asking, resource: string, field: string): Promise<void> {
  const question = { pagination: { page: 1, perPage: 25 }, sort: { field, order: "DESC" as const }, filter: {}, meta: undefined };
  return client.prefetchQuery({
    queryKey: [resource, "getList", question], queryFn: ({ signal }) => lists.getList(resource, { ...question, signal }),
  });
}
