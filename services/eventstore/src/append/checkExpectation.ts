import { StoreError } from "../failures.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { NO_HEAD, TOMBSTONE_REVISION } from "../storage/records.ts";
import type { StreamState } from "../storage/streamDirectory.ts";
import { isSoftDeleted } from "../streams/streamMetadata.ts";
import { metadataStreamOf } from "../streams/streamNaming.ts";
import type { AppendResult } from "./appendEvents.ts";
import type { ExpectedRevision } from "./expectation.ts";

/** What an append says about its stream, and the ids it brings, in order. */
export type Expectation = {
  readonly state: StreamState;
  readonly expected: ExpectedRevision;
  readonly ids: readonly string[];
};

/**
 * Decides whether an append may go ahead. Returns undefined to go ahead, or the result of the earlier append that
 * this one repeats.
 *
 * @throws StoreError `wrongExpectedRevision`, or `streamDeleted` for `streamExists` on a softly deleted stream.
 */
export function checkExpectation(log: EventLog, expectation: Expectation): AppendResult | undefined {
  const { state, expected } = expectation;
  switch (expected.kind) {
    case "any":
      return checkIdsAnywhere(log, expectation);
    case "streamExists":
      requireStreamExists(log, expectation);
      return checkIdsAnywhere(log, expectation);
    case "noStream":
      return checkRevision(log, expectation, NO_HEAD);
    case "exact":
      if (expected.revision > state.head) throw wrongRevision(expectation);
      return checkRevision(log, expectation, expected.revision);
  }
}

/**
 * The metadata of a tombstoned stream can be written, though not be read any more, as in the original.
 *
 * @throws StoreError `streamDeleted` when the stream is tombstoned.
 */
export function requireNotTombstoned(state: StreamState): void {
  if (state.head === TOMBSTONE_REVISION) throw new StoreError({ kind: "streamDeleted", stream: state.name });
}

/** Without a revision to compare, only the ids tell a repeated append: all known is a repetition, all new is new. */
function checkIdsAnywhere(log: EventLog, expectation: Expectation): AppendResult | undefined {
  const { state, ids } = expectation;
  if (state.id === undefined || state.head === NO_HEAD) return undefined;
  let result: AppendResult | undefined;
  for (const [index, id] of ids.entries()) {
    const known = log.events.withId(state.id, id);
    // Once the first is new the append is new, whatever follows.
    if (known === undefined && index === 0) return undefined;
    if (known === undefined) throw wrongRevision(expectation);
    result = known;
  }
  return result;
}

function checkRevision(log: EventLog, expectation: Expectation, revision: number): AppendResult | undefined {
  const { state, ids } = expectation;
  if (revision === state.head) return undefined;
  let result: AppendResult | undefined;
  for (const [index, id] of ids.entries()) {
    const there = state.id === undefined ? undefined : log.events.at(state.id, revision + 1 + index);
    if (there?.id !== id) {
      if (index === 0 && startsAfresh(log, expectation)) return undefined;
      throw wrongRevision(expectation);
    }
    result = { revision: there.revision, position: there.position };
  }
  if (result === undefined) throw wrongRevision(expectation);
  return result;
}

/** `noStream` holds for a softly deleted stream. */
function startsAfresh(log: EventLog, expectation: Expectation): boolean {
  return expectation.expected.kind === "noStream" && isSoftDeleted(log.streams.metadataOf(expectation.state));
}

function requireStreamExists(log: EventLog, expectation: Expectation): void {
  const { state } = expectation;
  if (isSoftDeleted(log.streams.metadataOf(state))) {
    throw new StoreError({ kind: "streamDeleted", stream: state.name });
  }
  const hasMetadata = log.streams.get(metadataStreamOf(state.name)).head !== NO_HEAD;
  if (state.head === NO_HEAD && !hasMetadata) throw wrongRevision(expectation);
}

function wrongRevision({ state, expected }: Expectation): StoreError {
  const current = state.head === NO_HEAD ? undefined : state.head;
  return new StoreError({ kind: "wrongExpectedRevision", stream: state.name, expected, current });
}
