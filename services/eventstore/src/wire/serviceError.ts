import { Metadata, status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { StoreError, expectedVersion, revisionText } from "../failures.ts";
import type { Failure, StorageFault, TransactionFailure } from "../failures.ts";
import { asStoreError } from "../storage/sqliteFailure.ts";

type Trailers = Readonly<Record<string, string>>;
type Mapped = readonly [code: number, trailers: Trailers];

const STORAGE_CODES: Record<StorageFault, number> = {
  diskFull: status.RESOURCE_EXHAUSTED,
  readOnly: status.FAILED_PRECONDITION,
  corrupt: status.DATA_LOSS,
  closed: status.UNAVAILABLE,
  other: status.INTERNAL,
};

/** Clients know these by their details: see transactions/transactionErrors.ts. */
const TRANSACTION_CODES: Record<TransactionFailure["kind"], number> = {
  consistency: status.FAILED_PRECONDITION,
  nothingToAppend: status.FAILED_PRECONDITION,
  recordTooLarge: status.INVALID_ARGUMENT,
  transactionTooLarge: status.ABORTED,
  streamTwice: status.ABORTED,
};

/** The error a call ends with: a code, and trailers by which clients find the exception they throw. */
export function toServiceError(error: unknown): ServiceError {
  const known = asStoreError(error);
  if (!(known instanceof StoreError)) {
    const reason = error instanceof Error ? error.message : String(error);
    return serviceError(status.INTERNAL, `The event store met an error it does not know: ${reason}`, {});
  }
  const [code, trailers] = mapFailure(known.failure);
  return serviceError(code, known.message, trailers);
}

/** The gRPC code of a failure. */
export function codeOf(failure: Failure): number {
  return mapFailure(failure)[0];
}

function mapFailure(failure: Failure): Mapped {
  switch (failure.kind) {
    case "streamDeleted":
      return [status.FAILED_PRECONDITION, { exception: "stream-deleted", "stream-name": failure.stream }];
    case "wrongExpectedRevision":
      return [status.FAILED_PRECONDITION, wrongRevisionTrailers(failure)];
    case "appendTooLarge":
      return [
        status.INVALID_ARGUMENT,
        { exception: "maximum-append-size-exceeded", "maximum-append-size": String(failure.limit) },
      ];
    case "accessDenied":
      return [status.PERMISSION_DENIED, { exception: "access-denied" }];
    case "notAuthenticated":
      return [status.UNAUTHENTICATED, { exception: "access-denied" }];
    case "deadlineExceeded":
      return [status.DEADLINE_EXCEEDED, {}];
    case "invalidArgument":
      return [status.INVALID_ARGUMENT, {}];
    case "missingMetadata":
      return [status.INVALID_ARGUMENT, missingMetadataTrailers(failure.properties)];
    case "projectionMissing":
      // As the version of the original that this server follows; clients expect it.
      return [status.UNKNOWN, {}];
    case "projectionExists":
      return [status.ALREADY_EXISTS, {}];
    case "notSupported":
      return [status.UNIMPLEMENTED, {}];
    case "stopping":
      return [status.CANCELLED, {}];
    case "unavailable":
      return [status.UNAVAILABLE, {}];
    case "storage":
      return [STORAGE_CODES[failure.fault], {}];
    default:
      return "group" in failure ? mapGroupFailure(failure) : [TRANSACTION_CODES[failure.kind], {}];
  }
}

type GroupFailure = Extract<Failure, { group: string }>;

function mapGroupFailure(failure: GroupFailure): Mapped {
  const names = { "stream-name": failure.stream, "group-name": failure.group };
  switch (failure.kind) {
    case "groupMissing":
      return [status.NOT_FOUND, { exception: "persistent-subscription-does-not-exist", ...names }];
    case "groupExists":
      return [status.ALREADY_EXISTS, { exception: "persistent-subscription-exists", ...names }];
    case "groupFull":
      return [status.FAILED_PRECONDITION, { exception: "maximum-subscribers-reached", ...names }];
    case "groupDropped":
      return [status.CANCELLED, { exception: "persistent-subscription-dropped", ...names }];
    case "groupFailed":
      return [status.INTERNAL, { exception: "persistent-subscription-failed", ...names, reason: failure.reason }];
  }
}

function wrongRevisionTrailers(failure: Extract<Failure, { kind: "wrongExpectedRevision" }>): Trailers {
  return {
    exception: "wrong-expected-version",
    "stream-name": failure.stream,
    "expected-version": expectedVersion(failure.expected),
    ...(failure.current === undefined ? {} : { "actual-version": revisionText(failure.current) }),
  };
}

function missingMetadataTrailers(properties: readonly string[]): Trailers {
  return {
    exception: "missing-required-metadata-property",
    "required-metadata-properties": properties.join(","),
  };
}

function serviceError(code: number, details: string, trailers: Trailers): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, toAscii(value));
  return Object.assign(new Error(details), { code, details, metadata });
}

/** Trailers take printable ASCII only; what is not is percent-encoded. */
function toAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]+/gu, (part) => percentEncode(part));
}

function percentEncode(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
