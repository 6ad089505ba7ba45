import type { EnableReq, EnableResp } from "@eventstore/db-client/generated/projections_pb.js";
import type { handleUnaryCall } from "@grpc/grpc-js";
import type { StoreContext } from "../context.ts";
import { StoreError } from "../failures.ts";
import { credentialsOf } from "./callMetadata.ts";
import { projectionsPb } from "./generated.ts";
import { unary } from "./unary.ts";

const BUILT_IN: readonly string[] = ["$by_category", "$by_event_type"];

/** `Projections.Enable`: the two that are built in are always enabled; there are no others. */
export function handleEnableProjection(context: StoreContext): handleUnaryCall<EnableReq, EnableResp> {
  return unary(async (call) => {
    context.access.requireOperator(credentialsOf(call));
    const name = call.request.getOptions()?.getName() ?? "";
    if (!BUILT_IN.includes(name)) {
      const message = `This server has no projection '${name}'; ${BUILT_IN.join(" and ")} are built in.`;
      throw new StoreError({ kind: "notSupported", message });
    }
    return new projectionsPb.EnableResp();
  });
}
