import { status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import type { Violation } from "../../append/expectation.ts";
import { StoreError, expectedVersion, revisionText } from "../../failures.ts";
import type { TransactionFailure } from "../../failures.ts";
import { asStoreError } from "../../storage/sqliteFailure.ts";
import { toServiceError } from "../serviceError.ts";
import { encode } from "./messages.ts";

/** A typed detail of a `google.rpc.Status`, by the name it has in `kurrentdb.protocol.v2.streams.errors`. */
type Detail = { readonly reason: string; readonly message?: string; readonly value?: Uint8Array };

const TYPES = "type.googleapis.com/";
const ERRORS = `${TYPES}kurrentdb.protocol.v2.streams.errors.`;
const BINARY_DETAILS = "grpc-status-details-bin";

/** A refused session names the first stream that is not as expected, and nothing else, as in the original. */
export function toSessionError(error: unknown): ServiceError {
  const failure = failureOf(error);
  const violation = failure?.kind === "consistency" ? failure.violations[0] : undefined;
  if (violation === undefined) return toTransactionError(error);
  const { stream, actual } = violation;
  if (actual.kind === "tombstoned") {
    const text = `Stream '${stream}' has been tombstoned. It has been permanently removed from the system and cannot be restored.`;
    return withDetail(serviceError(text), { reason: "STREAM_TOMBSTONED", message: "StreamTombstonedErrorDetails", value: named(stream) });
  }
  const text = `Append failed due to a revision conflict on stream '${stream}'. Expected revision: ${expectedVersion(violation.expected)}. Actual revision: ${expectedVersion(actual)}.`;
  return withDetail(serviceError(text), {
    reason: "STREAM_REVISION_CONFLICT", message: "StreamRevisionConflictErrorDetails", value: encodeState(violation),
  });
}

/** The error of a refused transaction, with the details by which clients know it. */
export function toTransactionError(error: unknown): ServiceError {
  const plain = toServiceError(error);
  const failure = failureOf(error);
  const detail = failure === undefined ? undefined : detailOf(failure);
  return detail === undefined ? plain : withDetail(plain, detail);
}

function failureOf(error: unknown): StoreError["failure"] | undefined {
  const known = asStoreError(error);
  return known instanceof StoreError ? known.failure : undefined;
}

const serviceError = (text: string): ServiceError =>
  Object.assign(toServiceError(new StoreError({ kind: "invalidArgument", message: text })), { code: status.FAILED_PRECONDITION });

function detailOf(failure: StoreError["failure"] | TransactionFailure): Detail | undefined {
  switch (failure.kind) {
    case "consistency":
      return {
        reason: "APPEND_CONSISTENCY_VIOLATION", message: "AppendConsistencyViolationErrorDetails",
        value: encodeViolations(failure.violations),
      };
    case "recordTooLarge":
      return {
        reason: "APPEND_RECORD_SIZE_EXCEEDED", message: "AppendRecordSizeExceededErrorDetails",
        value: encode((writer) => {
          writer.writeString(1, failure.stream);
          writer.writeString(2, failure.id);
          writer.writeInt32(3, failure.size);
          writer.writeInt32(4, failure.limit);
        }),
      };
    case "transactionTooLarge":
      return {
        reason: "APPEND_TRANSACTION_SIZE_EXCEEDED", message: "AppendTransactionSizeExceededErrorDetails",
        value: encode((writer) => {
          writer.writeInt32(1, failure.size);
          writer.writeInt32(2, failure.limit);
        }),
      };
    case "streamTwice":
      return {
        reason: "STREAM_ALREADY_IN_APPEND_SESSION", message: "StreamAlreadyInAppendSessionErrorDetails", value: named(failure.stream),
      };
    case "nothingToAppend":
      return { reason: "APPEND_SESSION_NO_REQUESTS" };
    default:
      return undefined;
  }
}

const named = (stream: string): Uint8Array => encode((writer) => writer.writeString(1, stream));

const encodeViolations = (violations: readonly Violation[]): Uint8Array =>
  encode((writer) => {
    for (const violation of violations) {
      writer.writeBytes(1, encode((one) => {
        one.writeInt32(1, violation.index);
        one.writeBytes(2, encodeState(violation));
      }));
    }
  });

/** Stream, expected and actual state: the same fields in a violation and in a conflict. */
const encodeState = ({ stream, expected, actual }: Violation): Uint8Array =>
  encode((writer) => {
    writer.writeString(1, stream);
    writer.writeSint64String(2, expectedVersion(expected));
    writer.writeSint64String(3, actual.kind === "exact" ? revisionText(actual.revision) : expectedVersion(actual));
  });

/** Puts a `google.rpc.Status` into the trailers: an `ErrorInfo`, then the detail. */
function withDetail(error: ServiceError, { reason, message, value }: Detail): ServiceError {
  const info = encode((writer) => {
    writer.writeString(1, reason);
    writer.writeString(2, "streams");
  });
  const details: [string, Uint8Array][] = [[`${TYPES}google.rpc.ErrorInfo`, info]];
  if (message !== undefined) details.push([ERRORS + message, value ?? new Uint8Array()]);
  const packed = encode((writer) => {
    writer.writeInt32(1, error.code);
    writer.writeString(2, error.details);
    for (const [type, bytes] of details) {
      writer.writeBytes(3, encode((any) => {
        any.writeString(1, type);
        any.writeBytes(2, bytes);
      }));
    }
  });
  error.metadata.set(BINARY_DETAILS, packed);
  return error;
}
