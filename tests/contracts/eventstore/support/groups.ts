import { START, persistentSubscriptionToStreamSettingsFromDefaults } from "@eventstore/db-client";
import type {
  EventStoreDBClient,
  PersistentSubscriptionToStream,
  PersistentSubscriptionToStreamSettings,
} from "@eventstore/db-client";
import { newStream } from "./contractStore.ts";
import { Listener } from "./reading.ts";

export const GROUP = "group";

/** A consumer that answers only when the test says so. */
export type Consumer = Listener<PersistentSubscriptionToStream>;

/** Creates a group on a stream of its own that starts at the stream's start, with quick checkpoints. */
export async function createGroup(
  client: EventStoreDBClient,
  changes: Partial<PersistentSubscriptionToStreamSettings> = {},
  stream = newStream(),
): Promise<string> {
  await client.createPersistentSubscriptionToStream(stream, GROUP, groupSettings(changes));
  return stream;
}

/** The settings of {@link createGroup}. */
export function groupSettings(
  changes: Partial<PersistentSubscriptionToStreamSettings> = {},
): PersistentSubscriptionToStreamSettings {
  return persistentSubscriptionToStreamSettingsFromDefaults({
    startFrom: START,
    checkPointLowerBound: 1,
    checkPointAfter: 20,
    ...changes,
  });
}

/** Connects a consumer to the group of `stream`. */
export async function consume(client: EventStoreDBClient, stream: string, bufferSize = 10): Promise<Consumer> {
  const subscription = client.subscribeToPersistentSubscriptionToStream(stream, GROUP, { bufferSize });
  const consumer = new Listener(subscription);
  await new Promise<void>((resolve, reject) => {
    subscription.once("confirmation", resolve);
    subscription.once("error", reject);
  });
  return consumer;
}

/** A consumer that acknowledges everything at once. */
export async function consumeEagerly(
  client: EventStoreDBClient,
  stream: string,
  bufferSize = 10,
): Promise<Consumer> {
  const consumer = await consume(client, stream, bufferSize);
  for (const resolved of consumer.received) void consumer.subscription.ack(resolved);
  consumer.subscription.on("data", (resolved) => void consumer.subscription.ack(resolved));
  return consumer;
}

/** The stream in which the group's parked messages wait. */
export function parkedStreamOf(stream: string): string {
  return `$persistentsubscription-${stream}::${GROUP}-parked`;
}

/** How many of the group's messages are parked. */
export async function parkedCount(client: EventStoreDBClient, stream: string): Promise<bigint> {
  return (await client.getPersistentSubscriptionToStreamInfo(stream, GROUP)).stats.parkedMessageCount;
}
