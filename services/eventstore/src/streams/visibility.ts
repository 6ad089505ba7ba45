import type { EventLog } from "../storage/eventLog.ts";
import { NO_HEAD, TOMBSTONE_REVISION } from "../storage/records.ts";
import type { RecordedEvent } from "../storage/records.ts";
import type { StreamState } from "../storage/streamDirectory.ts";
import { isSoftDeleted } from "./streamMetadata.ts";
import { isBuiltInStream, isMetadataStream, ownerOf } from "./streamNaming.ts";

/** Which of a stream's events its readers see now. */
export type Visibility = {
  /** Revisions before this one are hidden. */
  readonly from: number;
  /** Events created before this moment (microseconds) are hidden; they may lie anywhere, as clocks jump. */
  readonly createdSince: number;
};

/**
 * Whether readers find the stream: it has events and is not deleted, softly or for good. The metadata of a tombstoned
 * stream goes with it.
 */
export function streamPresence(log: EventLog, state: StreamState): "present" | "missing" | "tombstoned" {
  const owner = isMetadataStream(state.name) ? log.streams.get(ownerOf(state.name)) : state;
  if (state.head === TOMBSTONE_REVISION || owner.head === TOMBSTONE_REVISION) return "tombstoned";
  if (state.head === NO_HEAD || isSoftDeleted(log.streams.metadataOf(state))) return "missing";
  return "present";
}

/** Applies `$tb`, `$maxCount` and `$maxAge` as of now. */
export function visibilityOf(log: EventLog, state: StreamState): Visibility {
  const { truncateBefore, maxCount, maxAge } = log.streams.metadataOf(state);
  const byCount = maxCount === undefined ? 0 : state.head + 1 - maxCount;
  const from = Math.max(0, truncateBefore ?? 0, byCount);
  if (maxAge === undefined) return { from, createdSince: 0 };
  const createdSince = Math.trunc((log.now() - maxAge * 1000) * 1000);
  return { from: Math.max(from, firstYoungEnough(log, state, createdSince)), createdSince };
}

/** Whether readers of the event's stream see it. A stream may have been deleted since the event was linked to. */
export function isVisible(log: EventLog, event: RecordedEvent): boolean {
  const state = log.streams.get(event.stream);
  if (streamPresence(log, state) !== "present") return false;
  const visibility = visibilityOf(log, state);
  return event.revision >= visibility.from && event.created >= visibility.createdSince;
}

/**
 * What has aged out stays so: the search starts where the last one ended, and long histories are crossed once. Unless
 * the clock went back since: then it starts anew, and what a clock that was ahead had hidden is there again.
 */
function firstYoungEnough(log: EventLog, state: StreamState, createdSince: number): number {
  if (state.id === undefined || isBuiltInStream(state.name)) return 0;
  const from = createdSince < state.aged.created ? 0 : state.aged.revision;
  const revision = log.events.firstSince(state.id, from, createdSince) ?? state.head + 1;
  state.aged = { revision, created: createdSince };
  return revision;
}
