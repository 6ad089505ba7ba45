import { hash } from "node:crypto";
import {
  ErrorType, isCommandError, persistentSubscriptionToAllSettingsFromDefaults, persistentSubscriptionToStreamSettingsFromDefaults,
  type EventStoreDBClient, type PersistentSubscriptionToAllInfo, type Position,
} from "@eventstore/db-client";
import type { StreamName } from "@ballast/schema";
import { serverFilter, type LogFilter } from "./filter.ts";

/** What is subscribed to: the whole log as filtered, or a stream. */
export interface GroupWanted {
  readonly group: string;
  readonly filter?: LogFilter | undefined;
  readonly stream?: StreamName | undefined;
}

/** Parking is decided by the subscriber: the server itself must not set an event aside while, say, the workflow engine is down. */
const settings = { messageTimeout: 60_000, maxRetryCount: 1_000_000, checkPointLowerBound: 1, checkPointAfter: 500 } as const;

/**
 * The group's name at the server. A server never changes the filter of a group, so that one with another filter is another group: else
 * what a new version wants to hear of it would never hear on a log of before.
 */
export function groupName({ group, filter, stream }: GroupWanted): string {
  if (stream !== undefined || filter === undefined) return group;
  const wanted: readonly string[] = "types" in filter ? filter.types : filter.categories;
  return `${group}-${hash("sha1", wanted.toSorted().join()).slice(0, 12)}`;
}

/**
 * Creates the group where it is missing: at the beginning of the log, or where one of the same name with another filter stands. That one
 * stays, as a worker of before may still hear by it: what both hear of is heard twice, as anything may be.
 */
export async function createGroup(client: EventStoreDBClient, wanted: GroupWanted): Promise<void> {
  const name = groupName(wanted);
  try {
    if (wanted.stream !== undefined) {
      const beginning = persistentSubscriptionToStreamSettingsFromDefaults({ ...settings, startFrom: "start" });
      await client.createPersistentSubscriptionToStream(wanted.stream, name, beginning);
    } else {
      const startFrom = name === wanted.group ? "start" : await formerPlace(client, wanted.group);
      const all = persistentSubscriptionToAllSettingsFromDefaults({ ...settings, startFrom });
      await client.createPersistentSubscriptionToAll(name, all, { filter: serverFilter(wanted.filter) });
    }
  } catch (error) {
    if (!isError(error, ErrorType.PERSISTENT_SUBSCRIPTION_EXISTS)) throw error;
  }
}

/** Where the furthest of the groups stands that had this name with other filters. */
async function formerPlace(client: EventStoreDBClient, group: string): Promise<Position | "start"> {
  const groups = await client.listPersistentSubscriptionsToAll().catch((error: unknown): PersistentSubscriptionToAllInfo[] => {
    if (isError(error, ErrorType.PERSISTENT_SUBSCRIPTION_DOES_NOT_EXIST)) return [];
    throw error;
  });
  const isFormer = (name: string): boolean =>
    name === group || (name.startsWith(`${group}-`) && /^[0-9a-f]{12}$/u.test(name.slice(group.length + 1)));
  let furthest: Position | "start" = "start";
  for (const { groupName: name, stats, settings: { startFrom } } of groups) {
    const place = stats.lastCheckpointedEventPosition ?? (typeof startFrom === "object" ? startFrom : undefined);
    if (isFormer(name) && place !== undefined && (furthest === "start" || place.commit > furthest.commit)) furthest = place;
  }
  return furthest;
}

const isError = (error: unknown, type: ErrorType): boolean => error instanceof Error && isCommandError(error) && error.type === type;
