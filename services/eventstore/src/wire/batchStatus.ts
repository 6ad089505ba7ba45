import type { Status } from "@eventstore/db-client/generated/status_pb.js";
import type { WrongExpectedVersion } from "@eventstore/db-client/generated/shared_pb.js";
import type { ExpectedRevision } from "../append/expectation.ts";
import { StoreError } from "../failures.ts";
import type { Failure } from "../failures.ts";
import { asStoreError } from "../storage/sqliteFailure.ts";
import { GoogleAny, GoogleEmpty, sharedPb, statusPb } from "./generated.ts";
import { codeOf, toServiceError } from "./serviceError.ts";

/** `name` is the full name of a message of the protocol. */
type Details = { readonly name: string; readonly bytes: Uint8Array };

const PACKAGE = "event_store.client";

/** The error of one append within a batch call; the call itself goes on. */
export function toBatchStatus(error: unknown): Status {
  const known = asStoreError(error);
  const failure = known instanceof StoreError ? known.failure : undefined;
  const { code, details } = failure === undefined ? toServiceError(error) : { code: codeOf(failure), details: "" };
  const packed = new GoogleAny();
  const { name, bytes } = describe(failure);
  packed.pack(bytes, name);
  const result = new statusPb.Status();
  result.setCode(code);
  result.setMessage(details === "" && known instanceof Error ? known.message : details);
  result.setDetails(packed);
  return result;
}

function describe(failure: Failure | undefined): Details {
  switch (failure?.kind) {
    case "wrongExpectedRevision":
      return { name: `${PACKAGE}.WrongExpectedVersion`, bytes: wrongVersion(failure).serializeBinary() };
    case "streamDeleted":
      return { name: `${PACKAGE}.StreamDeleted`, bytes: streamDeleted(failure.stream) };
    case "accessDenied":
    case "notAuthenticated":
      return { name: `${PACKAGE}.AccessDenied`, bytes: new sharedPb.AccessDenied().serializeBinary() };
    case "deadlineExceeded":
      return { name: `${PACKAGE}.Timeout`, bytes: new sharedPb.Timeout().serializeBinary() };
    case "appendTooLarge":
      return { name: `${PACKAGE}.MaximumAppendSizeExceeded`, bytes: tooLarge(failure.limit) };
    case "invalidArgument":
    case "missingMetadata": {
      const bad = new sharedPb.BadRequest();
      bad.setMessage(failure.kind === "invalidArgument" ? failure.message : "Required metadata is missing.");
      return { name: `${PACKAGE}.BadRequest`, bytes: bad.serializeBinary() };
    }
    case "storage":
    case "unavailable":
      // Clients show the status's message only for details that they do not know.
      return { name: "google.protobuf.Empty", bytes: new GoogleEmpty().serializeBinary() };
    default:
      return { name: `${PACKAGE}.Unknown`, bytes: new sharedPb.Unknown().serializeBinary() };
  }
}

function wrongVersion(failure: Extract<Failure, { kind: "wrongExpectedRevision" }>): WrongExpectedVersion {
  const details = new sharedPb.WrongExpectedVersion();
  if (failure.current === undefined) details.setCurrentNoStream(new GoogleEmpty());
  else details.setCurrentStreamRevision(String(failure.current));
  setExpected(details, failure.expected);
  return details;
}

function setExpected(details: WrongExpectedVersion, expected: ExpectedRevision): void {
  switch (expected.kind) {
    case "exact":
      details.setExpectedStreamPosition(String(expected.revision));
      return;
    case "any":
      details.setExpectedAny(new GoogleEmpty());
      return;
    case "noStream":
      details.setExpectedNoStream(new GoogleEmpty());
      return;
    case "streamExists":
      details.setExpectedStreamExists(new GoogleEmpty());
      return;
  }
}

function streamDeleted(stream: string): Uint8Array {
  const identifier = new sharedPb.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  const details = new sharedPb.StreamDeleted();
  details.setStreamIdentifier(identifier);
  return details.serializeBinary();
}

function tooLarge(limit: number): Uint8Array {
  const details = new sharedPb.MaximumAppendSizeExceeded();
  details.setMaxappendsize(limit);
  return details.serializeBinary();
}
