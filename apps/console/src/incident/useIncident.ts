import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { call } from "../api/graphqlClient.ts";
import { useLive } from "../api/live.ts";
import { coalesced } from "../data/coalesced.ts";
import { useRead } from "../data/read.ts";
import { useAsOf } from "../shell/useAsOf.ts";
import type { AsOfInput } from "../shell/asOf.ts";
import { incidentChangedDocument } from "./aroundDocuments.ts";
import { incidentDocument } from "./incidentDocuments.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import type { EntryAnswer } from "./timelineDocuments.ts";
import { pageSizes, timelineDocument } from "./timelineDocuments.ts";

/** A hand on the slider moves many times a second: the log is asked once it has come to rest. */
const restMs = 180;

/** The value once it has not changed for a moment. */
function useRested(value: string | null): string | null {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** A timeline as far as it has been read. */
export interface ReadTimeline {
  readonly entries: readonly EntryAnswer[];
  /** How many there are. */
  readonly total: number;
}

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

/** An incident's timeline, as known at a moment or now: the first slice as soon as it is there, then all. Not read while `id` is null. */
function useTimelineOf(id: string | null, knownAt: string | null): UseQueryResult<ReadTimeline> {
  const { input } = useAsOf();
  const client = useQueryClient();
  const queryKey = ["read", "IncidentTimeline", id, knownAt, input ?? null];
  return useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      readTimeline((variables) => call(timelineDocument, variables, { signal }), { id: id ?? "", knownAt, asOf: input }, (first) => {
        if (!signal.aborted) client.setQueryData<ReadTimeline>(queryKey, (before) => before ?? first);
      }),
    enabled: id !== null,
  });
}

/** What the view reads: the incident now, as the log held it at the slider's moment, and both timelines. */
export interface ReadIncident {
  record: UseQueryResult<{ incident: IncidentRecord | null }>;
  /** The record as it stood then; `undefined` while it is read or the slider stands at now. */
  then: IncidentRecord | null | undefined;
  entries: readonly EntryAnswer[] | undefined;
  /** How many entries there are, while only the first of them are here; else null. */
  coming: number | null;
  entriesThen: readonly EntryAnswer[] | undefined;
  entriesError: unknown;
}

/** Reads an incident and keeps it live; while the slider stands in the past, also what was known then. */
export function useIncident(id: string, knownAt: string | null): ReadIncident {
  const client = useQueryClient();
  const { asOf } = useAsOf();
  const rested = useRested(knownAt);
  const at = knownAt === rested ? knownAt : null;
  const record = useRead(incidentDocument, { id });
  const entries = useTimelineOf(id, null);
  const thenEntries = useTimelineOf(at === null ? null : id, at);
  const imported = record.data?.incident?.imported ?? true;
  const then = useQuery({
    queryKey: ["read", "Incident", { id }, { recordedAt: at }],
    queryFn: ({ signal }) => call(incidentDocument, { id, asOf: { recordedAt: at } } as { id: string }, { signal }),
    enabled: at !== null && !imported,
  });
  // In a storm of alerts an incident changes many times a second: it is read again once it has been read.
  const refresh = useMemo(() => coalesced(() => client.invalidateQueries({ queryKey: ["read"] }, { cancelRefetch: false })), [client]);
  useLive(incidentChangedDocument, asOf === null ? { incidentId: id } : null, { next: refresh, resumed: refresh });
  return {
    record,
    then: at === null ? undefined : then.data?.incident,
    entries: entries.data?.entries,
    coming: entries.data === undefined || entries.data.entries.length >= entries.data.total ? null : entries.data.total,
    entriesThen: at === null ? undefined : thenEntries.data?.entries,
    entriesError: entries.error,
  };
}
