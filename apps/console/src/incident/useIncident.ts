import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { call } from "../api/graphqlClient.ts";
import { useLive } from "../api/live.ts";
import { coalesced } from "../data/coalesced.ts";
import { useRead } from "../data/read.ts";
import { useAsOf } from "../shell/useAsOf.ts";
import { incidentChangedDocument } from "./aroundDocuments.ts";
import { incidentDocument } from "./incidentDocuments.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { timelineQuery } from "./readTimeline.ts";
import type { ReadTimeline } from "./readTimeline.ts";
import type { EntryAnswer } from "./timelineDocuments.ts";

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

/** An incident's timeline, as known at a moment or now. Not read while `id` is null. */
function useTimelineOf(id: string | null, knownAt: string | null): UseQueryResult<ReadTimeline> {
  const { input } = useAsOf();
  const client = useQueryClient();
  return useQuery({ ...timelineQuery(client, { id: id ?? "", knownAt, asOf: input }), enabled: id !== null });
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
