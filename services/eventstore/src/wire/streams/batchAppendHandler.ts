import type { UUID } from "@eventstore/db-client/generated/shared_pb.js";
import type { BatchAppendReq, BatchAppendResp } from "@eventstore/db-client/generated/streams_pb.js";
import type { ServerDuplexStream } from "@grpc/grpc-js";
import type { AppendResult } from "../../append/appendEvents.ts";
import type { StoreContext } from "../../context.ts";
import { credentialsOf } from "../callMetadata.ts";
import { decodeStream, decodeUuid } from "../decode.ts";
import { GoogleEmpty, sharedPb, streamsPb } from "../generated.ts";
import { ResponseStream } from "../responseStream.ts";
import { toBatchStatus } from "../batchStatus.ts";
import { AppendAssembly } from "./appendAssembly.ts";
import { authorizedAppend } from "./authorizedAppend.ts";
import { decodeExpected } from "./decodeExpected.ts";

type BatchCall = ServerDuplexStream<BatchAppendReq, Uint8Array>;

/** Appends of one call that may wait for their commit before the call is read no further. */
const MOST_IN_FLIGHT = 1024;

/** `Streams.BatchAppend`: many appends over one call, each in one or more chunks under its correlation id. */
export function handleBatchAppend(context: StoreContext): (call: BatchCall) => void {
  return (call) => {
    const response = new ResponseStream(call);
    context.calls.add(response);
    const session = new BatchSession(context, call, response);
    call.on("data", (chunk: BatchAppendReq) => session.receive(chunk));
    call.on("end", () => session.finish());
  };
}

class BatchSession {
  readonly #context: StoreContext;
  readonly #call: BatchCall;
  readonly #response: ResponseStream;
  readonly #assemblies = new Map<string, AppendAssembly>();
  #inFlight = 0;
  #finished = false;

  constructor(context: StoreContext, call: BatchCall, response: ResponseStream) {
    this.#context = context;
    this.#call = call;
    this.#response = response;
  }

  receive(chunk: BatchAppendReq): void {
    try {
      const id = decodeUuid(chunk.getCorrelationId());
      const assembly = this.#assemblies.get(id) ?? new AppendAssembly(this.#context.maxAppendSize);
      this.#assemblies.set(id, assembly);
      collect(assembly, chunk);
      if (!chunk.getIsFinal()) return;
      this.#assemblies.delete(id);
      void this.#append(assembly, chunk.getCorrelationId());
    } catch (error) {
      // Without a correlation id there is nobody to answer.
      this.#response.fail(error);
    }
  }

  /** The client will send no more. */
  finish(): void {
    this.#finished = true;
    if (this.#inFlight === 0) this.#response.end();
  }

  async #append(assembly: AppendAssembly, correlationId: UUID | undefined): Promise<void> {
    this.#inFlight += 1;
    if (this.#inFlight === MOST_IN_FLIGHT) this.#call.pause();
    const response = await this.#answer(assembly);
    response.setCorrelationId(correlationId);
    await this.#response.send(response.serializeBinary());
    if (this.#inFlight === MOST_IN_FLIGHT) this.#call.resume();
    this.#inFlight -= 1;
    if (this.#finished) this.finish();
  }

  async #answer(assembly: AppendAssembly): Promise<BatchAppendResp> {
    const response = new streamsPb.BatchAppendResp();
    const identifier = new sharedPb.StreamIdentifier();
    identifier.setStreamName(Buffer.from(assembly.target?.stream ?? ""));
    response.setStreamIdentifier(identifier);
    try {
      const request = assembly.finish(this.#context.log.now());
      response.setSuccess(encodeSuccess(await authorizedAppend(this.#context, request, credentialsOf(this.#call))));
    } catch (error) {
      response.setError(toBatchStatus(error));
    }
    return response;
  }
}

function collect(assembly: AppendAssembly, chunk: BatchAppendReq): void {
  const options = chunk.getOptions();
  if (options !== undefined) {
    assembly.setTarget(() => ({
      stream: decodeStream(options.getStreamIdentifier()),
      expected: decodeExpected(options, options.hasStreamPosition() ? options.getStreamPosition() : undefined),
      deadline: decodeDeadline(options),
    }));
  }
  for (const message of chunk.getProposedMessagesList()) assembly.add(message);
}

function decodeDeadline(options: BatchAppendReq.Options): number | undefined {
  const deadline = options.getDeadline();
  if (deadline === undefined) return undefined;
  return deadline.getSeconds() * 1000 + deadline.getNanos() / 1_000_000;
}

function encodeSuccess(result: AppendResult): BatchAppendResp.Success {
  const success = new streamsPb.BatchAppendResp.Success();
  if (result.revision === undefined) success.setNoStream(new GoogleEmpty());
  else success.setCurrentRevision(String(result.revision));
  if (result.position === undefined) {
    success.setNoPosition(new GoogleEmpty());
    return success;
  }
  const position = new sharedPb.AllStreamPosition();
  position.setCommitPosition(String(result.position));
  position.setPreparePosition(String(result.position));
  success.setPosition(position);
  return success;
}
