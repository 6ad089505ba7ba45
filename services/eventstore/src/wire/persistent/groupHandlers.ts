import type {
  CreateReq,
  CreateResp,
  DeleteReq,
  DeleteResp,
  GetInfoReq,
  GetInfoResp,
  ListReq,
  ListResp,
  ReplayParkedReq,
  ReplayParkedResp,
  UpdateReq,
  UpdateResp,
} from "@eventstore/db-client/generated/persistent_pb.js";
import type { Empty, StreamIdentifier } from "@eventstore/db-client/generated/shared_pb.js";
import type { handleUnaryCall } from "@grpc/grpc-js";
import type { StoreContext } from "../../context.ts";
import { StoreError } from "../../failures.ts";
import { credentialsOf } from "../callMetadata.ts";
import { decodeStream } from "../decode.ts";
import { persistentPb, sharedPb } from "../generated.ts";
import { unary } from "../unary.ts";
import { decodeGroup } from "./decodeSettings.ts";
import { encodeInfo } from "./encodeInfo.ts";

/** `PersistentSubscriptions.Create`. */
export function handleCreate(context: StoreContext): handleUnaryCall<CreateReq, CreateResp> {
  return unary(async (call) => {
    context.access.requireOperator(credentialsOf(call));
    const { source, name, settings } = decodeGroup(call.request.getOptions());
    await context.groups.create(source, name, settings);
    return new persistentPb.CreateResp();
  });
}

/** `PersistentSubscriptions.Update`. */
export function handleUpdate(context: StoreContext): handleUnaryCall<UpdateReq, UpdateResp> {
  return unary(async (call) => {
    context.access.requireOperator(credentialsOf(call));
    const { source, name, settings } = decodeGroup(call.request.getOptions());
    await context.groups.update(source, name, settings);
    return new persistentPb.UpdateResp();
  });
}

/** `PersistentSubscriptions.Delete`. */
export function handleDeleteGroup(context: StoreContext): handleUnaryCall<DeleteReq, DeleteResp> {
  return unary(async (call) => {
    context.access.requireOperator(credentialsOf(call));
    const { source, name } = nameOfGroup(call.request.getOptions());
    await context.groups.remove(source, name);
    return new persistentPb.DeleteResp();
  });
}

/** `PersistentSubscriptions.GetInfo`. */
export function handleGetInfo(context: StoreContext): handleUnaryCall<GetInfoReq, GetInfoResp> {
  return unary(async (call) => {
    context.access.requireOperator(credentialsOf(call));
    const { source, name } = nameOfGroup(call.request.getOptions());
    const response = new persistentPb.GetInfoResp();
    response.setSubscriptionInfo(encodeInfo(context.groups.get(source, name)));
    return response;
  });
}

/** `PersistentSubscriptions.List`. */
export function handleList(context: StoreContext): handleUnaryCall<ListReq, ListResp> {
  return unary(async (call) => {
    context.access.requireOperator(credentialsOf(call));
    const wanted = call.request.getOptions()?.getListForStream();
    const source = wanted === undefined ? undefined : sourceOf(wanted.hasAll(), wanted.getStream());
    const groups = context.groups.list(source);
    if (groups.length === 0 && source !== undefined) {
      throw new StoreError({ kind: "groupMissing", stream: source, group: "" });
    }
    const response = new persistentPb.ListResp();
    response.setSubscriptionsList(groups.map(encodeInfo));
    return response;
  });
}

/** `PersistentSubscriptions.ReplayParked`. */
export function handleReplayParked(context: StoreContext): handleUnaryCall<ReplayParkedReq, ReplayParkedResp> {
  return unary(async (call) => {
    context.access.requireOperator(credentialsOf(call));
    const options = call.request.getOptions();
    const { source, name } = nameOfGroup(options);
    const limit = options?.hasStopAt() === true ? Number(options.getStopAt()) : Number.MAX_SAFE_INTEGER;
    await context.groups.replayParked({ source, name }, limit);
    return new persistentPb.ReplayParkedResp();
  });
}

/** `PersistentSubscriptions.RestartSubsystem`. */
export function handleRestart(context: StoreContext): handleUnaryCall<Empty, Empty> {
  return unary(async (call) => {
    context.access.requireOperator(credentialsOf(call));
    await context.groups.restart();
    return new sharedPb.Empty();
  });
}

type GroupOptions = {
  hasAll(): boolean;
  getStreamIdentifier(): StreamIdentifier | undefined;
  getGroupName(): string;
};

function nameOfGroup(options: GroupOptions | undefined): { source: string; name: string } {
  if (options === undefined) throw new StoreError({ kind: "invalidArgument", message: "The group is not named." });
  return { source: sourceOf(options.hasAll(), options.getStreamIdentifier()), name: options.getGroupName() };
}

function sourceOf(all: boolean, stream: StreamIdentifier | undefined): string {
  return all ? "$all" : decodeStream(stream);
}
