import type { AllStreamSubscription, EventStoreDBClient } from "@eventstore/db-client";
import type { Measurement } from "../result.ts";
import { event } from "./events.ts";
import { timed } from "./server.ts";

const LIVE = 500;
const CROWD = 200;
const CROWD_EVENTS = 100;
const SLOW = 20;

async function subscribe(client: EventStoreDBClient): Promise<AllStreamSubscription> {
  const subscription = client.subscribeToAll({ fromPosition: "end" });
  await new Promise<void>((resolve, reject) => void subscription.once("caughtUp", resolve).once("error", reject).resume());
  return subscription;
}

/** From the call of append to the event at a subscriber of `$all`. */
async function latency(client: EventStoreDBClient, name: string): Promise<Measurement> {
  const arrivals = new Map<string, () => void>();
  const subscription = await subscribe(client);
  subscription.on("data", (resolved) => arrivals.get(resolved.event?.id ?? "")?.());
  const samplesMs: number[] = [];
  const elapsedMs = await timed(async () => {
    for (let n = 0; n < LIVE; n += 1) {
      const one = event();
      const arrived = new Promise<void>((resolve) => void arrivals.set(one.id, resolve));
      samplesMs.push(await timed(() => Promise.all([client.appendToStream("bench-live", one), arrived])));
    }
  });
  await subscription.unsubscribe();
  return { name, samplesMs, elapsedMs };
}

/** The same beside subscribers that do not read at all, each of another connection, with megabytes before them. */
async function beside(client: EventStoreDBClient, connect: () => EventStoreDBClient): Promise<Measurement> {
  const clients = Array.from({ length: SLOW }, connect);
  const idle = clients.map((other) => other.subscribeToAll({ fromPosition: "start" }));
  for (const subscription of idle) subscription.pause();
  const measured = await latency(client, `the same, beside ${SLOW} subscribers that do not read`);
  await Promise.all(idle.map((subscription) => subscription.unsubscribe()));
  await Promise.all(clients.map((other) => other.dispose()));
  return measured;
}

/** Many subscribers of `$all`: a sample is the time until one of them has got everything. */
async function crowd(client: EventStoreDBClient): Promise<Measurement> {
  const subscriptions = await Promise.all(Array.from({ length: CROWD }, () => subscribe(client)));
  const samplesMs: number[] = [];
  const startedAt = performance.now();
  const done = subscriptions.map((subscription) => new Promise<void>((resolve) => {
    let received = 0;
    subscription.on("data", () => {
      received += 1;
      if (received < CROWD_EVENTS) return;
      samplesMs.push(performance.now() - startedAt);
      resolve();
    });
  }));
  const elapsedMs = await timed(async () => {
    for (let n = 0; n < CROWD_EVENTS; n += 10) await client.appendToStream("bench-crowd", Array.from({ length: 10 }, event));
    await Promise.all(done);
  });
  await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
  return { name: `${CROWD} subscribers of $all, ${CROWD_EVENTS} events each`, samplesMs, elapsedMs, n: CROWD * CROWD_EVENTS };
}

/** What subscribers of `$all` wait for: one, one beside others that hold still, and many. */
export async function subscribers(client: EventStoreDBClient, connect: () => EventStoreDBClient): Promise<Measurement[]> {
  const alone = await latency(client, "append → subscriber of $all");
  return [alone, await beside(client, connect), await crowd(client)];
}
