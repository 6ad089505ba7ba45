import { status, type ServiceError } from "@grpc/grpc-js";
import type { StreamName } from "@ballast/schema";
import { appendTo, toEventData, type Append, type Appended, type ExpectedRevision } from "./append.ts";
import type { Connection } from "./connection.ts";
import { deletedForGood, RevisionConflict, tooLarge } from "./failures.ts";
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

/** What a single append may be in any case, in bytes; beyond, the first protocol says whether it is too much. */
const SURELY_SINGLE = 750_000;

type How = Omit<Persistence, "what" | "onRetry" | "changes">;

/**
 * Appends to several streams at once, where the log offers it; where it does not, nothing is appended and the answer is
 * null. Repeated like a single append.
 * @throws Rejection INVALID_INPUT, TOO_LARGE; RevisionConflict with all streams that were elsewhere; LogRefused, LogUnavailable
 */
export async function appendTogether(connection: Connection, together: Together, how: How): Promise<readonly Appended[] | null> {
  const request = requestOf(together);
  if (request.byteLength > SURELY_TOO_LARGE) throw tooLarge(`append to ${together.appends.length} streams`);
  return send(connection, { appends: together.appends, request }, how);
}

/**
 * To one stream. Several events go with one message, where they can: by the first protocol each is a message of its own, which costs the
 * log and whoever appends more than the events do.
 * @throws as {@link appendTo}
 */
export async function appendInOne(connection: Connection, append: Append, how: How): Promise<Appended> {
  if (append.events.length > 1) {
    const request = requestOf({ appends: [append] });
    const [appended] = request.byteLength < SURELY_SINGLE ? ((await send(connection, { appends: [append], request }, how)) ?? []) : [];
    if (appended !== undefined) return appended;
  }
  return appendTo(connection, append, how);
}

function requestOf({ appends, checks = [] }: Together): Buffer {
  const records = appends.flatMap(({ stream, events }) => events.map((event) => ({ stream, ...toEventData(event) })));
  return encodeRequest(
    records.map(({ stream, id, type, data, metadata }) => ({
      stream, id, type, data, metadata: metadata as Readonly<Record<string, unknown>>,
    })),
    [...appends, ...checks].map(({ stream, expectedRevision }) => ({
      stream, state: expectedRevision === "no_stream" ? -1n : expectedRevision,
    })),
  );
}

interface Request {
  readonly appends: readonly Append[];
  readonly request: Buffer;
}

async function send(connection: Connection, { appends, request }: Request, how: How): Promise<readonly Appended[] | null> {
  const what = appends.length === 1 ? `append to ${appends[0]?.stream ?? ""}` : `append to ${appends.length} streams`;
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
  const [gone, [first]] = [conflicts.find((conflict) => conflict.gone), conflicts];
  // To look again and decide again, as after a conflict, would lead to the same for ever.
  if (gone !== undefined) return deletedForGood(gone.stream, error);
  return first === undefined ? error : new RevisionConflict(first.stream, first.actual, conflicts.map(({ stream }) => stream));
}

const isServiceError = (error: unknown): error is ServiceError => error instanceof Error && "code" in error && "metadata" in error;
