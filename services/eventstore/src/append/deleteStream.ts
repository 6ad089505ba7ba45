import { randomUUID } from "node:crypto";
import { StoreError } from "../failures.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { NO_HEAD, TOMBSTONE_TYPE } from "../storage/records.ts";
import { softDeletedMetadata } from "../streams/streamMetadata.ts";
import { metadataStreamOf } from "../streams/streamNaming.ts";
import { metadataEvent } from "./appendEvents.ts";
import { checkExpectation, requireNotTombstoned } from "./checkExpectation.ts";
import type { ExpectedRevision } from "./expectation.ts";

/** Which stream to delete, and what its deleter believes about it. */
export type DeleteRequest = { readonly stream: string; readonly expected: ExpectedRevision };

/**
 * Hides a stream until it is written again; its numbering goes on then. Returns the position of the deletion.
 *
 * @throws StoreError `wrongExpectedRevision` or `streamDeleted`.
 */
export function deleteStream(log: EventLog, request: DeleteRequest): Promise<number> {
  return log.write(() => deleteNow(log, request));
}

/** As {@link deleteStream}, inside a write that is already under way. */
export function deleteNow(log: EventLog, request: DeleteRequest): number {
  checkDelete(log, request);
  const holder = log.streams.get(metadataStreamOf(request.stream));
  requireSomething(log, request);
  return lastPositionOf(log.record(holder, [metadataEvent(softDeletedMetadata())]));
}

/**
 * Closes a stream for good: it can be neither read nor written any more. Returns the position of the tombstone.
 *
 * @throws StoreError `wrongExpectedRevision` or `streamDeleted`.
 */
export function tombstoneStream(log: EventLog, request: DeleteRequest): Promise<number> {
  return log.write(() => {
    checkDelete(log, request);
    const empty = new Uint8Array();
    const event = { id: randomUUID(), type: TOMBSTONE_TYPE, isJson: false, data: empty, metadata: empty };
    return log.recordTombstone(log.streams.get(request.stream), event).position;
  });
}

function checkDelete(log: EventLog, request: DeleteRequest): void {
  const state = log.streams.get(request.stream);
  requireNotTombstoned(state);
  // A deletion carries a fresh id: it never repeats an earlier write.
  checkExpectation(log, { state, expected: request.expected, ids: [randomUUID()] });
}

/** Metadata alone makes a stream that can be hidden; nothing at all cannot be, whatever was expected. */
function requireSomething(log: EventLog, { stream, expected }: DeleteRequest): void {
  const exists = [stream, metadataStreamOf(stream)].some((name) => log.streams.get(name).head !== NO_HEAD);
  if (!exists) throw new StoreError({ kind: "wrongExpectedRevision", stream, expected, current: undefined });
}

function lastPositionOf(recorded: readonly { readonly position: number }[]): number {
  const last = recorded.at(-1);
  if (last === undefined) throw new Error("A deletion recorded nothing");
  return last.position;
}
