import { createClient } from "graphql-ws";
import type { Client } from "graphql-ws";
import { useEffect, useEffectEvent } from "react";
import { stepConnection } from "./connection.ts";
import type { TypedDocument } from "@ballast/schema/graphql";
import { asProblem, clientError, errorFrom } from "./errors.ts";
import type { ApiError } from "./errors.ts";
import { Heartbeat } from "./heartbeat.ts";
import { askWhetherEnded, useSessionStanding } from "./sessionEnd.ts";

const longestWaitMs = 15_000;
/** Closures after which asking again cannot help: bad request, not signed in, forbidden, wrong protocol. */
const final = new Set([4400, 4401, 4403, 4406]);
/** Closures that say that the sign-in is over. */
const signedOut = new Set([4401, 4403]);

/** Doubles from half a second to 15 s, with a fifth of it by chance so that a restart is not met by everyone at once. */
export function waitBefore(retry: number, chance: number): number {
  const wait = Math.min(longestWaitMs, 500 * 2 ** retry);
  return wait * (0.8 + 0.4 * chance);
}

let client: Client | undefined;
let socket: WebSocket | undefined;

const heartbeat = new Heartbeat({
  ping: () => {
    if (socket?.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}');
  },
  giveUp: () => client?.terminate(),
  watched: () => !document.hidden,
  now: () => Date.now(),
});

function isSocket(value: unknown): value is WebSocket {
  return value instanceof WebSocket;
}

function closed(event: unknown): void {
  socket = undefined;
  heartbeat.end();
  stepConnection(event instanceof CloseEvent && event.code === 1000 ? "ended" : "closed");
  if (event instanceof CloseEvent && signedOut.has(event.code)) void askWhetherEnded();
}

/** Waits before the next try; a network that comes back, or somebody who looks again, ends the waiting. */
function pause(retries: number): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      removeEventListener("online", go);
      document.removeEventListener("visibilitychange", go);
      resolve();
    };
    const timer = setTimeout(go, waitBefore(retries, Math.random()));
    addEventListener("online", go);
    document.addEventListener("visibilitychange", go);
  });
}

function connect(): Client {
  if (client === undefined) {
    addEventListener("online", () => heartbeat.beat());
    document.addEventListener("visibilitychange", () => heartbeat.beat());
  }
  client ??= createClient({
    url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`,
    lazy: true,
    lazyCloseTimeout: 5_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    // Given up by the heartbeat is no CloseEvent, and tried again like one.
    shouldRetry: (event) => !(event instanceof CloseEvent && final.has(event.code)),
    retryWait: pause,
    on: {
      connecting: () => {
        heartbeat.begin();
        stepConnection("opening");
      },
      opened: (opened) => {
        socket = isSocket(opened) ? opened : undefined;
      },
      connected: () => stepConnection("opened"),
      message: () => {
        heartbeat.sign();
        stepConnection("heard");
      },
      closed,
    },
  });
  return client;
}

/** What a subscriber wants to hear. `resumed` is called after a reconnect: what happened between is not repeated, so read again. */
export interface Listener<Result> {
  next: (result: Result) => void;
  failed?: (error: ApiError) => void;
  resumed?: () => void;
}

function failure(cause: unknown): ApiError {
  const told = errorFrom(cause);
  if (told !== null) return told;
  const words = cause instanceof CloseEvent && cause.code === 4401 ? "The session has ended." : asProblem(cause).message;
  return clientError("LIVE_ENDED", words, "Reload the page to go on live.");
}

/** Subscribes; answers the function that ends it. Reconnects by itself, visibly through {@link useConnection}. */
export function subscribe<Result, Variables extends object>(
  document: TypedDocument<Result, Variables>,
  variables: NoInfer<Variables>,
  listener: Listener<Result>,
): () => void {
  const live = connect();
  let opened = 0;
  const unwatch = live.on("connected", () => {
    opened += 1;
    if (opened > 1) listener.resumed?.();
  });
  const end = live.subscribe<Result>(
    { query: document.text, operationName: document.name, variables: Object.fromEntries(Object.entries(variables)) },
    {
      next: (message) => {
        const error = errorFrom(message.errors);
        if (error !== null) listener.failed?.(error);
        else if (message.data !== undefined && message.data !== null) listener.next(message.data);
      },
      error: (cause) => listener.failed?.(failure(cause)),
      complete: () => undefined,
    },
  );
  return () => {
    unwatch();
    end();
  };
}

/** Subscribes while mounted; `null` variables mean not now, for instance while looking back. */
export function useLive<Result, Variables extends object>(
  document: TypedDocument<Result, Variables>,
  variables: NoInfer<Variables> | null,
  listener: Listener<Result>,
): void {
  const next = useEffectEvent((result: Result) => listener.next(result));
  const failed = useEffectEvent((error: ApiError) => listener.failed?.(error));
  const resumed = useEffectEvent(() => listener.resumed?.());
  const { renewals } = useSessionStanding();
  const key = variables === null ? null : JSON.stringify(variables);
  useEffect(() => {
    if (key === null) return undefined;
    const parsed: Variables = JSON.parse(key);
    return subscribe(document, parsed, { next, failed, resumed });
    // A subscription ends with the session, and begins again with the next one.
  }, [document, key, renewals]);
}
