import type {
  CreateReq,
  CreateResp,
  DeleteReq,
  DeleteResp,
  DisableReq,
  DisableResp,
  EnableReq,
  EnableResp,
  UpdateReq,
  UpdateResp,
} from "@eventstore/db-client/generated/projections_pb.js";
import type { Empty } from "@eventstore/db-client/generated/shared_pb.js";
import type { handleUnaryCall } from "@grpc/grpc-js";
import type { StoreContext } from "../../context.ts";
import { StoreError } from "../../failures.ts";
import type { ProjectionDefinition } from "../../projections/projectionTable.ts";
import { credentialsOf } from "../callMetadata.ts";
import { projectionsPb, sharedPb } from "../generated.ts";
import { unary } from "../unary.ts";
import { builtInProjections, customProjections, refuseUnsupported } from "./served.ts";

/** `Projections.Create`, continuous only. */
export function handleCreateProjection(context: StoreContext): handleUnaryCall<CreateReq, CreateResp> {
  return unary(async (call) => {
    context.access.requireAdministrator(credentialsOf(call));
    await customProjections(context).create(decodeDefinition(call.request.getOptions()));
    return new projectionsPb.CreateResp();
  });
}

/** `Projections.Update`. */
export function handleUpdateProjection(context: StoreContext): handleUnaryCall<UpdateReq, UpdateResp> {
  return unary(async (call) => {
    context.access.requireAdministrator(credentialsOf(call));
    const options = call.request.getOptions();
    const emitEnabled = options?.hasEmitEnabled() === true ? options.getEmitEnabled() : undefined;
    const update = { name: options?.getName() ?? "", query: options?.getQuery() ?? "", emitEnabled };
    await customProjections(context).update(update);
    return new projectionsPb.UpdateResp();
  });
}

/** `Projections.Delete`; a projection that runs is stopped first. */
export function handleDeleteProjection(context: StoreContext): handleUnaryCall<DeleteReq, DeleteResp> {
  return unary(async (call) => {
    context.access.requireAdministrator(credentialsOf(call));
    const options = call.request.getOptions();
    const registry = customProjections(context);
    if (options?.getDeleteEmittedStreams() === true) refuseUnsupported("deleting what a projection emitted");
    await registry.remove(options?.getName() ?? "");
    return new projectionsPb.DeleteResp();
  });
}

/** `Projections.Enable`: those that are built in are always enabled. */
export function handleEnableProjection(context: StoreContext): handleUnaryCall<EnableReq, EnableResp> {
  return unary(async (call) => {
    const name = call.request.getOptions()?.getName() ?? "";
    if (builtInProjections(context).includes(name)) {
      context.access.requireOperator(credentialsOf(call));
    } else {
      context.access.requireAdministrator(credentialsOf(call));
      await customProjections(context).enable(name);
    }
    return new projectionsPb.EnableResp();
  });
}

/** `Projections.Disable`. Place and state are on the disk with every event, whether or not a checkpoint is asked for. */
export function handleDisableProjection(context: StoreContext): handleUnaryCall<DisableReq, DisableResp> {
  return unary(async (call) => {
    context.access.requireAdministrator(credentialsOf(call));
    const name = call.request.getOptions()?.getName() ?? "";
    if (builtInProjections(context).includes(name)) refuseUnsupported("disabling what is built in");
    await customProjections(context).disable(name);
    return new projectionsPb.DisableResp();
  });
}

/** `Projections.RestartSubsystem`. */
export function handleRestartProjections(context: StoreContext): handleUnaryCall<Empty, Empty> {
  return unary(async (call) => {
    context.access.requireAdministrator(credentialsOf(call));
    await customProjections(context).restart();
    return new sharedPb.Empty();
  });
}

function decodeDefinition(options: CreateReq.Options | undefined): ProjectionDefinition {
  const continuous = options?.getContinuous();
  if (options === undefined || continuous === undefined) {
    return refuseUnsupported("one-time and transient projections, only continuous ones");
  }
  if (continuous.getTrackEmittedStreams()) refuseUnsupported("the tracking of emitted streams (trackEmittedStreams)");
  const name = continuous.getName();
  if (name === "" || name.startsWith("$")) {
    throw new StoreError({ kind: "invalidArgument", message: "A projection needs a name that does not begin with '$'." });
  }
  return { name, query: options.getQuery(), emitEnabled: continuous.getEmitEnabled() };
}
