import { eventTypeFilter, excludeSystemEvents, streamNameFilter, type Filter } from "@eventstore/db-client";
import type { Category, EventType } from "@ballast/schema";
import type { RecordedEvent } from "./recordedEvent.ts";

/** Which events are wanted. Without a filter: all but the store's own. */
export type LogFilter = { readonly categories: readonly Category[] } | { readonly types: readonly EventType[] };

/** What the server is told; `onCheckpoint` hears how far it has looked, events that did not match included. */
export function serverFilter(filter: LogFilter | undefined, onCheckpoint?: (position: bigint) => void): Filter {
  const checkpoints = {
    checkpointInterval: 1,
    ...(onCheckpoint && { checkpointReached: (_: unknown, { commit }: { commit: bigint }) => onCheckpoint(commit) }),
  };
  if (filter === undefined) return excludeSystemEvents(checkpoints);
  if ("types" in filter) return eventTypeFilter({ ...checkpoints, regex: `^(${filter.types.join("|")})$` });
  return streamNameFilter({ ...checkpoints, prefixes: filter.categories.map((category) => `${category}-`) });
}

/** The same question asked of a decoded event. */
export function matches(filter: LogFilter | undefined, { event, category }: RecordedEvent): boolean {
  if (filter === undefined) return true;
  return "types" in filter ? filter.types.includes(event.type) : filter.categories.some((wanted) => wanted === category);
}
