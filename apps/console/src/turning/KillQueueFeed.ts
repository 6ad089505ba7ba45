import { useQueryClient } from "@tanstack/react-query";
import { useNotify } from "ra-core";
import { useEffect, useRef } from "react";
import { call } from "../api/graphqlClient.ts";
import { queuedKills, sendUntilAnswered, useQueuedKills } from "./killQueue.ts";
import type { QueuedKill } from "./killQueue.ts";
import { killFlag } from "./turningDocuments.ts";

/** Between two tries, ms. */
const AGAIN_MS = 2_000;

/** A moment, or until the browser knows of a network again. */
const pause = (): Promise<void> =>
  new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      removeEventListener("online", over);
      resolve();
    };
    const timer = setTimeout(over, AGAIN_MS);
    addEventListener("online", over);
  });

const send = async ({ flag, environment, key, reason, incidentId }: QueuedKill): Promise<void> => {
  const why = { ...(reason === null ? {} : { reason }), ...(incidentId === null ? {} : { incidentId }) };
  await call(killFlag.document, { input: { flag, environment, idempotencyKey: key, ...why } });
};

/** Sends kills that were pressed, beside every view: leaving the flag's view, or a reload, takes none of them back. */
export function KillQueueFeed() {
  const kills = useQueuedKills();
  const client = useQueryClient();
  const notify = useNotify();
  const sending = useRef(new Set<string>());
  const gone = useRef<AbortController | null>(null);
  useEffect(() => {
    gone.current = new AbortController();
    const sent = sending.current;
    return () => {
      gone.current?.abort();
      sent.clear();
    };
  }, []);
  useEffect(() => {
    const signal = gone.current?.signal;
    if (signal === undefined) return;
    for (const kill of queuedKills()) {
      if (sending.current.has(kill.key)) continue;
      sending.current.add(kill.key);
      sendUntilAnswered(kill, { send, pause, signal })
        .then((killed) => {
          if (!killed) return;
          notify(`${kill.flag} is killed in ${kill.environment}.`);
          void client.invalidateQueries();
        })
        .catch((error: unknown) =>
          notify(`${kill.flag} was not killed: ${error instanceof Error ? error.message : String(error)}`, { type: "error" }),
        )
        .finally(() => sending.current.delete(kill.key));
    }
  }, [client, kills, notify]);
  return null;
}
