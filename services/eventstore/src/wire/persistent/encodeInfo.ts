import type { SubscriptionInfo } from "@eventstore/db-client/generated/persistent_pb.js";
import type { Consumer } from "../../persistent/consumer.ts";
import type { StartFrom } from "../../persistent/groupSettings.ts";
import type { SubscriptionGroup } from "../../persistent/subscriptionGroup.ts";
import { persistentPb } from "../generated.ts";

/** What `GetInfo` and `List` say of a group. */
export function encodeInfo(group: SubscriptionGroup): SubscriptionInfo {
  const info = new persistentPb.SubscriptionInfo();
  const { source, name } = group.stored;
  info.setEventSource(source);
  info.setGroupName(name);
  info.setStatus(group.depths.atEnd || group.consumers.length === 0 ? "Live" : "Behind");
  const { extraStatistics } = group.stored.settings;
  info.setConnectionsList(group.consumers.map((consumer) => encodeConsumer(consumer, extraStatistics)));
  setSettings(info, group);
  setStatistics(info, group);
  return info;
}

function setSettings(info: SubscriptionInfo, { stored: { source, settings } }: SubscriptionGroup): void {
  info.setStartFrom(encodeStart(source, settings.startFrom));
  info.setResolveLinkTos(settings.resolveLinks);
  info.setExtraStatistics(settings.extraStatistics);
  info.setMaxRetryCount(settings.maxRetryCount);
  info.setMinCheckPointCount(settings.minCheckpointCount);
  info.setMaxCheckPointCount(settings.maxCheckpointCount);
  info.setMaxSubscriberCount(settings.maxSubscriberCount);
  info.setLiveBufferSize(settings.liveBufferSize);
  info.setBufferSize(settings.historyBufferSize);
  info.setReadBatchSize(settings.readBatchSize);
  info.setMessageTimeoutMilliseconds(settings.messageTimeout);
  info.setCheckPointAfterMilliseconds(settings.checkpointAfter);
  info.setNamedConsumerStrategy(settings.strategy);
}

function setStatistics(info: SubscriptionInfo, group: SubscriptionGroup): void {
  const { source } = group.stored;
  const { ready, retries, saved } = group.depths;
  let inFlight = 0;
  for (const consumer of group.consumers) inFlight += consumer.inFlight.size;
  info.setAveragePerSecond(0);
  info.setTotalItems(String(group.delivered));
  info.setCountSinceLastMeasurement("0");
  info.setLastCheckpointedEventPosition(saved > group.stored.startsAt ? encodePlace(source, saved - 1) : "");
  const last = group.parts.source.last();
  info.setLastKnownEventPosition(last >= 0 ? encodePlace(source, last) : "");
  info.setReadBufferCount(ready);
  info.setLiveBufferCount("0");
  info.setRetryBufferCount(retries);
  info.setTotalInFlightMessages(inFlight);
  info.setOutstandingMessagesCount(inFlight);
  info.setParkedMessageCount(String(group.parts.parked.count()));
}

function encodeConsumer(consumer: Consumer, extraStatistics: boolean): SubscriptionInfo.ConnectionInfo {
  const info = new persistentPb.SubscriptionInfo.ConnectionInfo();
  info.setFrom(consumer.connection.from);
  info.setUsername(consumer.connection.user);
  info.setConnectionName(consumer.connection.connectionName);
  info.setAverageItemsPerSecond(0);
  info.setTotalItems(String(consumer.delivered));
  info.setCountSinceLastMeasurement("0");
  info.setAvailableSlots(consumer.slots);
  info.setInFlightMessages(consumer.inFlight.size);
  if (extraStatistics) info.setObservedMeasurementsList(encodeLatencies(consumer));
  return info;
}

function encodeLatencies(consumer: Consumer): SubscriptionInfo.Measurement[] {
  return [...consumer.latencies.figures()].map(([key, value]) => {
    const measurement = new persistentPb.SubscriptionInfo.Measurement();
    measurement.setKey(key);
    measurement.setValue(String(Math.round(value)));
    return measurement;
  });
}

/** A revision as it is, a position as the pair that clients parse. */
function encodePlace(source: string, place: number): string {
  return source === "$all" ? `C:${place}/P:${place}` : String(place);
}

function encodeStart(source: string, startFrom: StartFrom): string {
  if (startFrom === "start") return encodePlace(source, 0);
  return encodePlace(source, startFrom === "end" ? -1 : startFrom);
}
