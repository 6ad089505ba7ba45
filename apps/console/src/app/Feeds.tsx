import { own } from "@ballast/schema/own";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { useNavigate } from "react-router";
import { useConnection } from "../api/connection.ts";
import { setFreshness } from "../api/freshness.ts";
import { call } from "../api/graphqlClient.ts";
import { useLive } from "../api/live.ts";
import { logDocument } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import type { IconName } from "../marks/icons.tsx";
import { useCommandSource } from "../shell/commands.ts";
import type { Command } from "../shell/commands.ts";
import { orderFound } from "../shell/verbs.ts";
import { useZone } from "../marks/zone.ts";
import { rowNote, useVerbs } from "./verbCommands.ts";
import { useNavigationBadge } from "../shell/navigation.ts";
import { healthDocument, healthLiveDocument, openIncidentsDocument, searchDocument } from "./feedDocuments.ts";
import type { Health } from "./feedDocuments.ts";

const nothing = {};
const incidentEvents = { types: ["IncidentDeclared", "IncidentStateChanged", "IncidentReopened", "IncidentMerged"] };
const icons: Readonly<Record<string, IconName>> = { service: "services", release: "releases", deploy: "deploys", incident: "incidents", person: "person", rotation: "onCall", import: "imports" };

/** Lag and position for the top bar. Without the live connection (a proxy that lets no sockets through) they are asked for. */
function useFreshnessFeed(): void {
  const lost = useConnection().state === "lost";
  const { data } = useRead(healthDocument, nothing, { now: true, everyMs: lost ? 3_000 : 15_000 });
  const tell = ({ position, lagMs, rebuildProgress }: Health): void => setFreshness({ lagSeconds: lagMs / 1_000, position, building: rebuildProgress });
  useEffect(() => {
    if (data !== undefined) tell(data.health);
  }, [data]);
  useLive(healthLiveDocument, nothing, { next: ({ health }) => tell(health) });
}

/** What failed while Ballast was not reached is read again when it is, without anybody pressing. */
function useRecovery(): void {
  const client = useQueryClient();
  const live = useConnection().state === "live";
  useEffect(() => {
    if (live) void client.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
  }, [client, live]);
}

/** The count beside Incidents: of the moment the page shows. */
function useIncidentBadge(): void {
  const client = useQueryClient();
  const { data } = useRead(openIncidentsDocument, nothing, { keep: true });
  const again = (): void => void client.invalidateQueries({ queryKey: ["read", openIncidentsDocument.name] });
  useLive(logDocument, incidentEvents, { next: again, resumed: again });
  useNavigationBadge("incidents", data?.incidents.totalCount ?? 0);
}

/** Records in the palette. */
function useRecordSearch(): void {
  const navigate = useNavigate();
  const zone = useZone();
  const source = useCallback(async (text: string, signal: AbortSignal): Promise<readonly Command[]> => {
    const { search } = await call(searchDocument, { text }, { signal });
    return orderFound(search, text).map(({ kind, id, title, detail, at, state, url }) => ({ id: `found-${id}`, title, group: "Records", note: rowNote(zone, at, state, detail), ...(own(icons, kind) === undefined ? {} : { icon: own(icons, kind) }), run: () => void navigate(url) }));
  }, [navigate, zone]);
  useCommandSource(source);
}

/** What every page hears: how fresh the console is, how many incidents are open, and records for the palette. Draws nothing. */
export function Feeds() {
  useFreshnessFeed();
  useRecovery();
  useIncidentBadge();
  useRecordSearch();
  useVerbs();
  return null;
}
