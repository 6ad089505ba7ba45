import type { handleClientStreamingCall, handleUnaryCall, sendUnaryData, ServerReadableStream, ServerUnaryCall } from "@grpc/grpc-js";
import { appendRecords } from "../../append/appendRecords.ts";
import type { Transaction } from "../../append/appendRecords.ts";
import type { Credentials } from "../../access/access.ts";
import type { StoreContext } from "../../context.ts";
import { StoreError } from "../../failures.ts";
import { isMetadataStream } from "../../streams/streamNaming.ts";
import { credentialsOf } from "../callMetadata.ts";
import { requireWritable } from "../streams/authorizedAppend.ts";
import { TransactionAssembly } from "./decodeTransaction.ts";
import { decodeAppend, decodeAppendRecords, encodeTransactionResponse } from "./messages.ts";
import type { WireAppend, WireAppendRecords, WireRevision } from "./messages.ts";
import { toSessionError, toTransactionError } from "./transactionErrors.ts";

const PATH = "/kurrentdb.protocol.v2.streams.StreamsService";
/** Largest transaction, unless a single append may be larger. Below what a call may bring at all. */
const MAX_TRANSACTION_SIZE = 16 * 1024 * 1024;

const asIs = (bytes: Buffer): Buffer => bytes;

/** `StreamsService` of KurrentDB's second protocol: appends to several streams at once, since 25.1 and 26.1. */
export const TransactionsService = {
  appendSession: {
    path: `${PATH}/AppendSession`, requestStream: true, responseStream: false,
    requestSerialize: (): Buffer => Buffer.alloc(0), requestDeserialize: decodeAppend, responseSerialize: asIs, responseDeserialize: asIs,
  },
  appendRecords: {
    path: `${PATH}/AppendRecords`, requestStream: false, responseStream: false, requestSerialize: (): Buffer => Buffer.alloc(0),
    requestDeserialize: decodeAppendRecords, responseSerialize: asIs, responseDeserialize: asIs,
  },
} as const;

type SessionCall = ServerReadableStream<WireAppend, Buffer>;
type RecordsCall = ServerUnaryCall<WireAppendRecords, Buffer>;

/** `AppendSession`: one message for each stream; answered when all have come. */
export function handleAppendSession(context: StoreContext): handleClientStreamingCall<WireAppend, Buffer> {
  return (call: SessionCall, done: sendUnaryData<Buffer>) => {
    const assembly = assemblyFor(context);
    const credentials = credentialsOf(call);
    let fault: unknown;
    let answered = false;
    const answer = (error: unknown, response?: Buffer): void => {
      leave();
      if (answered) return;
      answered = true;
      if (response === undefined) done(toSessionError(error));
      else done(null, response);
    };
    const leave = context.appends.enter(() => answer(new StoreError({ kind: "unavailable" })));
    call.on("data", (append: WireAppend) => {
      // What cannot be appended any more is read to its end, and kept no longer.
      if (fault !== undefined) return;
      try {
        requireWrite(context, credentials, append.stream);
        assembly.addAppend(append);
      } catch (error) {
        fault = error ?? new Error("unknown");
      }
    });
    call.on("cancelled", leave);
    call.on("end", () => {
      const run = async (): Promise<Buffer> => {
        if (fault !== undefined) throw refused(context, fault);
        const { revisions, position } = await commit(context, withDeadline(assembly.finish(), call));
        return encodeTransactionResponse(revisions, position);
      };
      run().then((response) => answer(undefined, response), answer);
    });
  };
}

/** `AppendRecords`: events of any streams in any order, with checks on any streams. */
export function handleAppendRecords(context: StoreContext): handleUnaryCall<WireAppendRecords, Buffer> {
  return (call: RecordsCall, done: sendUnaryData<Buffer>) => {
    const run = async (): Promise<Buffer> => {
      const transaction = assembled(context, call);
      const { revisions, position } = await commit(context, withDeadline(transaction, call));
      return encodeTransactionResponse(revisions, position);
    };
    run().then((response) => done(null, response), (error: unknown) => done(toTransactionError(error)));
  };
}

function assembled(context: StoreContext, call: RecordsCall): Transaction {
  try {
    const assembly = assemblyFor(context);
    assembly.addRecords(call.request);
    const transaction = assembly.finish();
    requireAccess(context, credentialsOf(call), transaction);
    return transaction;
  } catch (error) {
    throw refused(context, error);
  }
}

const assemblyFor = ({ maxAppendSize }: StoreContext): TransactionAssembly =>
  new TransactionAssembly({ record: maxAppendSize, transaction: Math.max(MAX_TRANSACTION_SIZE, maxAppendSize) });

function refused({ counters }: StoreContext, error: unknown): unknown {
  counters.appends += 1;
  counters.appendsRefused += 1;
  return error;
}

/** Streams that are written need the right to write them, the others that to read them. */
function requireAccess(context: StoreContext, credentials: Credentials, { checks, events }: Transaction): void {
  const written = new Set(events.map(({ check }) => check));
  for (const [index, { stream }] of checks.entries()) {
    if (written.has(index)) requireWrite(context, credentials, stream);
    else context.access.requireStream(credentials, isMetadataStream(stream) ? "metaRead" : "read", stream);
  }
}

function requireWrite({ access }: StoreContext, credentials: Credentials, stream: string): void {
  requireWritable(stream);
  access.requireStream(credentials, isMetadataStream(stream) ? "metaWrite" : "write", stream);
}

/** The call's own deadline, which the client has too; it is kept here so that nothing is written after it. */
function withDeadline(transaction: Transaction, call: SessionCall | RecordsCall): Transaction {
  const deadline = call.getDeadline();
  const time = typeof deadline === "number" ? deadline : deadline.getTime();
  return Number.isFinite(time) ? { ...transaction, deadline: time } : transaction;
}

async function commit(context: StoreContext, transaction: Transaction): Promise<{ revisions: WireRevision[]; position: number }> {
  const { log, counters } = context;
  counters.appends += 1;
  try {
    const { revisions, position } = await appendRecords(log, transaction);
    counters.eventsAppended += transaction.events.length;
    return {
      position,
      revisions: [...revisions].map(([index, revision]) => ({ stream: transaction.checks[index]?.stream ?? "", revision })),
    };
  } catch (error) {
    counters.appendsRefused += 1;
    throw error;
  }
}
