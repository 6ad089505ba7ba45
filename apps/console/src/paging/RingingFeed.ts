import { useQueryClient } from "@tanstack/react-query";
import { useGetIdentity } from "ra-core";
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { useLive } from "../api/live.ts";
import { nodesOf } from "../data/fields.ts";
import { logDocument } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { pagesDocument } from "./pageDocuments.ts";
import { calledSince, notification, sound, useRinging } from "./ringing.ts";

/** What begins or ends that somebody is called. */
const recorded = { types: ["PageRequested", "PageStepClaimed", "PageEscalated", "PageAcknowledged", "PageStopped"] };

/** Rings when a page calls whoever is signed in, beside every view, where they asked for that. Draws nothing. */
export function RingingFeed(): null {
  const on = useRinging() !== "off";
  const client = useQueryClient();
  const navigate = useNavigate();
  const { identity } = useGetIdentity();
  const me = identity === undefined ? null : String(identity.id);
  const mine = on && me !== null ? { first: 50, open: true, person: me, after: null } : null;
  const { data } = useRead(pagesDocument, mine, { now: true, keep: true });
  const again = (): void => void client.invalidateQueries({ queryKey: ["read", pagesDocument.name] });
  useLive(logDocument, on ? recorded : null, { next: again, resumed: again });
  const before = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!on || data === undefined) {
      before.current = null;
      return;
    }
    const pages = nodesOf(data.pages);
    const fresh = calledSince(pages, before.current);
    before.current = new Set(pages.map(({ id }) => id));
    if (fresh.length > 0) sound();
    // What it is about stands behind the press: a notification is read by whoever sees the screen.
    for (const { id, incident } of fresh) notification({
      id, title: `${incident.reference} calls you`,
      text: `${incident.severity === null ? "A page" : `Severity ${String(incident.severity)}`} wants your answer. Press to open it.`,
    }, () => void navigate(`/pages/${encodeURIComponent(id)}`));
  }, [data, navigate, on]);
  return null;
}
