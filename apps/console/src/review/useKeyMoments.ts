import { useQuery } from "@tanstack/react-query";
import { call } from "../api/graphqlClient.ts";
import { useAsOf } from "../shell/useAsOf.ts";
import { keyMomentsDocument } from "./reviewDocuments.ts";
import type { KeyMoment } from "./reviewDocuments.ts";

const pageSize = 500;
/** So many entries are looked through: ten thousand alerts are no key moments. */
const mostPages = 20;

async function readKeyMoments(id: string, asOf: ReturnType<typeof useAsOf>["input"], signal: AbortSignal): Promise<readonly KeyMoment[]> {
  const moments: KeyMoment[] = [];
  for (let after: string | null = null, page = 0; page < mostPages; page += 1) {
    const variables: { id: string; first: number; after: string | null } = { id, first: pageSize, after };
    const { incident } = await call(keyMomentsDocument, { ...variables, ...(asOf === undefined ? {} : { asOf }) }, { signal });
    if (incident === null) break;
    moments.push(...incident.timeline.edges.map(({ node }) => node).filter(({ keyMoment, pinned }) => keyMoment || pinned));
    if (!incident.timeline.pageInfo.hasNextPage) break;
    after = incident.timeline.pageInfo.endCursor;
  }
  return moments.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Key moments of an incident and what people pinned, in order of time; empty until they are read. */
export function useKeyMoments(incidentId: string | null): readonly KeyMoment[] {
  const { input } = useAsOf();
  const { data } = useQuery({
    queryKey: ["read", keyMomentsDocument.name, incidentId, input ?? null],
    queryFn: ({ signal }) => readKeyMoments(incidentId ?? "", input, signal),
    enabled: incidentId !== null,
  });
  return data ?? [];
}
