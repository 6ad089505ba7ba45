import { EventStoreDBClient, jsonEvent } from "@eventstore/db-client";
import type { JSONEventData } from "@eventstore/db-client";
import { startEventStore } from "@ballast/eventstore";
import type { EventStoreOptions, RunningEventStore } from "@ballast/eventstore";
import { afterAll, beforeAll } from "vitest";
import { externalAddress, temporaryFolder } from "./place.ts";

export { describeEmbedded, newStream, temporaryFolder } from "./place.ts";

/** Runs a store for the test file (or uses the external one) and gives a client to it. */
export function useClient(options: Omit<EventStoreOptions, "dataDir"> = {}): () => EventStoreDBClient {
  let client: EventStoreDBClient | undefined;
  let store: RunningEventStore | undefined;
  const dataDir = temporaryFolder();
  beforeAll(async () => {
    if (externalAddress === undefined) store = await startEventStore({ ...options, dataDir });
    client = connect(externalAddress ?? store?.address ?? "");
  });
  afterAll(async () => {
    await client?.dispose();
    await store?.close();
  });
  return () => {
    if (client === undefined) throw new Error("The store is not running yet");
    return client;
  };
}

/** A client of the store at `address`. */
export function connect(address: string): EventStoreDBClient {
  return EventStoreDBClient.connectionString(address);
}

/** An event with an id of its own. */
export function event(type = "Happened", data: Record<string, unknown> = {}): JSONEventData {
  return jsonEvent({ type, data: { ...data } });
}

/** Several events with ids of their own, their data numbered from 0. */
export function events(count: number, type = "Happened"): JSONEventData[] {
  return Array.from({ length: count }, (_, n) => event(type, { n }));
}
