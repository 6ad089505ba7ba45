import type { AppendReq, AppendResp } from "@eventstore/db-client/generated/streams_pb.js";
import type { sendUnaryData, ServerReadableStream } from "@grpc/grpc-js";
import type { AppendResult } from "../../append/appendEvents.ts";
import type { StoreContext } from "../../context.ts";
import { StoreError } from "../../failures.ts";
import type { Failure } from "../../failures.ts";
import { credentialsOf } from "../callMetadata.ts";
import { decodeStream } from "../decode.ts";
import { sharedPb, streamsPb } from "../generated.ts";
import { toServiceError } from "../serviceError.ts";
import { AppendAssembly } from "./appendAssembly.ts";
import { authorizedAppend } from "./authorizedAppend.ts";
import { decodeExpected } from "./decodeExpected.ts";

type AppendCall = ServerReadableStream<AppendReq, AppendResp>;
type WrongRevision = Extract<Failure, { kind: "wrongExpectedRevision" }>;

/** `Streams.Append`: options first, then one message for each event. */
export function handleAppend(context: StoreContext): (call: AppendCall, done: sendUnaryData<AppendResp>) => void {
  return (call, done) => {
    const assembly = new AppendAssembly(context.maxAppendSize);
    const deadline = deadlineOf(call);
    const answer = answerOnce(done);
    const leave = context.appends.enter(() => answer(new StoreError({ kind: "unavailable" })));
    call.on("data", (message: AppendReq) => collect(assembly, message, deadline));
    call.on("cancelled", leave);
    call.on("end", () => {
      finish(context, assembly, call).then((response) => answer(undefined, response), answer).finally(leave);
    });
  };
}

/** A stopping server may have answered before the append was complete. */
function answerOnce(done: sendUnaryData<AppendResp>): (error: unknown, response?: AppendResp) => void {
  let answered = false;
  return (error, response) => {
    if (answered) return;
    answered = true;
    if (response !== undefined) done(null, response);
    else done(toServiceError(error));
  };
}

/** The call's own deadline, which the client has too; it is kept here so that nothing is written after it. */
function deadlineOf(call: AppendCall): number | undefined {
  const deadline = call.getDeadline();
  const time = typeof deadline === "number" ? deadline : deadline.getTime();
  return Number.isFinite(time) ? time : undefined;
}

function collect(assembly: AppendAssembly, message: AppendReq, deadline: number | undefined): void {
  const options = message.getOptions();
  if (options !== undefined) {
    assembly.setTarget(() => ({
      stream: decodeStream(options.getStreamIdentifier()),
      expected: decodeExpected(options, options.hasRevision() ? options.getRevision() : undefined),
      deadline,
    }));
  }
  const proposed = message.getProposedMessage();
  if (proposed !== undefined) assembly.add(proposed);
}

async function finish(context: StoreContext, assembly: AppendAssembly, call: AppendCall): Promise<AppendResp> {
  const response = new streamsPb.AppendResp();
  try {
    const result = await authorizedAppend(context, assembly.finish(context.log.now()), credentialsOf(call));
    response.setSuccess(encodeSuccess(result));
  } catch (error) {
    // Alone among the refusals this one is an answer, not an error.
    if (!(error instanceof StoreError) || error.failure.kind !== "wrongExpectedRevision") throw error;
    response.setWrongExpectedVersion(encodeWrongRevision(error.failure));
  }
  return response;
}

function encodeSuccess(result: AppendResult): AppendResp.Success {
  const success = new streamsPb.AppendResp.Success();
  if (result.revision === undefined) success.setNoStream(new sharedPb.Empty());
  else success.setCurrentRevision(String(result.revision));
  if (result.position === undefined) {
    success.setNoPosition(new sharedPb.Empty());
  } else {
    const position = new streamsPb.AppendResp.Position();
    position.setCommitPosition(String(result.position));
    position.setPreparePosition(String(result.position));
    success.setPosition(position);
  }
  return success;
}

function encodeWrongRevision(failure: WrongRevision): AppendResp.WrongExpectedVersion {
  const wrong = new streamsPb.AppendResp.WrongExpectedVersion();
  if (failure.current === undefined) wrong.setCurrentNoStream(new sharedPb.Empty());
  else wrong.setCurrentRevision(String(failure.current));
  switch (failure.expected.kind) {
    case "exact":
      wrong.setExpectedRevision(String(failure.expected.revision));
      break;
    case "any":
      wrong.setExpectedAny(new sharedPb.Empty());
      break;
    case "noStream":
      wrong.setExpectedNoStream(new sharedPb.Empty());
      break;
    case "streamExists":
      wrong.setExpectedStreamExists(new sharedPb.Empty());
      break;
  }
  return wrong;
}
