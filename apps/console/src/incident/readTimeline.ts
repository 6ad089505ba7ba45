import type { QueryClient, UseQueryOptions } from "@tanstack/react-query";
import type { ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { call } from "../api/graphqlClient.ts";
import type { AsOfInput } from "../shell/asOf.ts";
import type { EntryAnswer } from "./timelineDocuments.ts";
import { pageSizes, timelineDocument } from "./timelineDocuments.ts";

/** A timeline as far as it has been read. */
export interface ReadTimeline {
  readonly entries: readonly EntryAnswer[];
  /** How many there are. */
  readonly total: number;
}

/** Of which incident, and as known when. */
interface Reading {
  readonly id: string;
  readonly knownAt: string | null;
  readonly asOf: AsOfInput | undefined;
}

/** Reads a timeline slice by slice, one after the other; `begun` is told of the first slice where more follow. */
export async function readTimeline(
  ask: (variables: VariablesOf<typeof timelineDocument>) => Promise<ResultOf<typeof timelineDocument>>,
  moment: Reading,
  begun: (first: ReadTimeline) => void,
): Promise<ReadTimeline> {
  const entries: EntryAnswer[] = [];
  for (let after: string | null = null; ;) {
    const { incident } = await ask({ ...moment, after, first: after === null ? pageSizes.first : pageSizes.next });
    if (incident === null) return { entries, total: entries.length };
    const { edges, totalCount, pageInfo } = incident.timeline;
    entries.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return { entries, total: entries.length };
    if (after === null) begun({ entries: [...entries], total: totalCount });
    after = pageInfo.endCursor;
  }
}

/** How a timeline is read and kept: the first slice as soon as it is there, then all. */
export function timelineQuery(
  client: QueryClient, moment: Reading, begun: () => void = () => undefined,
): Pick<UseQueryOptions<ReadTimeline>, "queryKey" | "queryFn"> & { queryKey: readonly unknown[] } {
  const queryKey = ["read", "IncidentTimeline", moment.id, moment.knownAt, moment.asOf ?? null];
  return {
    queryKey,
    queryFn: ({ signal }) => readTimeline((variables) => call(timelineDocument, variables, { signal }), moment, (first) => {
      if (!signal.aborted) client.setQueryData<ReadTimeline>(queryKey, (before) => before ?? first);
      begun();
    }),
  };
}

/** Begins to read a timeline as it is now, before its view is there; done once there is something to draw. */
export function timelineAhead(client: QueryClient, id: string): Promise<void> {
  return new Promise((resolve) => {
    void client.prefetchQuery(timelineQuery(client, { id, knownAt: null, asOf: undefined }, resolve)).then(resolve);
  });
}
