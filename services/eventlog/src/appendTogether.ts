import { status, type ServiceError } from "@grpc/grpc-js";
import type { StreamName } from "@ballast/schema";
import { toEventData, type Append, type Appended, type ExpectedRevision } from "./append.ts";
import type { Connection } from "./connection.ts";
import { RevisionConflict, tooLarge } from "./failures.ts";
import { persist, type Persistence } from "./retry.ts";
import { decodeConflicts, decodeResponse, encodeRequest } from "./transactionWire.ts";

/** Appends that are in the log together or not at all. */
export interface Together {
  /** Each to a stream of its own. */
  readonly appends: readonly Append[];
  /** Streams that are not written, and must be at these revisions. */
  readonly checks?: readonly { readonly stream: StreamName; readonly expectedRevision: ExpectedRevision }[] | undefined;
}

/** Below what the embedded store takes at once, which is less than a cluster does. */
const SURELY_TOO_LARGE = 12_000_000;

/**
 * Appends to several streams at once, where the log offers it; where it does not, nothing is appended and the answer is
 * null. Repeated like a single append.
 * @throws Rejection INVALID_INPUT, TOO_LARGE; RevisionConflict with all streams that were elsewhere; LogUnavailable
 */
export async function appendTogether(
  connection: Connection,
  { appends, checks = [] }: Together,
  how: Omit<Persistence, "what" | "onRetry" | "changes">,
): Promise<readonly Appended[] | null> {
  const records = appends.flatMap(({ stream, events }) => events.map((event) => ({ stream, ...toEventData(event) })));
  const what = `append to ${appends.length} streams`;
  const request = encodeRequest(
    records.map(({ stream, id, type, data, metadata }) => ({
      stream, id, type, data, metadata: metadata as Readonly<Record<string, unknown>>,
    })),
    [...appends, ...checks].map(({ stream, expectedRevision }) => ({
      stream, state: expectedRevision === "no_stream" ? -1n : expectedRevision,
    })),
  );
  if (request.byteLength > SURELY_TOO_LARGE) throw tooLarge(what);
  return persist(
    async () => {
      const answer = await connection.appendRecords(request).catch((error: unknown) => Promise.reject(translated(error, what)));
      if (answer === null) return null;
      const { revisions, position } = decodeResponse(answer);
      return appends.map(({ stream }) => ({ revision: revisions.get(stream) ?? 0n, position }));
    },
    { ...how, what, changes: true, onRetry: (attempt) => attempt % 3 === 2 && connection.renew() },
  );
}

function translated(error: unknown, what: string): unknown {
  if (!isServiceError(error)) return error;
  if (error.code === status.ABORTED) return tooLarge(what);
  const [details] = error.metadata.get("grpc-status-details-bin");
  const conflicts = Buffer.isBuffer(details) ? decodeConflicts(details) : [];
  const [first] = conflicts;
  return first === undefined ? error : new RevisionConflict(first.stream, first.actual, conflicts.map(({ stream }) => stream));
}

const isServiceError = (error: unknown): error is ServiceError => error instanceof Error && "code" in error && "metadata" in error;
