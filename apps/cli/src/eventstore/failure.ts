import { ListenError, LogInUseError, OpenNetworkError, OperationError, StoreError, UsersFileError } from "@ballast/eventstore";
import type { OperationFault, StorageFault } from "@ballast/eventstore";
import { CommandFailure, exitCodes } from "../client/failure.ts";
import type { FailureFacts } from "../client/failure.ts";

const storageFacts: Readonly<Record<StorageFault, Omit<FailureFacts, "message">>> = {
  diskFull: { code: "DISK_FULL" },
  readOnly: { code: "READ_ONLY", remedy: "Correct the rights of the file and its folder, or run as their owner." },
  corrupt: { code: "LOG_DAMAGED", remedy: "Stop the server, keep a copy of the file, and `ballast eventstore restore` a backup." },
  closed: { code: "LOG_CLOSED" },
  other: { code: "STORAGE_FAILED" },
};

const operationFacts: Readonly<Record<OperationFault, Omit<FailureFacts, "message">>> = {
  refused: { code: "REFUSED" },
  unreachable: { code: "STORE_UNREACHABLE", exitCode: exitCodes.unreachable },
  notAllowed: { code: "NOT_ALLOWED" },
};

function storageFailure(error: StoreError): FailureFacts {
  const { message, failure } = error;
  return { message, ...(failure.kind === "storage" ? storageFacts[failure.fault] : { code: "REFUSED" }) };
}

function factsOf(error: unknown): FailureFacts | undefined {
  if (error instanceof OperationError) return { message: `${error.message}.`, remedy: error.remedy, ...operationFacts[error.fault] };
  if (error instanceof LogInUseError)
    return {
      code: "LOG_IN_USE", message: error.message,
      remedy: "`backup`, `stats`, `verify` and `copy` work beside a running server; this does not.",
    };
  if (error instanceof UsersFileError)
    return {
      code: "USERS_FILE", message: `${error.message}.`,
      remedy: 'It is JSON {"name": {"password" or "passwordHash": …, "groups": […]}} that only its owner can read: chmod 600 FILE',
    };
  if (error instanceof OpenNetworkError) return { code: "OPEN_NETWORK", message: error.message, exitCode: exitCodes.usage };
  if (error instanceof ListenError)
    return {
      code: "CANNOT_LISTEN", message: `${error.message}.`,
      remedy: "Stop what listens there, or choose another with --port (0: any free one).",
    };
  return error instanceof StoreError ? storageFailure(error) : undefined;
}

/** What the event store refuses, as a command says it; a bug stays what it is. */
export function asCommandFailure(error: unknown): unknown {
  const facts = factsOf(error);
  return facts === undefined ? error : new CommandFailure(facts);
}
