import { graphql } from "@ballast/schema/graphql";
import type { QueryClient } from "@tanstack/react-query";
import { nodesOf } from "../data/fields.ts";
import { readAhead } from "../data/ahead.ts";
import { useRead } from "../data/read.ts";
import type { Option } from "../lists/filters.ts";
import { useMemo } from "react";

/** The services there are, for filters and choices. */
export const serviceOptionsDocument = graphql(`
  query ServiceOptions($first: Int, $asOf: AsOf) { services(first: $first, sort: NAME_ASC, asOf: $asOf) { totalCount edges { node { id slug name } } } }
`);

const everyOne = { first: 500 };

/** Asks for them before a view that lets choose among them is there. */
export const serviceOptionsAhead = (client: QueryClient): Promise<void> => readAhead(client, serviceOptionsDocument, everyOne);

/** Services as options of a filter: slug and name. Stable while they stay the same. */
export function useServiceOptions(): readonly Option[] {
  const { data } = useRead(serviceOptionsDocument, everyOne);
  return useMemo(() => nodesOf(data?.services).map(({ slug }) => [slug, slug] as const), [data]);
}
