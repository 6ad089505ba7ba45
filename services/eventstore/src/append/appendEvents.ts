import { StoreError } from "../failures.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { METADATA_TYPE, NO_HEAD, TOMBSTONE_REVISION } from "../storage/records.ts";
import type { NewEvent } from "../storage/records.ts";
import type { StreamState } from "../storage/streamDirectory.ts";
import { isSoftDeleted, withTruncateBefore } from "../streams/streamMetadata.ts";
import { metadataStreamOf } from "../streams/streamNaming.ts";
import { checkExpectation, requireNotTombstoned } from "./checkExpectation.ts";
import type { ExpectedRevision } from "./expectation.ts";
import { randomUUID } from "node:crypto";

/** One atomic append. */
export type AppendRequest = {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  /** Milliseconds since the epoch after which the append must not happen any more. */
  readonly deadline?: number;
};

/** Where an append ended up; both members are undefined when there was nothing to write to a stream that is not there. */
export type AppendResult = { readonly revision: number | undefined; readonly position: number | undefined };

/**
 * Appends all events or none. A repeated append (same ids, same expectation) is answered as the first one was.
 *
 * @throws StoreError `wrongExpectedRevision`, `streamDeleted`, `deadlineExceeded` or `storage`.
 */
export function appendEvents(log: EventLog, request: AppendRequest): Promise<AppendResult> {
  return log.write(() => appendNow(log, request));
}

/** As {@link appendEvents}, inside a write that is already under way. */
export function appendNow(log: EventLog, request: AppendRequest): AppendResult {
  requireInTime(log, request.deadline);
  const state = log.streams.get(request.stream);
  requireNotTombstoned(state);
  const earlier = checkExpectation(log, { state, expected: request.expected, ids: request.events.map((e) => e.id) });
  if (earlier !== undefined) return earlier;
  if (request.events.length === 0) return currentEnd(log, state);
  reviveSoftDeleted(log, state);
  const last = log.record(state, request.events).at(-1);
  return { revision: last?.revision, position: last?.position };
}

/** @throws StoreError `deadlineExceeded`. */
export function requireInTime(log: EventLog, deadline: number | undefined): void {
  if (deadline !== undefined && log.now() > deadline) throw new StoreError({ kind: "deadlineExceeded" });
}

function currentEnd(log: EventLog, state: StreamState): AppendResult {
  if (state.id === undefined || state.head === NO_HEAD) return { revision: undefined, position: undefined };
  return { revision: state.head, position: log.events.at(state.id, state.head)?.position };
}

/** A softly deleted stream that is written again goes on counting; what was deleted stays hidden. */
export function reviveSoftDeleted(log: EventLog, state: StreamState): void {
  if (!isSoftDeleted(log.streams.metadataOf(state))) return;
  const holder = log.streams.get(metadataStreamOf(state.name));
  if (holder.id === undefined || holder.head === TOMBSTONE_REVISION) return;
  const newest = log.events.at(holder.id, holder.head);
  const data = withTruncateBefore(newest?.data ?? new Uint8Array(), state.head + 1);
  log.record(holder, [metadataEvent(data)]);
}

/** An event that sets a stream's metadata. */
export function metadataEvent(data: Uint8Array): NewEvent {
  return { id: randomUUID(), type: METADATA_TYPE, isJson: true, data, metadata: new Uint8Array() };
}
