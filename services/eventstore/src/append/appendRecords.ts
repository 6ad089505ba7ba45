import { StoreError } from "../failures.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { NO_HEAD, TOMBSTONE_REVISION } from "../storage/records.ts";
import type { NewEvent } from "../storage/records.ts";
import type { StreamState } from "../storage/streamDirectory.ts";
import { isSoftDeleted } from "../streams/streamMetadata.ts";
import { requireInTime, reviveSoftDeleted } from "./appendEvents.ts";
import { checkExpectation } from "./checkExpectation.ts";
import type { ActualState, ExpectedState, Violation } from "./expectation.ts";

/** What a stream must be like for a transaction to go ahead; it need not be written. */
export type StreamCheck = { readonly stream: string; readonly expected: ExpectedState };

/** Events of several streams that are appended together or not at all, in this order. */
export type Transaction = {
  /** Each stream once, those that are written among them. */
  readonly checks: readonly StreamCheck[];
  /** `check` is the index of the event's stream in `checks`. */
  readonly events: readonly { readonly check: number; readonly event: NewEvent }[];
  /** Milliseconds since the epoch after which it must not happen any more. */
  readonly deadline?: number;
};

/** Where a transaction ended up: the last revision of each stream that was written, by its index in `checks`. */
export type TransactionResult = { readonly revisions: ReadonlyMap<number, number>; readonly position: number };

type Judged = {
  readonly state: StreamState;
  readonly writes: boolean;
  /** Where the events are that this repeats. */
  readonly earlier?: { readonly revision: number; readonly position: number };
  readonly actual?: ActualState;
};

/**
 * Appends to several streams in one commit. A repetition (the same ids, to every stream that is written) is answered as
 * the first was, whatever the streams that are only checked are at by now.
 *
 * @throws StoreError `consistency` with every check that failed, `deadlineExceeded` or `storage`.
 */
export function appendRecords(log: EventLog, transaction: Transaction): Promise<TransactionResult> {
  return log.write(() => {
    requireInTime(log, transaction.deadline);
    const ids = idsByCheck(transaction);
    const judged = transaction.checks.map((check, index) => judge(log, check, ids.get(index) ?? []));
    return repetition(judged) ?? record(log, transaction, requireAll(transaction, judged));
  });
}

function idsByCheck({ events }: Transaction): ReadonlyMap<number, readonly string[]> {
  const ids = new Map<number, string[]>();
  for (const { check, event } of events) {
    const known = ids.get(check);
    if (known === undefined) ids.set(check, [event.id]);
    else known.push(event.id);
  }
  return ids;
}

/** Every stream that is written has these events already, and there is one. */
function repetition(judged: readonly Judged[]): TransactionResult | undefined {
  const revisions = new Map<number, number>();
  let position = 0;
  for (const [index, { writes, earlier }] of judged.entries()) {
    if (!writes) continue;
    if (earlier === undefined) return undefined;
    revisions.set(index, earlier.revision);
    position = Math.max(position, earlier.position);
  }
  return revisions.size === 0 ? undefined : { revisions, position };
}

/** Some repeated and some new is as wrong as a check that fails. */
function requireAll({ checks }: Transaction, judged: readonly Judged[]): readonly StreamState[] {
  const violations = judged.flatMap(({ actual, earlier, state }, index): Violation[] => {
    const check = checks[index];
    const found = actual ?? (earlier === undefined ? undefined : revisionOf(state));
    return check === undefined || found === undefined ? [] : [{ index, ...check, actual: found }];
  });
  if (violations.length > 0) throw new StoreError({ kind: "consistency", violations });
  return judged.map(({ state }) => state);
}

function record(log: EventLog, { events }: Transaction, states: readonly StreamState[]): TransactionResult {
  for (const index of new Set(events.map(({ check }) => check))) {
    const state = states[index];
    if (state !== undefined) reviveSoftDeleted(log, state);
  }
  const revisions = new Map<number, number>();
  let position = 0;
  for (const { check, event } of events) {
    const state = states[check];
    const recorded = state === undefined ? undefined : log.record(state, [event]).at(-1);
    if (recorded === undefined) throw new Error("An event of a transaction has no stream");
    revisions.set(check, recorded.revision);
    position = recorded.position;
  }
  return { revisions, position };
}

function judge(log: EventLog, { stream, expected }: StreamCheck, ids: readonly string[]): Judged {
  const state = log.streams.get(stream);
  const writes = ids.length > 0;
  const holds = { state, writes };
  if (state.head === TOMBSTONE_REVISION)
    return !writes && holdsWhenTombstoned(expected) ? holds : { ...holds, actual: { kind: "tombstoned" } };
  const deleted = isSoftDeleted(log.streams.metadataOf(state));
  switch (expected.kind) {
    case "tombstoned":
      return { ...holds, actual: deleted ? { kind: "deleted" } : revisionOf(state) };
    case "deleted":
      if (!deleted) return { ...holds, actual: revisionOf(state) };
      return { ...holds, ...compare(log, { state, expected: { kind: "any" }, ids }) };
    default:
      if (!writes && expected.kind === "noStream" && deleted) return holds;
      return { ...holds, ...compare(log, { state, expected, ids }) };
  }
}

/** A tombstoned stream is not there, so far as it is not written. */
const holdsWhenTombstoned = ({ kind }: ExpectedState): boolean => kind === "tombstoned" || kind === "any" || kind === "noStream";

function compare(log: EventLog, expectation: Parameters<typeof checkExpectation>[1]): Pick<Judged, "earlier" | "actual"> {
  try {
    const earlier = checkExpectation(log, expectation);
    if (earlier?.revision === undefined || earlier.position === undefined) return {};
    return { earlier: { revision: earlier.revision, position: earlier.position } };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { actual: error.failure.kind === "streamDeleted" ? { kind: "deleted" } : revisionOf(expectation.state) };
  }
}

const revisionOf = ({ head }: StreamState): ActualState => (head === NO_HEAD ? { kind: "noStream" } : { kind: "exact", revision: head });
