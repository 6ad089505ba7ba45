import type { ActualState, ExpectedRevision, ExpectedState, Violation } from "./append/expectation.ts";
import { TOMBSTONE_REVISION } from "./storage/records.ts";

const WIRE_TOMBSTONE = "9223372036854775807";

/** Everything the store can refuse, as data. The wire layer alone knows which gRPC code each one is. */
export type Failure =
  | { kind: "streamDeleted"; stream: string }
  | { kind: "wrongExpectedRevision"; stream: string; expected: ExpectedRevision; current: number | undefined }
  | { kind: "appendTooLarge"; limit: number }
  | TransactionFailure
  | { kind: "accessDenied" }
  | { kind: "notAuthenticated" }
  | { kind: "deadlineExceeded" }
  | { kind: "invalidArgument"; message: string }
  | { kind: "missingMetadata"; properties: readonly string[] }
  | { kind: "groupMissing"; stream: string; group: string }
  | { kind: "groupExists"; stream: string; group: string }
  | { kind: "groupFull"; stream: string; group: string }
  | { kind: "groupDropped"; stream: string; group: string }
  | { kind: "groupFailed"; stream: string; group: string; reason: string }
  /** `wanted` is what the original would have answered with, by which clients know this failure. */
  | { kind: "projectionMissing"; projection: string; wanted: ProjectionAnswer }
  | { kind: "projectionExists"; projection: string }
  | { kind: "notSupported"; message: string }
  /** The server ends an open stream. */
  | { kind: "stopping" }
  /** The server stops before it took what was asked: try again elsewhere or later. */
  | { kind: "unavailable" }
  | { kind: "storage"; fault: StorageFault; message: string };

/** Why a transaction over several streams is refused. Sizes and limits in bytes. */
export type TransactionFailure =
  | { kind: "consistency"; violations: readonly Violation[] }
  | { kind: "recordTooLarge"; stream: string; id: string; size: number; limit: number }
  | { kind: "transactionTooLarge"; size: number; limit: number }
  | { kind: "streamTwice"; stream: string }
  | { kind: "nothingToAppend" };

/** The answers of the original to what is asked about a projection. */
export type ProjectionAnswer = "Updated" | "Statistics" | "ProjectionState" | "ProjectionResult";

/** Why the disk or the file refused. */
export type StorageFault = "diskFull" | "readOnly" | "corrupt" | "closed" | "other";

/** Thrown by the store for a refusal that has a place in the protocol. Anything else thrown is a bug. */
export class StoreError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(describeFailure(failure));
    this.name = "StoreError";
    this.failure = failure;
  }
}

/** Says a failure in a sentence; clients parse those that the original has too, so their words are its own. */
export function describeFailure(failure: Failure): string {
  switch (failure.kind) {
    case "streamDeleted":
      return `Event stream '${failure.stream}' is deleted.`;
    case "wrongExpectedRevision":
      return `Append failed due to WrongExpectedVersion. Stream: ${failure.stream}, Expected version: ${expectedVersion(failure.expected)}, Actual version: ${revisionText(failure.current ?? -1)}`;
    case "appendTooLarge":
      return `Maximum append size of ${failure.limit} bytes exceeded.`;
    case "accessDenied":
      return "Access denied.";
    case "notAuthenticated":
      return "Not authenticated.";
    case "deadlineExceeded":
      return "The deadline passed before the append was committed.";
    case "invalidArgument":
    case "notSupported":
      return failure.message;
    case "missingMetadata":
      return `Required metadata properties are missing: ${failure.properties.join(", ")}.`;
    case "projectionMissing":
      return `Envelope callback expected ${failure.wanted}, received NotFound instead. There is no projection '${failure.projection}'.`;
    case "projectionExists":
      return `There is a projection '${failure.projection}' already.`;
    case "stopping":
    case "unavailable":
      return "Server is shutting down.";
    case "storage":
      return failure.message;
    default:
      return "group" in failure ? describeGroup(failure) : describeTransaction(failure);
  }
}

function describeGroup(failure: Extract<Failure, { group: string }>): string {
  switch (failure.kind) {
    case "groupMissing":
      return `Subscription group ${failure.group} on stream ${failure.stream} does not exist.`;
    case "groupExists":
      return `Subscription group ${failure.group} on stream ${failure.stream} exists.`;
    case "groupFull":
      return `Maximum subscriptions reached for subscription group ${failure.group} on stream ${failure.stream}.`;
    case "groupDropped":
      return `Subscription group ${failure.group} on stream ${failure.stream} was dropped.`;
    case "groupFailed":
      return `Subscription group ${failure.group} on stream ${failure.stream} failed: ${failure.reason}`;
  }
}

/** A revision as clients see it: a tombstone's is 2^63 - 1. */
export function revisionText(revision: number): string {
  return revision === TOMBSTONE_REVISION ? WIRE_TOMBSTONE : String(revision);
}

function describeTransaction(failure: TransactionFailure): string {
  switch (failure.kind) {
    case "consistency":
      return [
        "Append failed due to consistency violations.",
        "",
        ...failure.violations.map((violation) => ` - ${describeViolation(violation)}`),
      ].join("\n");
    case "recordTooLarge":
      return `The size of record ${failure.id} (${failure.size} bytes) exceeds the maximum allowed size of ${failure.limit} bytes by ${failure.size - failure.limit} bytes`;
    case "transactionTooLarge":
      return `Transaction size (${failure.size} bytes) exceeded the maximum allowed size of ${failure.limit} bytes by ${failure.size - failure.limit} bytes.`;
    case "streamTwice":
      return `Stream '${failure.stream}' already has a different group of messages in this session. Appends for the same stream must currently be grouped together and not interleaved with appends for other streams.`;
    case "nothingToAppend":
      return "Append session started, but no append requests were sent before ending the session.";
  }
}

function describeViolation({ stream, expected, actual }: Violation): string {
  const wanted = expected.kind === "exact" ? `, expected revision ${expected.revision}` : `, expected ${expected.kind}`;
  const found = actual.kind === "exact" ? `at revision ${actual.revision}` : actual.kind === "noStream" ? "not there" : actual.kind;
  return `Stream '${stream}' is ${found}${wanted}.`;
}

/** The numbers by which the original names the states that are not revisions. */
export function expectedVersion(expected: ExpectedState | ActualState): string {
  switch (expected.kind) {
    case "exact":
      return revisionText(expected.revision);
    case "noStream":
      return "-1";
    case "any":
      return "-2";
    case "streamExists":
      return "-4";
    case "deleted":
      return "-5";
    case "tombstoned":
      return "-6";
  }
}
