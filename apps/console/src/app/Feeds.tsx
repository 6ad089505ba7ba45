import { own } from "@ballast/schema/own";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import type { ComponentType } from "react";
import { useNavigate } from "react-router";
import { useConnection } from "../api/connection.ts";
import { setFreshness } from "../api/freshness.ts";
import { call } from "../api/graphqlClient.ts";
import { useLive } from "../api/live.ts";
import { useKinds } from "../data/kinds.ts";
import { useRead } from "../data/read.ts";
import { useCommandSource } from "../shell/commands.ts";
import type { Command } from "../shell/commands.ts";
import { orderFound, rowNote } from "../shell/verbs.ts";
import type { PaletteVerb } from "../shell/verbs.ts";
import { useZone } from "../marks/zone.ts";
import { useVerbs } from "./useVerbs.ts";
import { healthDocument, healthLiveDocument, searchDocument } from "./feedDocuments.ts";
import type { Health } from "./feedDocuments.ts";

const nothing = {};

/** Lag and position for the top bar. Without the live connection (a proxy that lets no sockets through) they are asked for. */
function useFreshnessFeed(): void {
  const lost = useConnection().state === "lost";
  const { data } = useRead(healthDocument, nothing, { now: true, everyMs: lost ? 3_000 : 15_000 });
  const tell = ({ position, lagMs, rebuildProgress }: Health): void =>
    setFreshness({ lagSeconds: lagMs / 1_000, position, building: rebuildProgress });
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

/** Records in the palette. */
function useRecordSearch(): void {
  const navigate = useNavigate();
  const zone = useZone();
  const { records } = useKinds();
  const source = useCallback(
    async (text: string, signal: AbortSignal): Promise<readonly Command[]> => {
      const { search } = await call(searchDocument, { text }, { signal });
      return orderFound(search, text).map(({ kind, id, title, detail, at, state, url }) => ({
        id: `found-${id}`, title, group: "Records", note: rowNote(zone, at, state, detail), icon: own(records, kind)?.icon ?? "search",
        run: () => void navigate(url),
      }));
    },
    [navigate, zone, records],
  );
  useCommandSource(source);
}

/** What every view hears: how fresh the console is, records and verbs for the palette, and what the slices bring. */
export function Feeds({ feeds, verbs }: { feeds: readonly ComponentType[]; verbs: readonly PaletteVerb[] }) {
  useFreshnessFeed();
  useRecovery();
  useRecordSearch();
  useVerbs(verbs);
  return feeds.map((Feed, place) => <Feed key={place} />);
}
