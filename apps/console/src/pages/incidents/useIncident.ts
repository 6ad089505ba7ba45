import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ResultOf } from "../../api/document.ts";
import { call } from "../../api/graphqlClient.ts";
import { useLive } from "../../api/live.ts";
import { useRead } from "../../data/read.ts";
import { useAsOf } from "../../shell/useAsOf.ts";
import type { AsOfInput } from "../../shell/asOf.ts";
import { incidentChangedDocument } from "./aroundDocuments.ts";
import { incidentDocument, timelineDocument } from "./incidentDocuments.ts";
import type { EntryAnswer, IncidentRecord } from "./incidentDocuments.ts";

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

async function readEntries(id: string, moment: { knownAt: string | null; asOf: AsOfInput | undefined }, signal: AbortSignal): Promise<readonly EntryAnswer[]> {
  const entries: EntryAnswer[] = [];
  let after: string | null = null;
  for (;;) {
    const { incident }: ResultOf<typeof timelineDocument> = await call(timelineDocument, { id, after, ...moment }, { signal });
    if (incident === null) return entries;
    entries.push(...incident.timeline.edges.map(({ node }) => node));
    after = incident.timeline.pageInfo.hasNextPage ? incident.timeline.pageInfo.endCursor : null;
    if (after === null) return entries;
  }
}

/** All entries of an incident's timeline, as known at a moment or now. Not read while `id` is null. */
function useEntries(id: string | null, knownAt: string | null): UseQueryResult<readonly EntryAnswer[]> {
  const { input } = useAsOf();
  return useQuery({
    queryKey: ["read", "IncidentTimeline", id, knownAt, input ?? null],
    queryFn: ({ signal }) => readEntries(id ?? "", { knownAt, asOf: input }, signal),
    enabled: id !== null,
  });
}

/** What the page reads: the incident now, as the log held it at the slider's moment, and both timelines. */
export interface ReadIncident {
  record: UseQueryResult<{ incident: IncidentRecord | null }>;
  /** The record as it stood then; `undefined` while it is read or the slider stands at now. */
  then: IncidentRecord | null | undefined;
  entries: readonly EntryAnswer[] | undefined;
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
  const entries = useEntries(id, null);
  const thenEntries = useEntries(at === null ? null : id, at);
  const imported = record.data?.incident?.imported ?? true;
  const then = useQuery({
    queryKey: ["read", "Incident", { id }, { recordedAt: at }],
    queryFn: ({ signal }) => call(incidentDocument, { id, asOf: { recordedAt: at } } as { id: string }, { signal }),
    enabled: at !== null && !imported,
  });
  const refresh = (): void => void client.invalidateQueries({ queryKey: ["read"] });
  useLive(incidentChangedDocument, asOf === null ? { incidentId: id } : null, { next: refresh, resumed: refresh });
  return {
    record,
    then: at === null ? undefined : then.data?.incident,
    entries: entries.data,
    entriesThen: at === null ? undefined : thenEntries.data,
    entriesError: entries.error,
  };
}
