import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventStoreDBClient, jsonEvent } from "@eventstore/db-client";
import type { JSONEventData } from "@eventstore/db-client";
import { startEventStore } from "@ballast/eventstore";
import type { EventStoreOptions, RunningEventStore } from "@ballast/eventstore";
import { afterAll, beforeAll, describe } from "vitest";

/** The address of a real EventStoreDB or KurrentDB, when the contract is to be checked against one. */
export const externalAddress = process.env["BALLAST_CONTRACT_EVENTSTORE"];

/** Rules that need a server of their own: restarts, users, faults. They say nothing about an external server. */
export const describeEmbedded = externalAddress === undefined ? describe : describe.skip;

/** A folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ballast-eventstore-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

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

/** A stream name nobody has used. The part before the first dash is its category. */
export function newStream(category = "contract"): string {
  return `${category}-${randomUUID()}`;
}

/** An event with an id of its own. */
export function event(type = "Happened", data: Record<string, unknown> = {}): JSONEventData {
  return jsonEvent({ type, data: { ...data } });
}

/** Several events with ids of their own, their data numbered from 0. */
export function events(count: number, type = "Happened"): JSONEventData[] {
  return Array.from({ length: count }, (_, n) => event(type, { n }));
}
