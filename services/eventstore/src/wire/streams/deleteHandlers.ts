import type { DeleteReq, DeleteResp, TombstoneReq, TombstoneResp } from "@eventstore/db-client/generated/streams_pb.js";
import type { handleUnaryCall } from "@grpc/grpc-js";
import { deleteStream, tombstoneStream } from "../../append/deleteStream.ts";
import type { DeleteRequest } from "../../append/deleteStream.ts";
import type { StoreContext } from "../../context.ts";
import { StoreError } from "../../failures.ts";
import { credentialsOf } from "../callMetadata.ts";
import { decodeStream } from "../decode.ts";
import { streamsPb } from "../generated.ts";
import { unary } from "../unary.ts";
import { requireWritable } from "./authorizedAppend.ts";
import { decodeExpected } from "./decodeExpected.ts";

/** `Streams.Delete`: hides a stream until it is written again. */
export function handleDelete(context: StoreContext): handleUnaryCall<DeleteReq, DeleteResp> {
  return unary(async (call) => {
    const request = decodeDelete(call.request.getOptions());
    requireWritable(request.stream);
    context.access.requireStream(credentialsOf(call), "delete", request.stream);
    const place = String(await deleteStream(context.log, request));
    const position = new streamsPb.DeleteResp.Position();
    position.setCommitPosition(place);
    position.setPreparePosition(place);
    const response = new streamsPb.DeleteResp();
    response.setPosition(position);
    return response;
  });
}

/** `Streams.Tombstone`: closes a stream for good. */
export function handleTombstone(context: StoreContext): handleUnaryCall<TombstoneReq, TombstoneResp> {
  return unary(async (call) => {
    const request = decodeDelete(call.request.getOptions());
    requireWritable(request.stream);
    context.access.requireStream(credentialsOf(call), "delete", request.stream);
    const place = String(await tombstoneStream(context.log, request));
    const position = new streamsPb.TombstoneResp.Position();
    position.setCommitPosition(place);
    position.setPreparePosition(place);
    const response = new streamsPb.TombstoneResp();
    response.setPosition(position);
    return response;
  });
}

function decodeDelete(options: DeleteReq.Options | TombstoneReq.Options | undefined): DeleteRequest {
  if (options === undefined) {
    throw new StoreError({ kind: "invalidArgument", message: "A deletion needs options." });
  }
  const revision = options.hasRevision() ? options.getRevision() : undefined;
  return { stream: decodeStream(options.getStreamIdentifier()), expected: decodeExpected(options, revision) };
}
