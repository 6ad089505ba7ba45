import { Rejection } from "@ballast/domain";
import {
  ErrorType, isCommandError, MaxAppendSizeExceededError, StreamDeletedError, WrongExpectedVersionError,
} from "@eventstore/db-client";

/** The stream is not at the revision that was expected. `actual` is null when there is no such stream. */
export class RevisionConflict extends Error {
  override readonly name = "RevisionConflict";
  readonly stream: string;
  readonly actual: bigint | null;
  /** All streams that were elsewhere, where several were written at once. */
  readonly streams: readonly string[];

  constructor(stream: string, actual: bigint | null, streams: readonly string[] = [stream]) {
    super(`${stream} is at revision ${actual ?? "none"}, not at the expected one`);
    this.stream = stream;
    this.actual = actual;
    this.streams = streams;
  }
}

/** The log did not answer for as long as the caller wanted to wait. What was appended with the same ids can be sent again. */
export class LogUnavailable extends Error {
  override readonly name = "LogUnavailable";
  /** Whether what was to be recorded may stand in the log all the same: the answer is missing, not the deed. */
  readonly maybeDone: boolean;

  constructor(message: string, { cause, maybeDone = false }: { readonly cause?: unknown; readonly maybeDone?: boolean } = {}) {
    super(message, { cause });
    this.maybeDone = maybeDone;
  }
}

/** The log refused an operation for good: trying again would not help. */
export class LogRefused extends Error {
  override readonly name = "LogRefused";
}

/** gRPC codes with which nothing gets better by waiting: invalid argument, denied, unimplemented, not signed in. */
const FINAL_CODES: ReadonlySet<number> = new Set([3, 7, 12, 16]);

const FINAL_TYPES: ReadonlySet<string> = new Set<string>([
  ErrorType.WRONG_EXPECTED_VERSION,
  ErrorType.STREAM_DELETED,
  ErrorType.STREAM_NOT_FOUND,
  ErrorType.ACCESS_DENIED,
  ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED,
  ErrorType.INVALID_ARGUMENT,
  ErrorType.MISSING_REQUIRED_METADATA_PROPERTY,
  ErrorType.UNSUPPORTED,
  ErrorType.PERSISTENT_SUBSCRIPTION_EXISTS,
  ErrorType.PERSISTENT_SUBSCRIPTION_DOES_NOT_EXIST,
]);

/** Whether the same call may succeed a moment later: connection lost, server restarting, deadline passed, leader moved. */
export function isTransient(error: unknown): boolean {
  if (error instanceof RevisionConflict || error instanceof LogRefused || error instanceof Rejection) return false;
  if (error instanceof Error && isCommandError(error) && FINAL_TYPES.has(error.type)) return false;
  return !(error instanceof Error && "code" in error && typeof error.code === "number" && FINAL_CODES.has(error.code));
}

/** More than the log takes at once. */
export const tooLarge = (what: string): Rejection => new Rejection("TOO_LARGE", `${what}: this is more than the event log takes at once`);

/** A stream that has a tombstone: nothing can be read from it, or written, any more. */
export const deletedForGood = (stream: string, cause: unknown): LogRefused => new LogRefused(`${stream} was deleted for good`, { cause });

/** Translates the client's errors into ours; leaves what it does not know. */
export function translate(error: unknown, stream: string): unknown {
  if (error instanceof WrongExpectedVersionError) {
    return new RevisionConflict(stream, typeof error.actualVersion === "bigint" ? error.actualVersion : null);
  }
  if (error instanceof MaxAppendSizeExceededError) {
    return tooLarge(stream);
  }
  if (error instanceof StreamDeletedError) return deletedForGood(stream, error);
  return error;
}
